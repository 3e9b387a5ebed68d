import { type AST, RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';
import type { CharSet } from 'refa';
import { isPotentiallyEmpty, type ReadonlyFlags } from 'regexp-ast-analysis';
import { analyse } from 'scslre';
import { charactersOf } from './characters-of.ts';
import { repeatsTwoWays, writtenOut } from './repeats-two-ways.ts';

/**
 * How long a pattern may take on the worst text. `linear` is what everybody expects. `polynomial` is at best quadratic: a
 * thousand times the text takes a million times as long. `exponential` never ends.
 */
export type Verdict = { growth: 'linear' } | { growth: 'polynomial' | 'exponential'; why: string };

/** More repetitions than this are as good as without end. */
const longestRepetition = 1000;

/**
 * Judges what a backtracking matcher does on the worst text. Found are repetitions that can read the same text in two
 * ways, those that share a run of one character (scslre), and those that read over places where the pattern could begin
 * anew. Two repetitions that share a run of words and not of one character are not found.
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

/** Repetitions of more than one character that can read the same text in two ways, each time anew. */
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
 * Repetitions of a pattern without anchor that can read over another beginning of the pattern: on `<b<b<b…` the pattern
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

/** Calls `report` for each such repetition in `elements`, which stand between `before` and `after`. */
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
    // What a lookahead reads is thrown away: the rest cannot make it fail.
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

/** Whether some text that `element` accepts consists of these characters alone. */
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

/** Whether an assertion can hold in the middle of a text of these characters; where it is hard to say it can. */
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
