import type { AST } from '@eslint-community/regexpp';
import type { CharSet } from 'refa';
import { type ReadonlyFlags, toUnicodeSet } from 'regexp-ast-analysis';

/** The characters that an element accepts, if it reads exactly one character. */
export function charactersOf(element: AST.Element | undefined, flags: ReadonlyFlags): CharSet | undefined {
  if (element?.type === 'Group' || element?.type === 'CapturingGroup') {
    const [only, ...others] = element.alternatives;
    return others.length === 0 && only?.elements.length === 1
      ? charactersOf(only.elements[0], flags)
      : undefined;
  }
  const isOne =
    element?.type === 'Character' ||
    element?.type === 'CharacterClass' ||
    element?.type === 'CharacterSet' ||
    element?.type === 'ExpressionCharacterClass';
  return isOne ? toUnicodeSet(element, flags).chars : undefined;
}
