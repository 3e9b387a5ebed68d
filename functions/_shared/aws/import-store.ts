import { createInterface } from 'node:readline';
import {
  type ContactImport,
  contactImportSchema,
  type ImportStep,
  importStepSchema,
} from '../domain/contact-import.ts';
import { type Bucket, bucketObjects } from './bucket.ts';
import { objectUploads, type Upload } from './upload-object.ts';

const metaKey = (importId: string) => `store/imports/${importId}/import.json`;
const planKey = (importId: string) => `store/imports/${importId}/plan.ndjson`;

export type ImportStore = ReturnType<typeof importStore>;

export function importStore(bucket: Bucket) {
  const { readObject, writeObject, readObjectStream, listObjects } = bucketObjects(bucket);
  const readImport = async (importId: string): Promise<ContactImport | null> => {
    const stored = await readObject(metaKey(importId));
    return stored ? contactImportSchema.parse(JSON.parse(Buffer.from(stored).toString())) : null;
  };
  return {
    readImport,

    writeImport: (made: ContactImport): Promise<void> =>
      writeObject(metaKey(made.importId), JSON.stringify(made), 'application/json'),

    /** All imports whose plans are stored. */
    async *listImports(): AsyncIterable<ContactImport> {
      for await (const { key } of listObjects('store/imports/')) {
        const [, importId] = /^store\/imports\/([^/]+)\/import\.json$/.exec(key) ?? [];
        const made = importId === undefined ? null : await readImport(importId);
        if (made) yield made;
      }
    },

    uploadPlan: (importId: string): Upload =>
      objectUploads(bucket).uploadObject(planKey(importId), 'application/x-ndjson'),

    /** The steps of a plan, line by line. Nothing if it had none or was deleted. */
    async *streamPlan(importId: string): AsyncIterable<ImportStep> {
      for await (const { key } of listObjects(planKey(importId))) {
        const input = await readObjectStream(key);
        const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
        for await (const line of lines) if (line !== '') yield importStepSchema.parse(JSON.parse(line));
      }
    },
  };
}
