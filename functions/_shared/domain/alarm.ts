import type { Instant } from './report.ts';

/** An alarm of the newsroom, as CloudWatch has judged it last. */
export interface Alarm {
  /** Without the name of the stack: `circuit`. */
  name: string;
  /** `unknown`: nothing has been measured yet. */
  state: 'ringing' | 'quiet' | 'unknown';
  /** `page`: an operator is woken. `ticket`: it can wait until the next working day. */
  severity: 'page' | 'ticket';
  since: Instant;
  /** What has happened and who is affected, in full sentences. */
  whoIsHurt: string;
  /** The name of its article in the runbook. */
  article: string;
}

/** The alarms that ring, those that wake somebody first. */
export function ringing(alarms: readonly Alarm[]): Alarm[] {
  const rank = ({ severity }: Alarm) => (severity === 'page' ? 0 : 1);
  return alarms.filter(({ state }) => state === 'ringing').sort((a, b) => rank(a) - rank(b));
}
