import { type Text, textSchema } from '../domain/release.ts';
import { within } from '../domain/within.ts';
import { type Bucket, bucketObjects } from './bucket.ts';

const folder = 'store/texts/';

export type TextStore = ReturnType<typeof textStore>;

/** The texts of versions, one file per language. A version contains their keys. */
export function textStore(bucket: Bucket) {
  const { readObject, writeObject } = bucketObjects(bucket);
  return {
    /** Null if there is no text at the key, or not yet. */
    async readText(key: string): Promise<Text | null> {
      const bytes = await readObject(within(key, [folder]));
      return bytes && textSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    },

    writeText: (key: string, text: Text): Promise<void> =>
      writeObject(within(key, [folder]), JSON.stringify(text), 'application/json'),
  };
}
