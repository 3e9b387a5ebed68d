import type { AST } from '@eslint-community/regexpp';
import type { CharSet } from 'refa';
import type { ReadonlyFlags } from 'regexp-ast-analysis';
import { charactersOf } from './characters-of.ts';

/** A state that reads one character, and the states that may follow (Glushkov's automaton). */
interface Place {
  characters: CharSet;
  next: Set<Place>;
}

interface Part {
  mayBeEmpty: boolean;
  first: readonly Place[];
  last: readonly Place[];
}

/** Repetitions up to this number are expanded. Longer ones count as unlimited, which may only report too much. */
export const writtenOut = 8;

const nothing: Part = { mayBeEmpty: true, first: [], last: [] };

/**
 * Whether repeating `element` can read some text along two different paths and return to the same state. Then each
 * repetition of that text doubles the number of paths. Assertions are assumed to hold.
 */
export function repeatsTwoWays(element: AST.Element, flags: ReadonlyFlags): boolean {
  const places: Place[] = [];
  const part = partOf(element, flags, places);
  join(part.last, part.first);
  return partAndMeet(places);
}

function partOf(element: AST.Element, flags: ReadonlyFlags, places: Place[]): Part {
  switch (element.type) {
    case 'Assertion':
    case 'Backreference':
      return nothing;
    case 'Group':
    case 'CapturingGroup': {
      const parts = element.alternatives.map(({ elements }) =>
        elements.map((inner) => partOf(inner, flags, places)).reduce(sequence, nothing),
      );
      return {
        mayBeEmpty: parts.some(({ mayBeEmpty }) => mayBeEmpty),
        first: parts.flatMap(({ first }) => first),
        last: parts.flatMap(({ last }) => last),
      };
    }
    case 'Quantifier':
      return repetition(element, flags, places);
    default: {
      const characters = charactersOf(element, flags);
      if (!characters) return nothing;
      const place = { characters, next: new Set<Place>() };
      places.push(place);
      return { mayBeEmpty: false, first: [place], last: [place] };
    }
  }
}

function repetition({ element, min, max }: AST.Quantifier, flags: ReadonlyFlags, places: Place[]): Part {
  if (max > writtenOut) {
    const part = partOf(element, flags, places);
    join(part.last, part.first);
    return { ...part, mayBeEmpty: part.mayBeEmpty || min === 0 };
  }
  // `x{1,3}` is treated as `x(?:x(?:x)?)?`, because that is how a matcher counts.
  let part = nothing;
  for (let i = max; i > 0; i--) {
    const longer = sequence(partOf(element, flags, places), part);
    part = { ...longer, mayBeEmpty: longer.mayBeEmpty || i > min };
  }
  return part;
}

function sequence(a: Part, b: Part): Part {
  join(a.last, b.first);
  return {
    mayBeEmpty: a.mayBeEmpty && b.mayBeEmpty,
    first: a.mayBeEmpty ? [...a.first, ...b.first] : a.first,
    last: b.mayBeEmpty ? [...a.last, ...b.last] : b.last,
  };
}

function join(last: readonly Place[], first: readonly Place[]): void {
  for (const place of last) for (const next of first) place.next.add(next);
}

/** Whether two readers of the same text that start in the same state can separate and meet again. */
function partAndMeet(places: readonly Place[]): boolean {
  const numbers = new Map(places.map((place, i) => [place, i]));
  const seen = new Set<string>();
  const waiting: (readonly [Place, Place])[] = places.map((place) => [place, place]);
  for (let pair = waiting.pop(); pair; pair = waiting.pop()) {
    const [a, b] = pair;
    for (const [nextA, nextB] of nextPairs(a, b)) {
      if (nextA === nextB && a !== b) return true;
      const key = `${numbers.get(nextA)} ${numbers.get(nextB)}`;
      if (nextA !== nextB && !seen.has(key)) waiting.push([nextA, nextB]);
      seen.add(key);
    }
  }
  return false;
}

function* nextPairs(a: Place, b: Place): Generator<readonly [Place, Place]> {
  for (const nextA of a.next)
    for (const nextB of b.next)
      if (nextA === nextB || !nextA.characters.isDisjointWith(nextB.characters)) yield [nextA, nextB];
}
