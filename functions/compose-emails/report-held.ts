import { z } from 'zod';
import type { Version } from '../_shared/domain/release.ts';
import { type Problem, problemSchema, reportSchema, statusOf } from '../_shared/domain/report.ts';

export interface Dependencies {
  /** The report of a dropped file, null if there is none. */
  readReport: (key: string) => Promise<unknown>;
  writeReport: (key: string, report: unknown) => Promise<void>;
}

/** What else the reading wrote into a report stays in it. */
const writtenSchema = z.looseObject({ ...reportSchema.shape, problems: z.array(problemSchema) });

/** Puts what composing found into the reports of the files that a version was read from: the drop's answer says it too. */
export async function reportHeld(
  { readReport, writeReport }: Dependencies,
  { sources, version }: Pick<Version, 'sources' | 'version'>,
  found: readonly Problem[],
): Promise<void> {
  for (const { key } of sources) {
    const written = await readReport(key);
    if (written === null) continue;
    const report = writtenSchema.parse(written);
    // A newer drop has been answered meanwhile.
    if (report.release.version !== version) continue;
    const known = new Set(report.problems.map(({ code, message }) => `${code} ${message}`));
    const problems = [
      ...report.problems,
      ...found.filter(({ code, message }) => !known.has(`${code} ${message}`)),
    ];
    await writeReport(key, { ...report, problems, status: statusOf(problems) });
  }
}
