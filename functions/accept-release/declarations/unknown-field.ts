import { nearest as nearestOf } from '../../_shared/domain/nearest.ts';
import type { Problem } from '../../_shared/domain/report.ts';
import { problem } from '../problems.ts';
import { cleanLine } from '../words/clean-text.ts';
import { type DeclaredField, declaredFields } from './declared-schema.ts';
import { fieldAt } from './field-at.ts';

/** Content systems write these beside what we know; they say the same in other words, or nothing we need. */
const synonyms: Record<string, DeclaredField> = {
  headline: 'title',
  subheadline: 'subtitle',
  deck: 'subtitle',
  description: 'summary',
  lang: 'language',
  locale: 'language',
  embargoed: 'embargo',
  embargoUntil: 'embargo',
  embargo_until: 'embargo',
  embargoedUntil: 'embargo',
  send_at: 'sendAt',
  sendat: 'sendAt',
  lift_notice: 'liftNotice',
  tags: 'topics',
  beats: 'topics',
};
export function unknownField(name: string, at: number | undefined, from: string): Problem[] {
  const shown = cleanLine(name).slice(0, 60);
  const nearest =
    (Object.hasOwn(synonyms, name) ? synonyms[name] : undefined) ??
    nearestOf(name.slice(0, 40), declaredFields) ??
    likest(name.slice(0, 40));
  const fix = nearest
    ? `Did you mean “${nearest}”? Correct it or remove the line.`
    : `Remove it. Known fields: ${declaredFields.join(', ')}.`;
  return [
    problem(
      'field-unknown',
      `The ${from} has a field “${shown}” that is not known.${nearest ? ` The nearest known one is “${nearest}”.` : ''}`,
      fieldAt(at, shown),
      fix,
    ),
  ];
}

/** The known field that shares most letter pairs with a name: letters swapped (`titel`) count little. */
function likest(name: string): string | null {
  const pairs = (word: string) =>
    new Set([...word.toLowerCase()].flatMap((letter, i, all) => [letter, letter + (all[i + 1] ?? '')]));
  const own = pairs(name);
  const ranked = declaredFields
    .map((field) => {
      const theirs = pairs(field);
      return { field, shared: [...theirs].filter((pair) => own.has(pair)).length / (own.size + theirs.size) };
    })
    .sort((a, b) => b.shared - a.shared);
  const [best] = ranked;
  return best && best.shared > 0.2 ? best.field : null;
}
