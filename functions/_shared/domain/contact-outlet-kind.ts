import type * as z from 'zod';
import { type outletKindSchema, outletKinds } from './contact.ts';
import { plainWords } from './plain-words.ts';

export type OutletKind = z.infer<typeof outletKindSchema>;

/**
 * Words that media databases use for kinds of outlets. The first match decides, so the more specific words come first.
 */
const words: readonly (readonly [OutletKind, RegExp])[] = [
  ['freelance', /freelanc|stringer|pigiste/],
  ['agency', /agenc|wire|newswire|thong tan xa|nachrichtenagentur/],
  ['radio', /radio|podcast|phat thanh/],
  ['broadcaster', /tv|televi|broadcast|cable|truyen hinh|fernseh|video/],
  ['magazine', /magazine|journal\b|trade|tap chi|revue|zeitschrift/],
  ['online', /online|web|blog|digital|internet|newsletter|dien tu/],
  ['newspaper', /newspaper|daily|weekly|print|press|bao|journal|zeitung|periodico|presse/],
  ['ngo', /ngo|non ?profit|civil society|association/],
  ['government', /government|ministry|public body/],
];

/** Converts a description of an outlet to one of our kinds. `other` if no word is known, null for an empty text. */
export function readOutletKind(written: string): OutletKind | null {
  const text = plainWords(written);
  if (text === '') return null;
  return (
    outletKinds.find((kind) => kind === text) ??
    words.find(([, pattern]) => pattern.test(text))?.[0] ??
    'other'
  );
}
