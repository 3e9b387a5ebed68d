import type { Problem } from '../../_shared/domain/report.ts';
import type { Declared } from '../declarations/declared-schema.ts';
import type { Headline } from '../fields/find-headline.ts';
import { problem } from '../problems.ts';
import { containsWords, isAlike } from './alike.ts';
import { declaredAt, foundAt, type Origin, type Settled, settled } from './settled.ts';

/** The headline: as declared, else as found. `firstLine`: of the text, for a headline that is missing. */
export function settleTitle(
  declared: Declared['title'],
  origin: Origin | undefined,
  found: Headline['title'],
  firstLine: number,
): Settled<string | null> {
  const title = declared || found?.text || null;
  const problems = [...contradictions(declared, found), ...faultsOf(title, firstLine)];
  if (declared) return settled(title, { problems, provenance: declaredAt(origin) });
  return settled(title, { problems, provenance: found && foundAt(found.at) });
}

function contradictions(declared: Declared['title'], found: Headline['title']): Problem[] {
  if (!declared || !found || isAlike(declared, found.text)) return [];
  return [
    problem(
      'field-contradiction',
      `The headline is declared as “${declared.slice(0, 160)}”, but the text says “${found.text.slice(0, 160)}”.`,
      { field: 'title', line: found.at },
    ),
  ];
}

const longestTitle = 320;

function faultsOf(title: string | null, firstLine: number): Problem[] {
  if (title === null)
    return [
      problem(
        'title-missing',
        'No headline was found. The first paragraph is text, not a headline, and is never used as one.',
        { line: firstLine, field: 'title' },
      ),
    ];
  return title.length > longestTitle
    ? [problem('title-too-long', `The headline has ${title.length} characters.`, { field: 'title' })]
    : [];
}

/** The subtitle: as declared, else as found. One that only repeats the headline is none. */
export function settleSubtitle(
  declared: Pick<Declared, 'title' | 'subtitle'>,
  origin: Origin | undefined,
  { subtitle, twin }: Pick<Headline, 'subtitle' | 'twin'>,
  title: string | null,
): Settled<string | null> {
  // A declared headline that contains the found subtitle was written on two lines: there is no subtitle.
  const found = declared.title && subtitle && containsWords(declared.title, subtitle.text) ? null : subtitle;
  const written = declared.subtitle || found?.text || null;
  const isAnswered = declared.title || (declared.subtitle && twin?.stands === 'below');
  return settled(written === title ? null : written, {
    problems: twin && !isAnswered ? [unsureOf(twin)] : [],
    provenance: declared.subtitle ? declaredAt(origin) : found && foundAt(found.at),
  });
}

function unsureOf({ text, at, stands }: NonNullable<Headline['twin']>): Problem {
  const shown = `“${text.slice(0, 160)}”`;
  return problem(
    'headline-unsure',
    stands === 'below'
      ? `${shown} was read as the subtitle; it may be the headline’s second line.`
      : `${shown} above the headline looks just like it, and stays in the text; it may be its first line.`,
    { line: at, field: 'title' },
  );
}
