import type { Pace } from '../aws/pace-table.ts';
import { confirmationsStoppedUntil } from '../domain/circuit.ts';
import { activePause, type Pause } from '../domain/pause.ts';
import { whenInWords } from '../domain/when-in-words.ts';
import { accountFault } from './account-faults.ts';

/** Why nothing, or almost nothing, is being sent now. Every command and page that starts a sending shows it. */
export interface SendingStop {
  because: string;
  /** Null for the daily quota, which ends by itself. */
  since: string | null;
  words: string;
  fix: string;
}

/** What to do before sending can be resumed, and the article with the details. */
export function whatToMend(because: string): string {
  const fix = causes[because]?.fix ?? accountFault(because).fix;
  return `${fix} (docs/runbook.md, "circuit")`;
}

export function resumeFix(because: string): string {
  return `${whatToMend(because)}, then run: npx dateline circuit resume`;
}

/** What the rates of our own mails say, and where to look. For any other reason SES refuses the account. */
const causes: Readonly<Record<string, { words: string; fix: string }>> = {
  bounces: { words: 'too many bounces', fix: 'Find out which list the addresses came from' },
  'import-bounces': {
    words: 'too many bounces, most of them of people who were added in the last 30 days',
    fix: 'Find out which import brought them, and take it back',
  },
  complaints: { words: 'too many complaints', fix: 'Find out whether these people had asked for mail' },
};

/**
 * What has stopped, since when and why, in one sentence. `because`: a reason of ours (circuit.ts) or of SES;
 * `zone`: IANA.
 */
export function stopWords(because: string, since: string | null, zone: string): string {
  return `All sending has stopped${since ? ` since ${whenInWords(since, zone)}` : ''}: ${whyStopped(because)}`;
}

/** The second half of that sentence, and what is still sent. */
export function whyStopped(because: string): string {
  const cause = causes[because];
  if (!cause) return `SES refuses the account (${because}): ${accountFault(because).words}`;
  return `${cause.words}. Kill and lift notices go out all the same.`;
}

/** Whether confirmations of sign-ups have stopped, in one sentence. Null if they have not. */
export function confirmationsStop(
  { signUpsStoppedBecause, signUpsStoppedSince }: Pick<Pace, 'signUpsStoppedBecause' | 'signUpsStoppedSince'>,
  now: number,
  zone: string,
): Pick<SendingStop, 'words' | 'fix'> | null {
  const until = confirmationsStoppedUntil({ signUpsStoppedSince }, now);
  if (!until) return null;
  return {
    words: `Confirmations of sign-ups have stopped until ${whenInWords(until.toISOString(), zone)}: too many ${signUpsStoppedBecause} of confirmations, so somebody may be entering addresses that are not theirs. Releases, proofs and alerts go on.`,
    fix: 'To end it sooner, read docs/runbook.md, "sign-ups"; then run: npx dateline circuit resume',
  };
}

/** Who has paused, until when, why, and what is still sent. */
export function pauseWords({ by, until, reason, everything }: Pause, zone: string): string {
  const end = until === null ? 'until somebody resumes' : `until ${whenInWords(until, zone)}`;
  const passes = everything
    ? 'Kill and lift notices wait too.'
    : 'Kill and lift notices go out all the same.';
  return `${by} has paused all sending ${end}: “${reason}”. ${passes} Nobody is lost, what waits goes out afterwards.`;
}

export function sendingStop(
  pace: Pick<Pace, 'openBecause' | 'openSince' | 'pause' | 'parkedUntil'>,
  now: number,
  zone: string,
): SendingStop | null {
  const stops = [circuitStop(pace, zone), pauseStop(pace, now, zone)].filter((stop) => stop !== null);
  const [first = quotaStop(pace, now, zone), ...others] = stops;
  if (!first) return null;
  return {
    ...first,
    words: [first, ...others].map(({ words }) => words).join(' '),
    fix: [first, ...others].map(({ fix }) => fix).join('; '),
  };
}

function circuitStop(
  { openBecause, openSince }: Pick<Pace, 'openBecause' | 'openSince'>,
  zone: string,
): SendingStop | null {
  if (openBecause === null) return null;
  return {
    because: openBecause,
    since: openSince,
    words: stopWords(openBecause, openSince, zone),
    fix: resumeFix(openBecause),
  };
}

function pauseStop({ pause }: Pick<Pace, 'pause'>, now: number, zone: string): SendingStop | null {
  const paused = activePause(pause, now);
  if (!paused) return null;
  return {
    because: 'paused',
    since: paused.since,
    words: pauseWords(paused, zone),
    fix: 'To go on, run: npx dateline resume',
  };
}

function quotaStop(
  { parkedUntil }: Pick<Pace, 'parkedUntil'>,
  now: number,
  zone: string,
): SendingStop | null {
  if (parkedUntil <= now) return null;
  return {
    because: 'daily-quota',
    since: null,
    words: `The daily quota of SES is used up: what waits is tried again at ${whenInWords(new Date(parkedUntil).toISOString(), zone)}.`,
    fix: 'It goes on by itself (docs/runbook.md, "quota").',
  };
}
