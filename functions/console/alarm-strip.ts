import { type Alarm, ringing } from '../_shared/domain/alarm.ts';
import { type Content, html } from '../_shared/runtime/html.ts';

/** At the top of each page: what rings, who is hurt, and where it says what to do. Nothing while all is quiet. */
export function alarmStrip(alarms: readonly Alarm[] | null): Content {
  if (alarms === null)
    return html`<aside class="strip" aria-label="Alarms"><p><a href="/alarms">CloudWatch did not say how the alarms stand.</a></p></aside>`;
  const loud = ringing(alarms);
  if (loud.length === 0) return null;
  return html`<aside class="strip" aria-label="Alarms">
${loud.slice(0, mostShown).map(({ name, severity, whoIsHurt, article }) => html`<p class="${severity === 'page' && 'bad'}"><span class="state ${severity === 'page' ? 'bad' : 'caution'}">${name}</span> ${whoIsHurt} <a href="/alarms/${article}">What to do</a></p>`)}
${loud.length > mostShown && html`<p><a href="/alarms">${loud.length - mostShown} more</a></p>`}
</aside>`;
}

const mostShown = 3;
