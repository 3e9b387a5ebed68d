import type { ImportStore } from '../aws/import-store.ts';
import {
  type ContactImport,
  type ImportProgress,
  type ImportStep,
  noCounts,
  noProgress,
} from '../domain/contact-import.ts';
import type { Instant } from '../domain/report.ts';
import type { OpenFile } from './decode-file.ts';
import { type Plan, type Dependencies as PlanDependencies, type Planned, planImport } from './plan-import.ts';

export type Dependencies = PlanDependencies &
  Pick<ImportStore, 'readProgress' | 'writeProgress' | 'writeImport' | 'writePart'>;

export interface Importing {
  importId: string;
  list: string;
  listTitle: string;
  file: string;
  open: OpenFile;
  /** What tells the file's content from another under the same name, such as its ETag. */
  source: string;
  by: string;
  at: Instant;
  /** A part of the plan ends after so many rows. Larger parts mean fewer requests; smaller ones less that is repeated. */
  rowsInPart: number;
  /** Whether there is time for another part. If not, the import stops and goes on when it is called again. */
  mayGoOn: () => boolean;
  /** Called after each batch. */
  onProgress: (far: HowFar) => void | Promise<void>;
  /** Called with every batch of steps when it is planned, e.g. to show the difference. */
  onSteps: (steps: readonly ImportStep[]) => void;
}

export interface HowFar {
  /** Rows of the file that are read. */
  read: number;
  /** Of so many people that the plan changes, so many are written. */
  changes: number;
  written: number;
}

/** What a function and the command line use: some seconds of work. */
export const usualRowsInPart = 5000;
/** Memory holds one part. */
const charactersInPart = 8_000_000;

/**
 * Plans what a file would do to a list, and stores the plan, part by part; changes nothing else. Goes on with `earlier`,
 * if that is an import whose plan is not complete and the file is still the same. Of state `planning` if time ended first.
 * `stillMine` throws if another import may have begun.
 */
export async function planContacts(
  dependencies: Dependencies,
  importing: Importing,
  earlier: ContactImport | null,
  stillMine: () => Promise<void>,
): Promise<ContactImport> {
  const { importId, source, rowsInPart, mayGoOn, onProgress, onSteps } = importing;
  const begun = earlier?.state === 'planning' ? earlier : await begin(dependencies, importing);
  const stored = earlier && (await dependencies.readProgress(importId));
  let progress = stored?.source === source ? stored : noProgress(source);
  let part = newPart(progress);
  const keep = async () => {
    await stillMine();
    progress = await keepPart(dependencies, importId, progress, part);
    part = newPart(progress);
  };
  const planning = planImport(dependencies, importing, progress);
  try {
    for (;;) {
      const { done, value } = await planning.next();
      if (done) {
        if (!value?.unreadable) await keep();
        return value ? await keepPlan(dependencies, begun, value) : begun;
      }
      addTo(part, value);
      onSteps(value.steps);
      await onProgress({ read: value.counts.rows, changes: 0, written: 0 });
      if (part.rows - progress.rows < rowsInPart && part.characters < charactersInPart) continue;
      await keep();
      if (!mayGoOn()) return begun;
    }
  } finally {
    await planning.return(null);
  }
}

/** Notes that there is such an import, before anything takes long. */
async function begin(
  { writeImport }: Dependencies,
  { importId, list, file, by, at }: Importing,
): Promise<ContactImport> {
  const begun: ContactImport = {
    importId,
    list,
    title: null,
    file,
    by,
    at,
    state: 'planning',
    layout: 'unknown',
    encoding: 'unknown',
    counts: noCounts,
    problems: [],
    problemsLeftOut: 0,
  };
  await writeImport(begun);
  return begun;
}

/** What is planned since the last part, and with it. */
interface Part extends Pick<ImportProgress, 'rows' | 'counts'> {
  lines: string[];
  characters: number;
}

function newPart({ rows, counts }: ImportProgress): Part {
  return { rows, counts, lines: [], characters: 0 };
}

function addTo(part: Part, { steps, rows, counts }: Planned): void {
  const lines = steps.map((step) => `${JSON.stringify(step)}\n`);
  part.lines.push(...lines);
  part.characters += lines.reduce((sum, line) => sum + line.length, 0);
  part.rows = rows;
  part.counts = counts;
}

/** A crash in between leaves a file that no progress names; the next try writes it again. */
async function keepPart(
  { writePart, writeProgress }: Dependencies,
  importId: string,
  kept: ImportProgress,
  { lines, rows, counts }: Part,
): Promise<ImportProgress> {
  const part = { file: `plan-${kept.parts.length + 1}.ndjson`, steps: lines.length };
  if (part.steps > 0) await writePart(importId, part.file, lines);
  const progress = { ...kept, rows, counts, parts: part.steps > 0 ? [...kept.parts, part] : kept.parts };
  await writeProgress(importId, progress);
  return progress;
}

async function keepPlan(
  { writeImport }: Dependencies,
  begun: ContactImport,
  { unreadable, ...plan }: Plan,
): Promise<ContactImport> {
  const made: ContactImport = {
    ...begun,
    ...plan,
    counts: unreadable ? noCounts : plan.counts,
    state: unreadable ? 'unreadable' : 'planned',
  };
  await writeImport(made);
  return made;
}
