import type { AuditStore } from '../aws/audit-store.ts';
import type { ImportLock } from '../aws/import-lock.ts';
import type { ImportStore } from '../aws/import-store.ts';
import { type ContactImport, inOnePart, stepsOf, undoWithinDays } from '../domain/contact-import.ts';
import { stepsAtOnce, type UndoDependencies, undoSteps } from './apply-import.ts';
import { inBatches } from './in-batches.ts';

export type Dependencies = UndoDependencies &
  Pick<ImportStore, 'readImport' | 'writeImport' | 'readProgress' | 'writeProgress' | 'streamPart'> &
  Pick<ImportLock, 'exclusively'> &
  Pick<AuditStore, 'appendAudit'>;

export interface Undoing {
  importId: string;
  by: string;
  now: Date;
  /** Called after each part of the plan: so many of so many people. */
  onProgress: (undone: number, of: number) => void;
}

export type UndoOutcome = 'undone' | 'unknown' | 'not-applied' | 'too-late';

/**
 * Undoes an import, within `undoWithinDays` days. One that is still at work stops, also while its file is being read. If
 * this breaks off, a repetition goes on with the part that it had reached.
 */
export async function undoImport(dependencies: Dependencies, undoing: Undoing): Promise<UndoOutcome> {
  return dependencies.exclusively(async (stillMine) => {
    const made = await dependencies.readImport(undoing.importId);
    if (!made) return 'unknown';
    if (made.state === 'undone') return 'undone';
    if (made.state === 'unreadable' || made.state === 'planned') return 'not-applied';
    if (undoing.now.getTime() - Date.parse(made.at) > undoWithinDays * 24 * 60 * 60 * 1000) return 'too-late';
    if (made.state !== 'planning') await undoParts(dependencies, made, undoing, stillMine);
    await dependencies.writeImport({ ...made, state: 'undone' });
    return 'undone';
  });
}

async function undoParts(
  dependencies: Dependencies,
  made: ContactImport,
  { importId, by, now, onProgress }: Undoing,
  stillMine: () => Promise<void>,
): Promise<void> {
  const { writeImport, readProgress, writeProgress, streamPart, appendAudit } = dependencies;
  const at = now.toISOString();
  await writeImport({ ...made, state: 'undoing' });
  let progress = (await readProgress(importId)) ?? inOnePart(made);
  // Of the part after the last that is applied completely, some steps may be applied.
  const begun = Math.min(progress.applied + 1, progress.parts.length);
  for (const { file } of progress.parts.slice(progress.undone, begun)) {
    for await (const steps of inBatches(streamPart(importId, file), stepsAtOnce)) {
      await stillMine();
      await undoSteps(dependencies, steps, at);
    }
    progress = { ...progress, undone: progress.undone + 1 };
    await writeProgress(importId, progress);
    onProgress(stepsOf(progress, progress.undone), stepsOf(progress, begun));
  }
  await appendAudit({
    subject: `LIST#${made.list}`,
    at,
    by,
    act: 'undo-import',
    reason: null,
    before: { importId, ...made.counts },
    after: null,
  });
}
