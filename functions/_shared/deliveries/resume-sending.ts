import { auditTable } from '../aws/audit-table.ts';
import { closeCircuit, readPace } from '../aws/pace-table.ts';
import { rateTable } from '../aws/rate-table.ts';
import type { Table } from '../aws/table.ts';

/**
 * A person has looked into why all sending stopped, and lets it go on: what waits is put back by the next sweep. False
 * when nothing had stopped. Rates are counted anew, so that what was looked into does not stop the next release.
 */
export async function resumeSending(table: Table, by: string, now: Date): Promise<boolean> {
  const { openBecause, openSince, signUpsStoppedBecause, signUpsStoppedSince } = await readPace(table);
  if (!(await closeCircuit(table, now.getTime()))) return false;
  await rateTable(table).forgetRates(now.getTime());
  await auditTable(table).appendAudit({
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
