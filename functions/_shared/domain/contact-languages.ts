import { languages as spoken } from './newsroom.ts';

/** ISO 639-1 codes that media lists are met with; the product's own eight among them. */
const codes = (
  'af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk km ' +
  'kn ko ky lo lt lv mk ml mn mr ms my nb ne nl no pa pl ps pt ro ru si sk sl so sq sr sv sw ta te tet tg th tk tr ' +
  'uk ur uz vi zh zu'
).split(' ');

let byName: Map<string, string> | null = null;

/** Every code's name in the product's languages and in its own: `Vietnamese`, `vietnamien`, `Tiếng Việt` → `vi`. */
function names(): Map<string, string> {
  if (byName) return byName;
  byName = new Map();
  for (const code of codes)
    for (const locale of [code, ...spoken]) {
      const name = new Intl.DisplayNames([locale], { type: 'language' }).of(code);
      if (name) byName.set(simple(name), code);
    }
  for (const [name, code] of Object.entries(otherNames)) byName.set(name, code);
  return byName;
}

const otherNames: Record<string, string> = {
  mandarin: 'zh',
  cantonese: 'zh',
  putonghua: 'zh',
  中文: 'zh',
  tagalog: 'fil',
  farsi: 'fa',
  dari: 'fa',
  castellano: 'es',
  'tieng viet': 'vi',
  flemish: 'nl',
  bahasa: 'id',
};

function simple(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
}

/** A language as people write it, as a BCP 47 primary subtag; null when it is none that we know. */
export function readLanguage(written: string): string | null {
  const text = simple(written).replace(/\s*\(.*\)$/, '');
  const [subtag = ''] = text.split(/[-_]/);
  if (codes.includes(subtag)) return subtag;
  return names().get(text) ?? names().get(text.split(/[\s,]/)[0] ?? '') ?? null;
}
