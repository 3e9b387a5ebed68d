import type { AuditStore } from '../aws/audit-store.ts';
import type { ImportLock } from '../aws/import-lock.ts';
import type { ImportStore } from '../aws/import-store.ts';
import type { ListTable } from '../aws/list-table.ts';
import type { Upload } from '../aws/upload-object.ts';
import { type ContactImport, type ImportStep, undoWithinDays } from '../domain/contact-import.ts';
import type { Instant } from '../domain/report.ts';
import { type Dependencies as ApplyDependencies, applySteps, undoSteps } from './apply-import.ts';
import type { OpenFile } from './decode-file.ts';
import { type Plan, type Dependencies as PlanDependencies, planImport } from './plan-import.ts';

export type Dependencies = PlanDependencies &
  ApplyDependencies &
  Pick<ImportStore, 'readImport' | 'writeImport' | 'uploadPlan' | 'streamPlan'> &
  Pick<ImportLock, 'exclusively'> &
  Pick<ListTable, 'registerList'> &
  Pick<AuditStore, 'appendAudit'>;

export interface Importing {
  importId: string;
  list: string;
  listTitle: string;
  file: string;
  open: OpenFile;
  by: string;
  at: Instant;
  /** Called with the number of rows planned and of steps applied so far. */
  onProgress: (progress: { planned: number; applied: number }) => void;
  /** Called with every batch of steps when it is planned, e.g. to show the difference. */
  onSteps: (steps: readonly ImportStep[]) => void;
}

/** Number of steps that are applied together. */
const stepsAtOnce = 500;

/**
 * Plans what a file would do to a list, and stores the plan; changes nothing else. An earlier plan with this id is
 * replaced.
 */
export async function planContacts(dependencies: Dependencies, importing: Importing): Promise<ContactImport> {
  const { importId, onProgress, onSteps } = importing;
  const upload = dependencies.uploadPlan(importId);
  try {
    const planning = planImport(dependencies, importing);
    let planned = 0;
    for (;;) {
      const { done, value } = await planning.next();
      if (done) return await keepPlan(dependencies, importing, value, upload);
      if (value.length > 0) await upload.write(value.map((step) => `${JSON.stringify(step)}\n`).join(''));
      onSteps(value);
      planned += value.length;
      onProgress({ planned, applied: 0 });
    }
  } catch (error) {
    await upload.abort();
    throw error;
  }
}

async function keepPlan(
  { writeImport }: Dependencies,
  { importId, list, file, by, at }: Importing,
  { unreadable, ...plan }: Plan,
  upload: Upload,
): Promise<ContactImport> {
  const none = { rows: 0, added: 0, updated: 0, unchanged: 0, duplicates: 0, invalid: 0, suppressed: 0 };
  const made: ContactImport = {
    importId,
    list,
    file,
    by,
    at,
    ...plan,
    counts: unreadable ? none : plan.counts,
    state: unreadable ? 'unreadable' : 'planned',
  };
  if (unreadable) await upload.abort();
  else await upload.finish();
  await writeImport(made);
  return made;
}

/**
 * Plans and applies an import while no other import runs. The complete plan is stored before the first card is written:
 * after a crash, a repetition can complete it and an undo can read it. Idempotent: an import that is applied or undone
 * is not repeated.
 */
export async function importContacts(
  dependencies: Dependencies,
  importing: Importing,
): Promise<ContactImport> {
  return dependencies.exclusively(async (stillMine) => {
    const made = await dependencies.readImport(importing.importId);
    if (made && (made.state === 'applied' || made.state === 'undone')) return made;
    // An import that broke off while it was applied continues with its first plan, which contains the original cards.
    const isResumed = made?.state === 'applying';
    const planned = isResumed ? made : await planContacts(dependencies, importing);
    return planned.state === 'unreadable'
      ? planned
      : applyImport(dependencies, planned, { ...importing, isResumed }, stillMine);
  });
}

async function applyImport(
  dependencies: Dependencies,
  planned: ContactImport,
  { listTitle, at, by, onProgress, isResumed }: Importing & { isResumed: boolean },
  stillMine: () => Promise<void>,
): Promise<ContactImport> {
  const { importId, list, counts } = planned;
  await dependencies.writeImport({ ...planned, state: 'applying' });
  await dependencies.registerList({ list, title: planned.title ?? listTitle, createdAt: at });
  let applied = 0;
  const batches = inBatches(dependencies.streamPlan(importId));
  // Two batches at a time: one is prepared while the other is written. No contact is in both.
  const work = async () => {
    for await (const steps of { [Symbol.asyncIterator]: () => batches }) {
      await stillMine();
      await applySteps(dependencies, steps, { evidence: `import ${importId}`, at, isResumed });
      applied += steps.length;
      onProgress({ planned: counts.rows, applied });
    }
  };
  await Promise.all([work(), work()]);
  if (applied > 0)
    await dependencies.appendAudit({
      subject: `LIST#${list}`,
      at,
      by,
      act: 'import',
      reason: null,
      before: null,
      after: { importId, ...counts },
    });
  const done: ContactImport = { ...planned, state: 'applied' };
  await dependencies.writeImport(done);
  return done;
}

export type UndoOutcome = 'undone' | 'unknown' | 'not-applied' | 'too-late';

/** Undoes an import, within `undoWithinDays` days. */
export async function undoImport(
  dependencies: Pick<
    Dependencies,
    | 'readImport'
    | 'writeImport'
    | 'streamPlan'
    | 'appendAudit'
    | 'readCards'
    | 'editCard'
    | 'deleteCard'
    | 'exclusively'
  >,
  undo: { importId: string; by: string; now: Date },
): Promise<UndoOutcome> {
  return dependencies.exclusively((stillMine) => undoAlone(dependencies, undo, stillMine));
}

async function undoAlone(
  dependencies: Parameters<typeof undoImport>[0],
  { importId, by, now }: Parameters<typeof undoImport>[1],
  stillMine: () => Promise<void>,
): Promise<UndoOutcome> {
  const made = await dependencies.readImport(importId);
  if (!made) return 'unknown';
  if (made.state === 'undone') return 'undone';
  if (made.state !== 'applied' && made.state !== 'applying') return 'not-applied';
  if (now.getTime() - Date.parse(made.at) > undoWithinDays * 24 * 60 * 60 * 1000) return 'too-late';
  const at = now.toISOString();
  for await (const steps of inBatches(dependencies.streamPlan(importId))) {
    await stillMine();
    await undoSteps(dependencies, steps, at);
  }
  await dependencies.appendAudit({
    subject: `LIST#${made.list}`,
    at,
    by,
    act: 'undo-import',
    reason: null,
    before: { importId, ...made.counts },
    after: null,
  });
  await dependencies.writeImport({ ...made, state: 'undone' });
  return 'undone';
}

async function* inBatches(steps: AsyncIterable<ImportStep>): AsyncGenerator<ImportStep[]> {
  let batch: ImportStep[] = [];
  for await (const step of steps) {
    batch.push(step);
    if (batch.length < stepsAtOnce) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
