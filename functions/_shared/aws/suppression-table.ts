import { type SuppressionReason, suppressionStrength } from '../domain/contact.ts';
import type { Instant } from '../domain/report.ts';
import { indexed, standingKey, toStanding, updateStanding } from './standing-item.ts';
import type { Table } from './table.ts';
import { updateAndRead } from './write-items.ts';

/** Why somebody may no longer be written to, and the counts that lead to it: parts of the standing. */
export function suppressionTable(table: Table) {
  return {
    /**
     * Suppresses a contact permanently. Idempotent; a weaker reason never replaces a stronger one. True if something
     * changed.
     */
    suppress: (
      contactId: string,
      reason: SuppressionReason,
      evidence: string,
      at: Instant,
    ): Promise<boolean> =>
      updateStanding(table, contactId, {
        set: 'suppressed = :suppressed, suppressedStrength = :strength',
        condition: 'attribute_not_exists(suppressedStrength) OR suppressedStrength < :strength',
        values: { ':suppressed': { reason, at, evidence }, ':strength': suppressionStrength(reason) },
      }),

    /**
     * Ends a suppression because the person has confirmed that they want mail again. Only what they asked for
     * themselves ends (unsubscribed, erased), never a bounce, a complaint or an admin's decision. Called only by the
     * double opt-in.
     */
    resubscribe: (contactId: string): Promise<boolean> =>
      updateStanding(table, contactId, {
        set: 'suppressed = :none',
        also: 'REMOVE suppressedStrength',
        condition: 'suppressedStrength IN (:unsubscribed, :erased)',
        values: {
          ':none': null,
          ':unsubscribed': suppressionStrength('unsubscribed'),
          ':erased': suppressionStrength('erased'),
        },
      }),

    /** Removes everything from an erased person's standing except the mark: accreditation, lists, bounces. */
    async clearStanding(contactId: string): Promise<void> {
      await updateStanding(table, contactId, {
        set: 'accreditation = :none, termsOffered = :none, pausedUntil = :none, leftLists = :empty, transientBounces = :zero',
        values: { ':none': null, ':empty': [], ':zero': 0 },
      });
    },

    /** Counts a soft bounce. The caller decides how many are too many. */
    async countTransientBounce(contactId: string): Promise<number> {
      const count = indexed(contactId, { also: 'ADD transientBounces :one', values: { ':one': 1 } });
      const counted = await updateAndRead(table, standingKey(contactId), count);
      return counted ? toStanding(counted).transientBounces : 1;
    },
  };
}
