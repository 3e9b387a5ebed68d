import { type Problem, statusOf } from '../../_shared/domain/report.ts';
import { problem } from '../problems.ts';
import type { TextReading } from './read-text.ts';

/** Problems that only all texts together show: different embargoes, a language twice, one text rejected. */
export function releaseProblems(readings: readonly TextReading[]): Problem[] {
  if (readings.length < 2) return [];
  return [...differentEmbargoes(readings), ...languagesTwice(readings), ...oneRejected(readings)];
}

function differentEmbargoes(readings: readonly TextReading[]): Problem[] {
  if (new Set(readings.map(({ embargo }) => embargo)).size === 1) return [];
  const shown = readings.map(({ name, embargo }) => `${name}: ${embargo ?? 'none'}`).join('; ');
  return [
    problem('embargo-in-another-text', `The texts of this release name different embargoes (${shown}).`, {
      field: 'embargo',
    }),
  ];
}

function languagesTwice(readings: readonly TextReading[]): Problem[] {
  return readings.flatMap(({ name, language }, index) => {
    if (language === null) return [];
    const before = readings.slice(0, index).findLast((other) => other.language === language);
    if (!before) return [];
    const message = `“${before.name}” and “${name}” are both in the same language (${language}).`;
    return [problem('language-twice', message, { field: 'language' })];
  });
}

function oneRejected(readings: readonly TextReading[]): Problem[] {
  const rejected = readings.filter(({ problems }) => statusOf(problems) === 'rejected');
  const [first] = rejected;
  if (!first || rejected.length === readings.length) return [];
  const message = `“${first.name}” of this release was rejected; the release waits for it.`;
  return [problem('another-text-rejected', message)];
}
