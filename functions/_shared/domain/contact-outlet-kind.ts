import type { z } from 'zod';
import { type outletKindSchema, outletKinds } from './contact.ts';
import { plainWords } from './plain-words.ts';

export type OutletKind = z.infer<typeof outletKindSchema>;

/** Words by which media databases name kinds of outlets; the first that occurs decides, so the narrow ones lead. */
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

/** What is written about an outlet as one of our kinds; `other` for words that say nothing to us, null for none. */
export function readOutletKind(written: string): OutletKind | null {
  const text = plainWords(written);
  if (text === '') return null;
  return (
    outletKinds.find((kind) => kind === text) ??
    words.find(([, pattern]) => pattern.test(text))?.[0] ??
    'other'
  );
}
