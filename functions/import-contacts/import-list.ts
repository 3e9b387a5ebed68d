import { createHash } from 'node:crypto';
import type { ContactImport } from '../_shared/domain/contact-import.ts';
import { type Dependencies as ImportDependencies, importContacts } from '../_shared/lists/import-contacts.ts';
import { listOfKey } from '../_shared/lists/list-name.ts';
import { isClutter, type ObjectCreated } from '../_shared/runtime/object-created.ts';
import { reportJson, reportPage } from './import-report.ts';

export interface Dependencies {
  imports: ImportDependencies;
  /** Whether the object is an old list that erasing somebody rewrote. */
  isRewritten: (key: string) => Promise<boolean>;
  /** The dropped object, from its beginning, as often as asked. */
  openObject: (key: string) => Promise<AsyncIterable<Uint8Array>>;
  writeReport: (key: string, body: string, contentType: string) => Promise<void>;
  newsroom: { name: string };
  now: () => Date;
  log: (line: Record<string, unknown>) => void;
}

/** Imports a file dropped under `lists/` and reports on it beside it. The same drop told of twice is one import. */
export async function importList(dependencies: Dependencies, drop: ObjectCreated): Promise<void> {
  const { key } = drop;
  if (isClutter(key) || !/\.(csv|tsv|txt)$/i.test(key)) return;
  const named = listOfKey(key);
  if (!named || (await dependencies.isRewritten(key))) return;
  const started = dependencies.now();
  const made = await importContacts(dependencies.imports, {
    importId: importIdOf(drop),
    list: named.list,
    listTitle: named.title,
    file: key,
    open: () => dependencies.openObject(key),
    by: 'import-contacts',
    at: started.toISOString(),
    onProgress: () => undefined,
    onSteps: () => undefined,
  });
  await report(dependencies, key, made);
  dependencies.log({
    stage: 'import-contacts',
    level: 'info',
    importId: made.importId,
    list: made.list,
    state: made.state,
    ...made.counts,
    milliseconds: dependencies.now().getTime() - started.getTime(),
  });
}

/** One drop, one import: bucket, key and version (or content, without versioning) make its id. */
function importIdOf({ bucket, key, versionId, etag }: ObjectCreated): string {
  return createHash('sha256')
    .update(JSON.stringify([bucket, key, versionId ?? etag]))
    .digest('hex')
    .slice(0, 20);
}

async function report(
  { writeReport, newsroom }: Dependencies,
  key: string,
  made: ContactImport,
): Promise<void> {
  await writeReport(`reports/${key}.json`, reportJson(made), 'application/json');
  await writeReport(`reports/${key}.html`, reportPage(newsroom.name, made), 'text/html; charset=utf-8');
}
