import { commonShare } from '../../_shared/domain/common-share.ts';
import { nearest as nearestOf } from '../../_shared/domain/nearest.ts';
import type { Problem } from '../../_shared/domain/report.ts';
import { problem } from '../problems.ts';
import { cleanLine } from '../words/clean-text.ts';
import { type DeclaredField, declaredFields } from './declared-schema.ts';
import { fieldAt } from './field-at.ts';

/** Names that content systems use for our fields. */
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
    mostAlike(name.slice(0, 40));
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

/** The known field that shares most letters and letter pairs with a name: letters swapped (`titel`) count little. */
function mostAlike(name: string): string | null {
  const own = piecesOf(name);
  const [best] = declaredFields
    .map((field) => ({ field, share: commonShare(own, piecesOf(field)) }))
    .sort((a, b) => b.share - a.share);
  return best && best.share > 0.4 ? best.field : null;
}

function piecesOf(word: string): string[] {
  const letters = [...word.toLowerCase()];
  return [...new Set(letters.flatMap((letter, i) => [letter, letter + (letters[i + 1] ?? '')]))];
}
