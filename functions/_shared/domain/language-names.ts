import { languages } from './newsroom.ts';
import { plainWords } from './plain-words.ts';

/** ISO 639-1 codes that occur in media lists, including the product's own languages. */
const codes = (
  'af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk km ' +
  'kn ko ky lo lt lv mk ml mn mr ms my nb ne nl no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te tet tg th tk tr ' +
  'uk ur uz vi zh zu'
).split(' ');

/** Names that the Unicode tables lack, and codes that libraries and other tools use. */
const otherNames: Record<string, readonly string[]> = {
  ar: ['ara'],
  de: ['deu', 'ger'],
  en: ['eng'],
  es: ['spa', 'castellano', 'castilian', 'castillan', 'castelhano'],
  fa: ['farsi', 'dari'],
  fil: ['tagalog'],
  fr: ['fra', 'fre'],
  id: ['bahasa'],
  nl: ['flemish'],
  pt: ['por', 'português do Brasil'],
  ru: ['rus'],
  vi: ['vie'],
  zh: ['zho', 'chi', 'cmn', 'cn', 'mandarin', 'cantonese', 'putonghua', '中文', '汉语', '漢語'],
};

let known: Map<string, string> | undefined;

/** Every code's name in the product's languages and in its own: `Vietnamese`, `vietnamien`, `Tiếng Việt` → `vi`. */
function names(): Map<string, string> {
  if (known) return known;
  known = new Map();
  const namesIn = (locale: string) => new Intl.DisplayNames([locale], { type: 'language' });
  const ours = languages.map(namesIn);
  for (const code of codes)
    for (const locale of [namesIn(code), ...ours]) {
      const name = locale.of(code);
      if (name) known.set(plainWords(name), code);
    }
  for (const [code, others] of Object.entries(otherNames))
    for (const name of others) known.set(plainWords(name), code);
  return known;
}

/** The BCP 47 primary subtag of a language, by its name or its tag (`vi`, `pt-BR`). Null if it is not known. */
export function languageNamed(written: string): string | null {
  const [subtag = ''] = written.trim().toLowerCase().split(/[-_]/);
  return codes.find((code) => code === subtag) ?? names().get(plainWords(written)) ?? null;
}
