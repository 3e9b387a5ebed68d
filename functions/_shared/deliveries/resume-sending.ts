import type { AuditStore } from '../aws/audit-store.ts';
import type { PaceTable } from '../aws/pace-table.ts';
import type { RateTable } from '../aws/rate-table.ts';

/**
 * Called after a person has found out why all sending stopped: allows sending again; the next sweep puts the waiting
 * chunks back. False if nothing was stopped. Rates start at zero, so that earlier bounces do not stop the next release.
 */
export async function resumeSending(
  dependencies: Pick<PaceTable, 'readPace' | 'closeCircuit'> &
    Pick<RateTable, 'forgetRates'> &
    Pick<AuditStore, 'appendAudit'>,
  by: string,
  now: Date,
): Promise<boolean> {
  const { openBecause, openSince, signUpsStoppedBecause, signUpsStoppedSince } =
    await dependencies.readPace();
  if (!(await dependencies.closeCircuit(now.getTime()))) return false;
  await dependencies.forgetRates(now.getTime());
  await dependencies.appendAudit({
    subject: 'NEWSROOM',
    at: now.toISOString(),
    by,
    act: 'resume-sending',
    reason: openBecause ?? `sign-ups: ${signUpsStoppedBecause}`,
    before: { stoppedSince: openSince ?? signUpsStoppedSince },
    after: null,
  });
  return true;
}
