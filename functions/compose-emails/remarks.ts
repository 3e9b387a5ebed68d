import type { Catalogue } from '../../templates/catalogues/catalogue.ts';
import type { Language } from '../_shared/domain/newsroom.ts';
import type { Assumption, Problem } from '../_shared/domain/report.ts';
import { fillMessage, isolatedIn } from './message.ts';

/** Problems or assumptions as the desk reads them, in a proof or a report. */
export type Remarks = {
  heading: string;
  list: { message: string; where: string | null; fix: string | null }[];
};

function describeWhere({ where }: Problem, words: Catalogue, language: Language): string | null {
  const line = where.line && fillMessage(words.report.line, { line: String(where.line) }, language);
  const field = where.field && fillMessage(words.report.field, { field: where.field }, language);
  return [line, field].filter(Boolean).join(', ') || null;
}

export function remarksOf(
  problems: readonly Problem[],
  assumptions: readonly Assumption[],
  words: Catalogue,
  language: Language,
): Remarks[] {
  const toMend = problems.map((problem) => ({
    message: isolatedIn(language, problem.message),
    where: describeWhere(problem, words, language),
    fix: problem.fix === '' ? null : `${words.proof.fix}${words.colon}${isolatedIn(language, problem.fix)}`,
  }));
  const assumed = assumptions.map(({ message }) => ({
    message: isolatedIn(language, message),
    where: null,
    fix: null,
  }));
  return [
    { heading: words.proof.problems, list: toMend },
    { heading: words.proof.assumptions, list: assumed },
  ].filter(({ list }) => list.length > 0);
}
