import { languageNamed } from './language-names.ts';

/** A language as people write it into a list (`English (UK)`, `English, some French`); null for none that we know. */
export function readLanguage(written: string): string | null {
  const text = written.trim();
  const whole = text.endsWith(')') ? (text.split('(')[0] ?? '').trim() : text;
  const [first = ''] = whole.split(/[\s,]/);
  // `no information` does not begin with a tag.
  return languageNamed(whole) ?? (/^[a-z]{1,2}$/i.test(first) ? null : languageNamed(first));
}
