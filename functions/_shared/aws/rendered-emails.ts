import { type RenderedEmail, renderedEmailSchema } from '../domain/email.ts';
import { type EmailName, emailKey, emailPrefix, readEmailKey } from '../domain/email-key.ts';
import { type Bucket, bucketObjects } from './bucket.ts';

export type RenderedEmails = ReturnType<typeof renderedEmails>;

export function renderedEmails(bucket: Bucket) {
  const { readObject, listObjects, writeObject } = bucketObjects(bucket);
  return {
    /** One composed email of a version. `name` is in the form of `emailName`: `general.en`. Null if there is none. */
    async readRenderedEmail(releaseId: string, version: number, name: string): Promise<RenderedEmail | null> {
      const bytes = await readObject(`${emailPrefix(releaseId, version, null)}${name}.json`);
      return bytes && renderedEmailSchema.parse(JSON.parse(Buffer.from(bytes).toString()));
    },

    async *listEmailNames(releaseId: string, version: number): AsyncIterable<EmailName> {
      for await (const { key } of listObjects(emailPrefix(releaseId, version, null))) {
        const name = readEmailKey(key);
        if (name) yield name;
      }
    },

    /**
     * The language of the email may differ from that in its name, if the version no longer exists in the readers'
     * language.
     */
    writeEmail: (email: RenderedEmail, name: EmailName): Promise<void> =>
      writeObject(emailKey(email.releaseId, email.version, name), JSON.stringify(email), 'application/json'),
  };
}
