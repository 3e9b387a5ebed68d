import * as z from 'zod';
import { contactIdSchema } from '../domain/contact.ts';
import { noticeSchema } from '../domain/notice.ts';
import { type Bucket, bucketObjects } from './bucket.ts';

/**
 * One notice to one address. Its content is in the bucket and its claim in the table; the address is in no queue and no
 * log.
 */
export const addressedNoticeSchema = z.object({
  to: z.string(),
  /** Set if the notice goes to a contact. Their standing is checked before it is sent. */
  contactId: contactIdSchema.nullable(),
  notice: noticeSchema,
});
export type AddressedNotice = z.infer<typeof addressedNoticeSchema>;

const keyOf = (noticeId: string) => `store/notices/${noticeId}.json`;

export type NoticeStore = ReturnType<typeof noticeStore>;

export function noticeStore(bucket: Bucket) {
  const objects = bucketObjects(bucket);
  return {
    /** Stores a notice. Afterwards enqueue `{kind: 'notice', noticeId}` to compose-emails. */
    writeNotice: (noticeId: string, addressed: AddressedNotice): Promise<void> =>
      objects.writeObject(keyOf(noticeId), JSON.stringify(addressed), 'application/json'),

    /** Null if there is none, or no longer. */
    async readNotice(noticeId: string): Promise<AddressedNotice | null> {
      const stored = await objects.readObject(keyOf(noticeId));
      return stored ? addressedNoticeSchema.parse(JSON.parse(Buffer.from(stored).toString())) : null;
    },

    /** Deletes the content and address of a notice after it was sent. */
    deleteNotice: (noticeId: string): Promise<void> => objects.deleteObject(keyOf(noticeId)),
  };
}
