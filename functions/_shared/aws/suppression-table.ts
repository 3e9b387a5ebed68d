import { type SuppressionReason, suppressionStrength } from '../domain/contact.ts';
import type { Instant } from '../domain/report.ts';
import { indexed, standingKey, toStanding, updateStanding } from './standing-item.ts';
import type { Table } from './table.ts';
import { updateAndRead } from './write-items.ts';

/** Why somebody is not written to any more, and what counts towards it: parts of their standing. */
export function suppressionTable(table: Table) {
  return {
    /** Suppresses for good. Idempotent; a weaker reason never replaces a stronger one. True when something changed. */
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
     * The person's own confirmed wish to hear from us again: lifts what they themselves had asked for (unsubscribed,
     * erased), never a bounce, a complaint or an admin's decision. Only the double opt-in calls this.
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

    /** Leaves of an erased person only the mark that they are: no trust, no lists, no bounces. */
    async clearStanding(contactId: string): Promise<void> {
      await updateStanding(table, contactId, {
        set: 'accreditation = :none, termsOffered = :none, pausedUntil = :none, leftLists = :empty, transientBounces = :zero',
        values: { ':none': null, ':empty': [], ':zero': 0 },
      });
    },

    /** Counts a soft bounce; the caller decides how many are too many. */
    async countTransientBounce(contactId: string): Promise<number> {
      const count = indexed(contactId, { also: 'ADD transientBounces :one', values: { ':one': 1 } });
      const counted = await updateAndRead(table, standingKey(contactId), count);
      return counted ? toStanding(counted).transientBounces : 1;
    },
  };
}
