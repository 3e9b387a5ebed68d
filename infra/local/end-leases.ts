import { deliveryTable } from '../../functions/_shared/aws/delivery-table.ts';
import type { Table } from '../../functions/_shared/aws/table.ts';

/**
 * Ends the leases that the functions of a former process hold. Only for a table in the data directory: whoever has that
 * directory's lock is alone, and the functions of the process before ended with it. On AWS nobody can know this, so there
 * a lease runs out.
 *
 * Before any function runs. A message that finds its chunk leased has nothing to do and is gone; the chunk would then
 * wait for the end of the lease and for the next sweep.
 */
export async function endLeases(table: Table): Promise<void> {
  const { readOpenDeliveries, readChunks, endLease } = deliveryTable(table);
  for await (const { deliveryId } of readOpenDeliveries())
    for await (const chunk of readChunks(deliveryId))
      if (chunk.state === 'open' && (chunk.leaseUntil > 0 || chunk.putBackAfter > 0)) await endLease(chunk);
}
