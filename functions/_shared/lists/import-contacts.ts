import type { AuditStore } from '../aws/audit-store.ts';
import type { ImportLock } from '../aws/import-lock.ts';
import type { ImportStore } from '../aws/import-store.ts';
import type { ListTable } from '../aws/list-table.ts';
import {
  type ContactImport,
  type ImportProgress,
  type ImportStep,
  inOnePart,
  stepsOf,
} from '../domain/contact-import.ts';
import { type Dependencies as ApplyDependencies, applySteps, stepsAtOnce } from './apply-import.ts';
import { inBatches } from './in-batches.ts';
import { type Importing, type Dependencies as PlanDependencies, planContacts } from './plan-contacts.ts';

export type Dependencies = PlanDependencies &
  ApplyDependencies &
  Pick<ImportStore, 'readImport' | 'streamPart'> &
  Pick<ImportLock, 'exclusively'> &
  Pick<ListTable, 'registerList'> &
  Pick<AuditStore, 'appendAudit'>;

/**
 * Plans and applies an import while no other import runs. The complete plan is stored before the first card is written:
 * after a crash, a repetition can complete it and an undo can read it. Idempotent: an import that is applied or undone
 * is not repeated. If time ends first (`mayGoOn`), its state is `planning` or `applying`, and the next call goes on.
 * Other imports may come in between.
 */
export async function importContacts(
  dependencies: Dependencies,
  importing: Importing,
): Promise<ContactImport> {
  return dependencies.exclusively(async (stillMine) => {
    const made = await dependencies.readImport(importing.importId);
    if (made && ['applied', 'undoing', 'undone'].includes(made.state)) return made;
    // An import that broke off while it was applied continues with its first plan, which contains the original cards.
    const planned =
      made?.state === 'applying' ? made : await planContacts(dependencies, importing, made, stillMine);
    if (planned.state === 'unreadable' || planned.state === 'planning') return planned;
    return applyImport(dependencies, planned, { ...importing, isResumed: made !== null }, stillMine);
  });
}

/** Whether the import stopped because its time was over. */
export const isUnfinished = ({ state }: ContactImport): boolean =>
  state === 'planning' || state === 'applying';

async function applyImport(
  dependencies: Dependencies,
  planned: ContactImport,
  importing: Importing & { isResumed: boolean },
  stillMine: () => Promise<void>,
): Promise<ContactImport> {
  const { importId, list, counts, by, at } = planned;
  const { listTitle, mayGoOn } = importing;
  const applying: ContactImport = { ...planned, state: 'applying' };
  if (planned.state !== 'applying') await dependencies.writeImport(applying);
  await dependencies.registerList({ list, title: planned.title ?? listTitle, createdAt: at });
  let progress = (await dependencies.readProgress(importId)) ?? inOnePart(planned);
  while (progress.applied < progress.parts.length) {
    await applyPart(dependencies, progress, importing, stillMine);
    progress = { ...progress, applied: progress.applied + 1 };
    await dependencies.writeProgress(importId, progress);
    if (!mayGoOn() && progress.applied < progress.parts.length) return applying;
  }
  if (stepsOf(progress) > 0)
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

/** Applies the first part of the plan that is not applied yet. */
async function applyPart(
  dependencies: Dependencies,
  progress: ImportProgress,
  { importId, at, isResumed, onProgress }: Importing & { isResumed: boolean },
  stillMine: () => Promise<void>,
): Promise<void> {
  const { applied, parts, counts } = progress;
  const changes = stepsOf(progress);
  let written = stepsOf(progress, applied);
  const steps: AsyncIterable<ImportStep> = dependencies.streamPart(importId, parts[applied]?.file ?? '');
  const batches = inBatches(steps, stepsAtOnce);
  // Two batches at a time: one is prepared while the other is written. No contact is in both.
  const work = async () => {
    for await (const batch of { [Symbol.asyncIterator]: () => batches }) {
      await stillMine();
      await applySteps(dependencies, batch, { evidence: `import ${importId}`, at, isResumed });
      written += batch.length;
      await onProgress({ read: counts.rows, changes, written });
    }
  };
  await Promise.all([work(), work()]);
}
