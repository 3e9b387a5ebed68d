import type { Pace } from '../aws/pace-table.ts';
import { passesCircuit } from '../domain/circuit.ts';
import { whenInWords } from '../domain/when-in-words.ts';

/** Why nothing, or almost nothing, is being sent now. Every command and page that starts a sending shows it. */
export interface SendingStop {
  because: string;
  /** Null for the daily quota, which ends by itself. */
  since: string | null;
  words: string;
  fix: string;
}

export const resumeFix =
  'Find out what is wrong (docs/runbook.md, "circuit"), put it right, then run: npx dateline circuit resume';

/**
 * What has stopped, since when and why, in one sentence. `because`: `bounces`, `complaints` or SES's reason; `zone`:
 * IANA.
 */
export function stopWords(because: string, since: string | null, zone: string): string {
  return `All sending has stopped${since ? ` since ${whenInWords(since, zone)}` : ''}: ${whyStopped(because)}`;
}

/** The second half of that sentence, and what is still sent. */
export function whyStopped(because: string): string {
  if (!passesCircuit(because, 'kill')) return `SES refuses the account (${because}).`;
  return `too many ${because}. Kill and lift notices go out all the same.`;
}

export function sendingStop(
  { openBecause, openSince, parkedUntil }: Pick<Pace, 'openBecause' | 'openSince' | 'parkedUntil'>,
  now: number,
  zone: string,
): SendingStop | null {
  if (openBecause !== null)
    return {
      because: openBecause,
      since: openSince,
      words: stopWords(openBecause, openSince, zone),
      fix: resumeFix,
    };
  if (parkedUntil <= now) return null;
  return {
    because: 'daily-quota',
    since: null,
    words: `The daily quota of SES is used up: what waits is tried again at ${whenInWords(new Date(parkedUntil).toISOString(), zone)}.`,
    fix: 'It goes on by itself (docs/runbook.md, "quota").',
  };
}
