import type { Instant } from '../domain/report.ts';
import { updateStanding } from './standing-item.ts';
import type { Table } from './table.ts';

/** What people set for themselves: parts of the standing. */
export function wishTable(table: Table) {
  return {
    /** Stores what the person set on their own pages. */
    async setWishes(
      contactId: string,
      { pausedUntil, leftLists }: { pausedUntil: Instant | null; leftLists: string[] },
    ): Promise<void> {
      await updateStanding(table, contactId, {
        set: 'pausedUntil = :pausedUntil, leftLists = :leftLists',
        values: { ':pausedUntil': pausedUntil, ':leftLists': leftLists },
      });
    },

    /** Leaves one list. Idempotent; true if something changed. */
    leaveList: (contactId: string, list: string): Promise<boolean> =>
      updateStanding(table, contactId, {
        set: 'leftLists = list_append(if_not_exists(leftLists, :empty), :lists)',
        condition: 'NOT contains(leftLists, :list)',
        values: { ':empty': [], ':lists': [list], ':list': list },
      }),
  };
}
