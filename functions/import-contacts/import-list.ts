import { createHash } from 'node:crypto';
import type { ContactImport } from '../_shared/domain/contact-import.ts';
import type { Measure } from '../_shared/domain/metrics.ts';
import { type Dependencies as ImportDependencies, importContacts } from '../_shared/lists/import-contacts.ts';
import { listOfKey } from '../_shared/lists/list-name.ts';
import { isClutter, type ObjectCreated } from '../_shared/runtime/object-created.ts';
import { reportJson, reportPage } from './import-report.ts';

export interface Dependencies {
  imports: ImportDependencies;
  /** Whether the object is an earlier list that was rewritten when a person was erased. */
  isRewritten: (key: string) => Promise<boolean>;
  /** Opens the dropped object from its beginning; may be called several times. */
  openObject: (key: string) => Promise<AsyncIterable<Uint8Array>>;
  writeReport: (key: string, body: string, contentType: string) => Promise<void>;
  newsroom: { name: string };
  now: () => Date;
  log: (line: Record<string, unknown>) => void;
  measure: Measure;
}

/**
 * Imports a file dropped under `lists/` and writes a report about it, also if the file is no list, because the person
 * who dropped it waits for an answer. Idempotent: a drop that is notified twice is one import.
 */
export async function importList(dependencies: Dependencies, drop: ObjectCreated): Promise<void> {
  const { key } = drop;
  if (isClutter(key) || (await dependencies.isRewritten(key))) return;
  const named = listOfKey(key);
  if (!named) return report(dependencies, key, withoutList(drop, dependencies.now()));
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
  const isRead = made.state !== 'unreadable';
  dependencies.measure(isRead ? { ListsImported: 1 } : { ListsRejected: 1 });
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

/** One import per drop: the id is made of bucket, key and version (or content hash, without versioning). */
function importIdOf({ bucket, key, versionId, etag }: ObjectCreated): string {
  return createHash('sha256')
    .update(JSON.stringify([bucket, key, versionId ?? etag]))
    .digest('hex')
    .slice(0, 20);
}

/** The result for a file whose name contains no letters or digits that a list name can have. */
function withoutList(drop: ObjectCreated, now: Date): ContactImport {
  return {
    importId: importIdOf(drop),
    list: '',
    title: null,
    file: drop.key,
    by: 'import-contacts',
    at: now.toISOString(),
    state: 'unreadable',
    layout: 'unknown',
    encoding: 'unknown',
    counts: { rows: 0, added: 0, updated: 0, unchanged: 0, duplicates: 0, invalid: 0, suppressed: 0 },
    problems: [
      {
        row: 0,
        column: null,
        code: 'list-name-missing',
        message:
          'A list is called as its file is, in letters a–z and digits, and this name has none. Rename the file, for example to general-press.csv, and drop it again.',
      },
    ],
    problemsLeftOut: 0,
  };
}

async function report(
  { writeReport, newsroom }: Dependencies,
  key: string,
  made: ContactImport,
): Promise<void> {
  await writeReport(`reports/${key}.json`, reportJson(made), 'application/json');
  await writeReport(`reports/${key}.html`, reportPage(newsroom.name, made), 'text/html; charset=utf-8');
}
