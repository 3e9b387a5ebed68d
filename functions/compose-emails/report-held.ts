import * as z from 'zod';
import type { ReportStore } from '../_shared/aws/report-store.ts';
import type { NoticeDependencies } from '../_shared/decisions/request-notice.ts';
import { tellDropped } from '../_shared/decisions/tell-desk.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import type { Version } from '../_shared/domain/release.ts';
import { type Problem, problemSchema, reportSchema, statusOf } from '../_shared/domain/report.ts';

export type Dependencies = Pick<ReportStore, 'readWrittenReport' | 'writeReport'>;

/** Keeps everything else that the reader wrote into a report. */
const writtenSchema = z.looseObject({ ...reportSchema.shape, problems: z.array(problemSchema) });

/**
 * Adds the problems that composing found to the reports of the files from which a version was read, so that the person
 * who dropped the files sees them.
 */
export async function reportHeld(
  { readWrittenReport, writeReport }: Dependencies,
  { sources, version }: Pick<Version, 'sources' | 'version'>,
  found: readonly Problem[],
): Promise<void> {
  for (const { key } of sources) {
    const written = await readWrittenReport(key);
    if (written === null) continue;
    const report = writtenSchema.parse(written);
    // A newer drop has replaced this report meanwhile.
    if (report.release.version !== version) continue;
    const known = new Set(report.problems.map(({ code, message }) => `${code} ${message}`));
    const problems = [
      ...report.problems,
      ...found.filter(({ code, message }) => !known.has(`${code} ${message}`)),
    ];
    await writeReport(key, { ...report, problems, status: statusOf(problems) });
  }
}

/** Called when composing has held a version: updates its reports and tells the desk. */
export async function tellHeld(
  dependencies: Dependencies & NoticeDependencies,
  newsroom: Newsroom,
  version: Version,
  title: string,
  problems: Problem[],
): Promise<void> {
  await reportHeld(dependencies, version, problems);
  const { sources, releaseId } = version;
  await tellDropped(dependencies, newsroom, {
    file: sources[0]?.key ?? releaseId,
    status: 'held',
    releaseId,
    version: version.version,
    title,
    problems,
    assumptions: [],
  });
}
