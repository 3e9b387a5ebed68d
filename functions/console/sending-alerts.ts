import { confirmationsStop, pauseWords, whatToMend, whyStopped } from '../_shared/deliveries/sending-stop.ts';
import { activePause } from '../_shared/domain/pause.ts';
import { type Content, html } from '../_shared/runtime/html.ts';
import type { ConsoleDependencies } from './console-dependencies.ts';
import { type FormKeys, formTo } from './form.ts';
import { instantWords, whenWords } from './words.ts';

/**
 * What holds up all sending, at the top of the page: an open circuit breaker and a person's pause, with the forms that
 * end them, and a used-up daily quota.
 */
export function sendingAlerts(
  {
    openBecause,
    openSince,
    pause,
    parkedUntil,
    ...pace
  }: Awaited<ReturnType<ConsoleDependencies['readPace']>>,
  keys: FormKeys,
  zone: string,
): Content {
  const confirmations = confirmationsStop(pace, keys.now().getTime(), zone);
  const isParked = parkedUntil > keys.now().getTime();
  const paused = activePause(pause, keys.now().getTime());
  return [
    openBecause !== null &&
      html`<section class="panel bad" role="alert"><h2>All sending has stopped</h2>
<p>${openSince && html`Since ${whenWords(openSince, zone)}: `}${whyStopped(openBecause)} ${whatToMend(openBecause)} before you let it go on.</p>
${formTo(keys, '/resume-sending', html`<button class="grave">Resume sending</button>`)}</section>`,
    paused &&
      html`<section class="panel bad" role="alert"><h2>Sending is paused</h2>
<p>Since ${whenWords(paused.since, zone)}: ${pauseWords(paused, zone)}</p>
${formTo(keys, '/end-pause', html`<button class="grave">End the pause</button>`)}</section>`,
    openBecause === null &&
      confirmations !== null &&
      html`<section class="panel attention" role="status"><h2>Confirmations of sign-ups have stopped</h2>
<p>${confirmations.words} It ends by itself.</p>
${formTo(keys, '/resume-sending', html`<button class="grave">Resume</button>`)}</section>`,
    isParked &&
      html`<div class="panel attention" role="status"><p>The daily quota of SES is used up. What waits is tried again ${instantWords(new Date(parkedUntil).toISOString(), zone)}.</p></div>`,
  ];
}
