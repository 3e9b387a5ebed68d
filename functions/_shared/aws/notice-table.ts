import type { Instant } from '../domain/report.ts';
import type { Table } from './table.ts';
import { deleteItem, putItem, updateItem } from './write-items.ts';

/** The claim of a notice is in the table. Its content and address are in the bucket (notice-store.ts). */
const keyOf = (noticeId: string) => ({ pk: `NOTICE#${noticeId}`, sk: 'NOTICE' });

/** Seconds for which a claim is kept: longer than any queue keeps a message. */
const rememberSeconds = 30 * 24 * 60 * 60;

export type NoticeTable = ReturnType<typeof noticeTable>;

export function noticeTable(table: Table) {
  return {
    /**
     * Claims the sending of a notice: true for one caller only. A crash after the claim leaves the notice unsent rather
     * than sending it twice. `giveBackNotice` releases the claim if SES has certainly not accepted the notice.
     */
    claimNotice: (noticeId: string, at: Instant): Promise<boolean> =>
      putItem(
        table,
        { ...keyOf(noticeId), claimedAt: at, expiresAt: rememberedUntil(at) },
        { condition: 'attribute_not_exists(pk)' },
      ),

    /**
     * Releases the claim: the notice was certainly not accepted (throttled, connection refused) and may be tried again.
     */
    async giveBackNotice(noticeId: string): Promise<void> {
      await deleteItem(table, keyOf(noticeId));
    },

    /** Records that SES accepted the notice, and its id. */
    async settleNotice(noticeId: string, sesMessageId: string, at: Instant): Promise<void> {
      await updateItem(table, keyOf(noticeId), {
        update: 'SET sesMessageId = :sesMessageId, sentAt = :at',
        values: { ':sesMessageId': sesMessageId, ':at': at },
      });
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
