import { createHash } from 'node:crypto';
import { type ContactImport, noCounts } from '../_shared/domain/contact-import.ts';
import type { Measure } from '../_shared/domain/metrics.ts';
import {
  type Dependencies as ImportDependencies,
  importContacts,
  isUnfinished,
} from '../_shared/lists/import-contacts.ts';
import { listOfKey } from '../_shared/lists/list-name.ts';
import type { HowFar } from '../_shared/lists/plan-contacts.ts';
import { isClutter, type ObjectCreated } from '../_shared/runtime/object-created.ts';
import { progressJson, progressPage, reportJson, reportPage } from './import-report.ts';

export interface Dependencies {
  imports: ImportDependencies;
  /** The object as it is now, or null. `isRewritten`: a person was erased from it. */
  lookAt: (key: string) => Promise<{ etag: string; isRewritten: boolean } | null>;
  /** Opens the dropped object from its beginning; may be called several times. */
  openObject: (key: string) => Promise<AsyncIterable<Uint8Array>>;
  writeReport: (key: string, body: string, contentType: string) => Promise<void>;
  rowsInPart: number;
  /** Whether there is time for another part of a long list. */
  mayGoOn: () => boolean;
  newsroom: { name: string };
  now: () => Date;
  log: (line: Record<string, unknown>) => void;
  measure: Measure;
}

/**
 * Imports a file dropped under `lists/` and writes a report about it, also if the file is no list, because the person
 * who dropped it waits for an answer. Idempotent: a drop that is notified twice is one import. A long list is
 * `unfinished` when its time is over, and goes on when it is called again.
 */
export async function importList(
  dependencies: Dependencies,
  drop: ObjectCreated,
): Promise<'finished' | 'unfinished'> {
  const { key } = drop;
  const facts = isClutter(key) ? null : await dependencies.lookAt(key);
  // The drop itself is the rewritten list, and not one from which somebody was erased while it waited to be imported.
  if (isClutter(key) || (facts?.isRewritten && facts.etag === drop.etag)) return 'finished';
  const made = await importNamed(dependencies, drop, facts?.etag ?? drop.etag);
  if (isUnfinished(made)) return 'unfinished';
  await report(dependencies, key, made);
  return 'finished';
}

async function importNamed(
  { imports, openObject, rowsInPart, mayGoOn, ...dependencies }: Dependencies,
  drop: ObjectCreated,
  source: string,
): Promise<ContactImport> {
  const { key } = drop;
  const named = listOfKey(key);
  const started = dependencies.now();
  if (!named) return withoutList(drop, started);
  const importing = { importId: importIdOf(drop), list: named.list, file: key };
  const made = await importContacts(imports, {
    ...importing,
    listTitle: named.title,
    open: () => openObject(key),
    source,
    by: 'import-contacts',
    at: started.toISOString(),
    rowsInPart,
    mayGoOn,
    onProgress: reportProgress(dependencies, importing),
    onSteps: () => undefined,
  });
  if (!isUnfinished(made))
    dependencies.measure({ [made.state === 'unreadable' ? 'ListsRejected' : 'ListsImported']: 1 });
  dependencies.log({
    stage: 'import-contacts',
    level: 'info',
    importId: made.importId,
    list: made.list,
    state: made.state,
    ...made.counts,
    milliseconds: dependencies.now().getTime() - started.getTime(),
  });
  return made;
}

const reportEveryMilliseconds = 10_000;

/** Says how far a long import is in the report's place, every ten seconds. A short one has only its report. */
function reportProgress(
  { writeReport, newsroom, now }: Pick<Dependencies, 'writeReport' | 'newsroom' | 'now'>,
  importing: Pick<ContactImport, 'importId' | 'list' | 'file'>,
): (far: HowFar) => Promise<void> {
  let last = now().getTime();
  return async (far) => {
    if (now().getTime() - last < reportEveryMilliseconds) return;
    last = now().getTime();
    const { file } = importing;
    await writeReport(`reports/${file}.json`, progressJson(importing, far), 'application/json');
    await writeReport(
      `reports/${file}.html`,
      progressPage(newsroom.name, importing, far),
      'text/html; charset=utf-8',
    );
  };
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
    counts: noCounts,
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
