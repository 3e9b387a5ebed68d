import { franc } from 'franc-min';
import { languageNamed } from '../../_shared/domain/language-names.ts';
import { type Language, languages } from '../../_shared/domain/newsroom.ts';
import { wordsOf } from '../words/phrases.ts';
import { vocabularies } from '../words/vocabularies.ts';

export interface DetectedLanguage {
  /** Null when it is none of the newsroom's languages, or too little text to say. */
  language: Language | null;
  /** False when the text is too short or mixed for a decision to stand alone. */
  sure: boolean;
  /** A language was recognised that the newsroom does not write. */
  unsupported: boolean;
  /** So little text in Latin letters that no language could show itself. */
  brief: boolean;
}

/** Letters below which a text without small words is brief rather than foreign. */
const briefLetters = 300;

/** The language of the running text. `prose` should hold paragraphs, not labels and letterheads. */
export function detectLanguage(prose: string): DetectedLanguage {
  const sample = prose.slice(0, 3000);
  const count = (pattern: RegExp) => sample.match(pattern)?.length ?? 0;
  const letters = count(/\p{L}/gu);
  if (letters < 12) return { language: null, sure: false, unsupported: false, brief: true };
  const share = (pattern: RegExp) => count(pattern) / letters;
  if (share(/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu) > 0.1) return other;
  for (const { language, script, foreign } of byScript) {
    if (share(script.letters) <= script.share) continue;
    return foreign && share(foreign.letters) > foreign.share ? other : found(language, letters);
  }
  if (share(/\p{Script=Latin}/gu) < 0.5) return other;
  for (const { language, letters: own, share: enough } of byOwnLetters)
    if (share(own) > enough) return found(language, letters);
  return latin(sample, letters);
}

/** The letters of a script, and the share of a text's letters from which on it is written in it. */
const scripts = {
  Han: { letters: /\p{Script=Han}/gu, share: 0.3 },
  Arabic: { letters: /\p{Script=Arabic}/gu, share: 0.4 },
  Cyrillic: { letters: /\p{Script=Cyrillic}/gu, share: 0.4 },
};
const signs = languages.map((language) => ({ language, ...vocabularies[language].language }));
const oneOfLetters = ({ letters, share }: { letters: string; share: number }) => ({
  letters: new RegExp(`[${letters}]`, 'giu'),
  share,
});
const byScript = signs.flatMap(({ language, script, foreign }) =>
  script === 'Latin'
    ? []
    : [{ language, script: scripts[script], foreign: foreign && oneOfLetters(foreign) }],
);
const byOwnLetters = signs.flatMap(({ language, own }) => (own ? [{ language, ...oneOfLetters(own) }] : []));
const other: DetectedLanguage = { language: null, sure: true, unsupported: true, brief: false };
const found = (language: Language, letters: number): DetectedLanguage => ({
  language,
  sure: letters >= 40,
  unsupported: false,
  brief: false,
});

const byIso = new Map(signs.map(({ language, iso }) => [iso, language]));
const commonWords = signs.flatMap(({ language, common }) =>
  common === undefined ? [] : [{ language, words: new Set(wordsOf(common)) }],
);

/** Small words decide between ours in Latin letters; the trigram model only says whether it is another language. */
function latin(sample: string, letters: number): DetectedLanguage {
  const words = sample.toLowerCase().match(/\p{L}+/gu) ?? [];
  const scores = commonWords
    .map(({ language, words: common }) => ({
      language,
      score: words.filter((word) => common.has(word)).length / Math.max(1, words.length),
    }))
    .sort((a, b) => b.score - a.score);
  const [best, second] = scores;
  const doubtful = (best?.score ?? 0) < 0.22;
  const guess = doubtful && letters > 150 ? franc(sample, { minLength: 40 }) : 'und';
  if (guess !== 'und' && !byIso.has(guess)) return { ...other, sure: letters > 300 };
  if (!best || best.score < 0.08)
    return {
      language: byIso.get(guess) ?? null,
      sure: false,
      unsupported: false,
      brief: letters < briefLetters,
    };
  const sure = letters >= 80 && best.score > (second?.score ?? 0) * 1.3;
  return { language: best.language, sure, unsupported: false, brief: false };
}

/** `vi-VN`, `Vietnamese`, `tiếng Việt` as one of our codes; null when it is none of them. */
export function languageCode(written: string): Language | null {
  const named = languageNamed(written);
  return languages.find((known) => known === named) ?? null;
}
