import type { Instant } from '../domain/report.ts';
import { readRaw } from './read-items.ts';
import type { Table } from './table.ts';
import { deleteItem, updateItem } from './write-items.ts';

/** The claim of a notice is in the table. Its content and address are in the bucket (notice-store.ts). */
const keyOf = (noticeId: string) => ({ pk: `NOTICE#${noticeId}`, sk: 'NOTICE' });

/** Seconds for which a claim is kept: longer than any queue keeps a message. */
const rememberSeconds = 30 * 24 * 60 * 60;

/**
 * A claim is valid for 15 minutes: longer than the function that made it can run, and long enough for SES's Send event
 * to arrive if it is unknown whether SES accepted the notice.
 */
const claimMilliseconds = 15 * 60 * 1000;

export type NoticeTable = ReturnType<typeof noticeTable>;

export function noticeTable(table: Table) {
  return {
    /**
     * Claims the sending of a notice: true for one caller at a time. False if it is over (`isOver`) or somebody else's
     * claim is still valid. A claim that its owner neither settled nor gave back ends by itself: after a crash the notice
     * is sent late, perhaps twice, but it is not lost.
     */
    claimNotice: (noticeId: string, at: Instant): Promise<boolean> =>
      updateItem(table, keyOf(noticeId), {
        update: 'SET claimedAt = :at, expiresAt = :expiresAt',
        condition:
          'attribute_not_exists(sentAt) AND attribute_not_exists(refusedAt) AND (attribute_not_exists(claimedAt) OR claimedAt < :stale)',
        values: {
          ':at': at,
          ':expiresAt': rememberedUntil(at),
          ':stale': new Date(Date.parse(at) - claimMilliseconds).toISOString(),
        },
      }),

    /** SES accepted the notice or refused it for good: nothing is left to do. Strong. */
    async isOver(noticeId: string): Promise<boolean> {
      const item = await readRaw(table, keyOf(noticeId));
      return item?.sentAt !== undefined || item?.refusedAt !== undefined;
    },

    /**
     * Releases the claim: the notice was certainly not accepted (throttled, connection refused) and may be tried again.
     */
    async giveBackNotice(noticeId: string): Promise<void> {
      await deleteItem(table, keyOf(noticeId));
    },

    /** Records that SES accepted the notice, and its id. Also called for SES's Send event. */
    async settleNotice(noticeId: string, sesMessageId: string, at: Instant): Promise<void> {
      await updateItem(table, keyOf(noticeId), {
        update:
          'SET sesMessageId = :sesMessageId, sentAt = if_not_exists(sentAt, :at), expiresAt = if_not_exists(expiresAt, :expiresAt)',
        values: { ':sesMessageId': sesMessageId, ':at': at, ':expiresAt': rememberedUntil(at) },
      });
    },

    /** Records that SES will not accept the notice: its address or its text is at fault. */
    async refuseNotice(noticeId: string, at: Instant): Promise<void> {
      await updateItem(table, keyOf(noticeId), { update: 'SET refusedAt = :at', values: { ':at': at } });
    },

    /**
     * Records that a notice bounced or caused a complaint. False if that was already recorded, because events may come
     * twice.
     */
    noteOnNotice: (noticeId: string, happened: 'bounced' | 'complained', at: Instant): Promise<boolean> =>
      updateItem(table, keyOf(noticeId), {
        update: `SET ${happened}At = :at, expiresAt = if_not_exists(expiresAt, :expiresAt)`,
        condition: `attribute_not_exists(${happened}At)`,
        values: { ':at': at, ':expiresAt': rememberedUntil(at) },
      }),
  };
}

/** Epoch seconds. */
function rememberedUntil(at: Instant): number {
  return Math.floor(Date.parse(at) / 1000) + rememberSeconds;
}
