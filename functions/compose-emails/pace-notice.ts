import type { Pace, PaceTable } from '../_shared/aws/pace-table.ts';
import { type FreshenDependencies, freshenPace } from '../_shared/deliveries/freshen-pace.ts';
import { isAskedByStrangers, type NoticeKind } from '../_shared/domain/notice.ts';

export interface Dependencies extends FreshenDependencies, Pick<PaceTable, 'readPace' | 'reservePace'> {
  sleep: (milliseconds: number) => Promise<void>;
}

/** A big sending has reserved some seconds ahead. Mail to the desk waits no longer than this for its slot. */
const longestWaitMilliseconds = 5000;

/**
 * Takes one slot of the account's rate for a notice, and waits for it. Editions that reserve later get later slots, so
 * the rate holds for both. A notice to the desk is not kept waiting by a big sending: after some seconds it goes in
 * advance of its slot. If that is one mail too many in this second, SES throttles it, and it is tried again. False if a
 * notice that a stranger asked for would have to wait longer: it takes no slot and is tried again later.
 */
export async function paceNotice(dependencies: Dependencies, kind: NoticeKind): Promise<boolean> {
  const { now, sleep } = dependencies;
  const pace = await dependencies.readPace();
  const { sendsPerSecond } = await freshOrLast(dependencies, pace);
  if (isAskedByStrangers(kind) && pace.nextAt - now() > longestWaitMilliseconds) return false;
  const milliseconds = 1000 / sendsPerSecond;
  const { nextAt } = await dependencies.reservePace({ milliseconds, now: now(), isUrgent: false });
  const wait = Math.min(nextAt - milliseconds - now(), longestWaitMilliseconds);
  if (wait > 1) await sleep(wait);
  return true;
}

/** If SES does not tell its quota, the last one counts: an alert that SES refuses the account must not depend on SES. */
async function freshOrLast(dependencies: Dependencies, pace: Pace): Promise<Pace> {
  try {
    return await freshenPace(dependencies, pace);
  } catch {
    return pace;
  }
}
