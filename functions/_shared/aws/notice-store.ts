import { z } from 'zod';
import { contactIdSchema } from '../domain/contact.ts';
import { noticeSchema } from '../domain/notice.ts';
import { type Bucket, bucketObjects } from './bucket.ts';

/** One notice to one address. The words are in the bucket, the claim in the table, the address in no queue and no log. */
export const addressedNoticeSchema = z.object({
  to: z.string(),
  /** Set when the notice goes to a contact: their standing is looked at before it is sent. */
  contactId: contactIdSchema.nullable(),
  notice: noticeSchema,
});
export type AddressedNotice = z.infer<typeof addressedNoticeSchema>;

const keyOf = (noticeId: string) => `store/notices/${noticeId}.json`;

export type NoticeStore = ReturnType<typeof noticeStore>;

export function noticeStore(bucket: Bucket) {
  const objects = bucketObjects(bucket);
  return {
    /** Stores what is to be sent; then enqueue `{kind: 'notice', noticeId}` to compose-emails. */
    writeNotice: (noticeId: string, addressed: AddressedNotice): Promise<void> =>
      objects.writeObject(keyOf(noticeId), JSON.stringify(addressed), 'application/json'),

    /** Null when there is none (any more). */
    async readNotice(noticeId: string): Promise<AddressedNotice | null> {
      const stored = await objects.readObject(keyOf(noticeId));
      return stored ? addressedNoticeSchema.parse(JSON.parse(Buffer.from(stored).toString())) : null;
    },

    /** Forgets what a notice said and to whom, once it is out. */
    deleteNotice: (noticeId: string): Promise<void> => objects.deleteObject(keyOf(noticeId)),
  };
}
