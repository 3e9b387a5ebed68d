import { type AST, RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';
import type { CharSet } from 'refa';
import { isPotentiallyEmpty, type ReadonlyFlags } from 'regexp-ast-analysis';
import { analyse } from 'scslre';
import { charactersOf } from './characters-of.ts';
import { repeatsTwoWays, writtenOut } from './repeats-two-ways.ts';

/**
 * How the time of a pattern grows with the worst text. `linear` is the normal case. `polynomial` is at least quadratic:
 * a text that is a thousand times longer takes a million times longer. `exponential` practically never ends.
 */
export type Verdict = { growth: 'linear' } | { growth: 'polynomial' | 'exponential'; why: string };

/** More repetitions than this count as unlimited. */
const longestRepetition = 1000;

/**
 * Estimates the time that a backtracking matcher needs for the worst text. Finds repetitions that can read the same
 * text in two ways, repetitions that share a run of one character (scslre), and repetitions that read over places where
 * the pattern could start again. Does not find two repetitions that share a run of words but not of one character.
 */
export function judgePattern(source: string, flags: string): Verdict {
  const { reports } = analyse({ source, flags });
  const why = reports.map((report) => {
    const quantifiers = report.type === 'Trade' ? [report.startQuant, report.endQuant] : [report.quant];
    return `${quantifiers.map(({ raw }) => raw).join(' and ')} on "${report.character.pick}" again and again`;
  });
  if (reports.some(({ exponential }) => exponential)) return { growth: 'exponential', why: why.join('; ') };
  const doubling = doublings(source, flags);
  if (doubling.length > 0) return { growth: 'exponential', why: doubling.join('; ') };
  why.push(...rescans(source, flags));
  return why.length === 0 ? { growth: 'linear' } : { growth: 'polynomial', why: why.join('; ') };
}

/** Repetitions of more than one character that can read the same text in two ways, again in each repetition. */
function doublings(source: string, flags: string): string[] {
  const parsed = new RegExpParser().parseLiteral(`/${source}/${flags}`);
  const found: string[] = [];
  visitRegExpAST(parsed.pattern, {
    onQuantifierEnter({ max, element, raw }) {
      if (max > writtenOut && repeatsTwoWays(element, parsed.flags)) found.push(raw);
    },
  });
  return found.map((raw) => `${raw} can read the same text in two ways, again and again`);
}

/**
 * Repetitions in a pattern without an anchor that can read over another start of the pattern: on `<b<b<b…` the pattern
 * `<b[^>]*>` reads to the end from every `<b`.
 */
function rescans(source: string, flags: string): string[] {
  const parser = new RegExpParser();
  const parsed = parser.parseLiteral(`/${source}/${flags}`);
  if (parsed.flags.sticky) return [];
  const found: string[] = [];
  for (const alternative of parsed.pattern.alternatives)
    visit(alternative.elements, [], [], parsed.flags, (repetition) => found.push(repetition.raw));
  return found.map((raw) => `${raw} reads over places where the pattern begins anew`);
}

type Elements = readonly AST.Element[];

/** Calls `report` for each such repetition in `elements`, which are between `before` and `after`. */
function visit(
  elements: Elements,
  before: Elements,
  after: Elements,
  flags: ReadonlyFlags,
  report: (repetition: AST.Quantifier) => void,
): void {
  for (const [i, element] of elements.entries()) {
    const read = [...before, ...elements.slice(0, i)];
    const rest = [...elements.slice(i + 1), ...after];
    if (element.type === 'Quantifier') {
      const characters = charactersOf(element.element, flags);
      if (element.max > longestRepetition && characters && isRescan(read, characters, rest, flags))
        report(element);
      visit([element.element], read, rest, flags, report);
    }
    if (element.type === 'Group' || element.type === 'CapturingGroup')
      for (const { elements: inner } of element.alternatives) visit(inner, read, rest, flags, report);
    // The text that a lookahead reads is discarded, so the elements after it cannot make it fail.
    if (element.type === 'Assertion' && element.kind === 'lookahead')
      for (const { elements: inner } of element.alternatives) visit(inner, read, [], flags, report);
  }
}

function isRescan(read: Elements, characters: CharSet, rest: Elements, flags: ReadonlyFlags): boolean {
  const canFail = rest.some((element) => element.type === 'Assertion' || !isPotentiallyEmpty(element, flags));
  const beginsWithText = read.some(
    (element) => element.type !== 'Assertion' && !isPotentiallyEmpty(element, flags),
  );
  return canFail && beginsWithText && read.every((element) => canBeReadBy(element, characters, flags));
}

/** Whether `element` accepts some text that consists of these characters only. */
function canBeReadBy(element: AST.Element, characters: CharSet, flags: ReadonlyFlags): boolean {
  switch (element.type) {
    case 'Assertion':
      return canHoldAmong(element, characters, flags);
    case 'Quantifier':
      return element.min === 0 || canBeReadBy(element.element, characters, flags);
    case 'Group':
    case 'CapturingGroup':
      return element.alternatives.some(({ elements }) =>
        elements.every((inner) => canBeReadBy(inner, characters, flags)),
      );
    case 'Backreference':
      return true;
    default:
      return !(charactersOf(element, flags)?.isDisjointWith(characters) ?? false);
  }
}

/** Whether an assertion can hold in the middle of a text of these characters. If that is hard to decide: yes. */
function canHoldAmong(assertion: AST.Assertion, characters: CharSet, flags: ReadonlyFlags): boolean {
  if (assertion.kind === 'start') return flags.multiline === true && characters.has(0x0a);
  if (assertion.kind === 'word') {
    const word = charactersOf(wordCharacter, flags);
    const isBoundary = !word || (!word.isDisjointWith(characters) && !characters.isSubsetOf(word));
    return assertion.negate || isBoundary;
  }
  if (assertion.kind !== 'lookbehind') return true;
  const [only, ...others] = assertion.alternatives;
  const [last] = only?.elements ?? [];
  const before =
    others.length === 0 && only?.elements.length === 1 && last ? charactersOf(last, flags) : undefined;
  if (!before) return true;
  return assertion.negate ? !characters.isSubsetOf(before) : !characters.isDisjointWith(before);
}

const [wordCharacter] =
  new RegExpParser().parseLiteral(/\w/u.toString()).pattern.alternatives[0]?.elements ?? [];
