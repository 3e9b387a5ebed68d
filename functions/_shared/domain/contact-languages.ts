import { languageNamed } from './language-names.ts';

/**
 * The code of a language as people write it in lists (`English (UK)`, `English, some French`). Null if it is not known.
 */
export function readLanguage(written: string): string | null {
  const text = written.trim();
  const whole = text.endsWith(')') ? (text.split('(')[0] ?? '').trim() : text;
  const [first = ''] = whole.split(/[\s,]/);
  // A first word of one or two letters is not read as a tag: `no information` is not Norwegian.
  return languageNamed(whole) ?? (/^[a-z]{1,2}$/i.test(first) ? null : languageNamed(first));
}
