import { type Problem, statusOf } from '../../_shared/domain/report.ts';
import { byGravity } from '../problems.ts';
import { distinctProblems } from './distinct-problems.ts';
import type { TextReading } from './read-text.ts';
import type { ReadReport } from './reading.ts';
import { noFields, releaseIn } from './text-fields.ts';

/** The report on one file, its gravest problems first. `reading`: of the text that the file is or belongs to. */
export function reportOf(
  key: string,
  id: string,
  reading: TextReading | null,
  problems: readonly Problem[],
): ReadReport {
  const unique = distinctProblems(problems).sort(
    (a, b) => byGravity(a, b) || (a.where.line ?? 0) - (b.where.line ?? 0),
  );
  const release = releaseIn(id, reading ?? noFields);
  const isDisagreed = unique.some(({ code }) => code === 'embargo-in-another-text');
  return {
    file: key,
    status: statusOf(unique),
    release: isDisagreed ? { ...release, embargo: null } : release,
    problems: unique,
    assumptions: reading?.assumptions ?? [],
    provenance: reading?.provenance ?? {},
  };
}
