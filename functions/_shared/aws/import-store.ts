import { createInterface } from 'node:readline';
import {
  type ContactImport,
  contactImportSchema,
  type ImportProgress,
  type ImportStep,
  importProgressSchema,
  importStepSchema,
} from '../domain/contact-import.ts';
import { type Bucket, bucketObjects } from './bucket.ts';

const keyOf = (importId: string, file: string) => `store/imports/${importId}/${file}`;
const metaKey = (importId: string) => keyOf(importId, 'import.json');
const progressKey = (importId: string) => keyOf(importId, 'progress.json');

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

    /** Null if the import is of the version before. */
    async readProgress(importId: string): Promise<ImportProgress | null> {
      const stored = await readObject(progressKey(importId));
      return stored && importProgressSchema.parse(JSON.parse(Buffer.from(stored).toString()));
    },

    writeProgress: (importId: string, progress: ImportProgress): Promise<void> =>
      writeObject(progressKey(importId), JSON.stringify(progress), 'application/json'),

    /** Writes a part of a plan: a step in each line. */
    writePart: (importId: string, file: string, lines: readonly string[]): Promise<void> =>
      writeObject(keyOf(importId, file), lines.join(''), 'application/x-ndjson'),

    /** The steps of one part of a plan, line by line. Nothing if it was deleted. */
    async *streamPart(importId: string, file: string): AsyncIterable<ImportStep> {
      for await (const { key } of listObjects(keyOf(importId, file))) {
        const input = await readObjectStream(key);
        const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
        for await (const line of lines) if (line !== '') yield importStepSchema.parse(JSON.parse(line));
      }
    },
  };
}
