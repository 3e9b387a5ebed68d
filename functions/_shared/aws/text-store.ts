import { type Text, textSchema } from '../domain/release.ts';
import { type Bucket, bucketObjects } from './bucket.ts';

export type TextStore = ReturnType<typeof textStore>;

/** The texts of versions, one file per language. A version contains their keys. */
export function textStore(bucket: Bucket) {
  const { readObject, writeObject } = bucketObjects(bucket);
  return {
    /** Null if there is no text at the key, or not yet. */
    async readText(key: string): Promise<Text | null> {
      const bytes = await readObject(key);
      return bytes && textSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')));
    },

    writeText: (key: string, text: Text): Promise<void> =>
      writeObject(key, JSON.stringify(text), 'application/json'),
  };
}
