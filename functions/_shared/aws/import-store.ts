import { createInterface } from 'node:readline';
import {
  type ContactImport,
  contactImportSchema,
  type ImportStep,
  importStepSchema,
} from '../domain/contact-import.ts';
import { type Bucket, listObjects, readObject, readObjectStream, writeObject } from './bucket.ts';
import { type Upload, uploadObject } from './upload-object.ts';

const metaKey = (importId: string) => `store/imports/${importId}/import.json`;
const planKey = (importId: string) => `store/imports/${importId}/plan.ndjson`;

export async function readImport(bucket: Bucket, importId: string): Promise<ContactImport | null> {
  const stored = await readObject(bucket, metaKey(importId));
  return stored ? contactImportSchema.parse(JSON.parse(Buffer.from(stored).toString())) : null;
}

export async function writeImport(bucket: Bucket, made: ContactImport): Promise<void> {
  await writeObject(bucket, metaKey(made.importId), JSON.stringify(made), 'application/json');
}

/** Ids of all imports whose plans are kept. */
export async function* listImports(bucket: Bucket): AsyncGenerator<ContactImport> {
  for await (const { key } of listObjects(bucket, 'store/imports/')) {
    const [, importId] = /^store\/imports\/([^/]+)\/import\.json$/.exec(key) ?? [];
    const made = importId === undefined ? null : await readImport(bucket, importId);
    if (made) yield made;
  }
}

export function uploadPlan(bucket: Bucket, importId: string): Upload {
  return uploadObject(bucket, planKey(importId), 'application/x-ndjson');
}

/** The steps of a plan, line by line; nothing when it had none or is forgotten. */
export async function* streamPlan(bucket: Bucket, importId: string): AsyncGenerator<ImportStep> {
  for await (const { key } of listObjects(bucket, planKey(importId))) {
    const lines = createInterface({
      input: await readObjectStream(bucket, key),
      crlfDelay: Number.POSITIVE_INFINITY,
    });
    for await (const line of lines) if (line !== '') yield importStepSchema.parse(JSON.parse(line));
  }
}
