import { franc } from 'franc-min';
import { languageNamed } from '../../_shared/domain/language-names.ts';
import { type Language, languages } from '../../_shared/domain/newsroom.ts';

const iso639: Record<string, Language> = {
  eng: 'en',
  vie: 'vi',
  fra: 'fr',
  spa: 'es',
  arb: 'ar',
  cmn: 'zh',
  rus: 'ru',
  deu: 'de',
};

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
  if (share(/\p{Script=Han}/gu) > 0.3) return found('zh', letters);
  if (share(/\p{Script=Arabic}/gu) > 0.4)
    return share(/[پچژگکیٹڈےۇۆې]/gu) > 0.04 ? other : found('ar', letters);
  if (share(/\p{Script=Cyrillic}/gu) > 0.4)
    return share(/[іїєґўђјљњћџѓќѕәғқңөұүһ]/giu) > 0.01 ? other : found('ru', letters);
  if (share(/\p{Script=Latin}/gu) < 0.5) return other;
  if (count(/[ơưđăạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/giu) / letters > 0.05)
    return found('vi', letters);
  return latin(sample, letters);
}
const other: DetectedLanguage = { language: null, sure: true, unsupported: true, brief: false };
const found = (language: Language, letters: number): DetectedLanguage => ({
  language,
  sure: letters >= 40,
  unsupported: false,
  brief: false,
});

const smallWords: Partial<Record<Language, RegExp>> = {
  en: /(?<![\p{L}])(?:the|of|and|to|in|for|with|is|that|by|on|will|has|was|are|from|at|this)(?![\p{L}])/giu,
  fr: /(?<![\p{L}])(?:le|la|les|des|du|et|en|une|un|pour|dans|est|au|aux|sur|par|avec|qui|que|ce|cette)(?![\p{L}])/giu,
  es: /(?<![\p{L}])(?:el|la|los|las|del|y|en|una|un|para|que|con|por|se|su|al|es|como|más|ha)(?![\p{L}])/giu,
  de: /(?<![\p{L}])(?:der|die|das|und|in|den|von|zu|mit|für|ist|im|des|ein|eine|auf|dem|sich|wird|nicht)(?![\p{L}])/giu,
};

/** Small words decide between our four; the trigram model only says whether it is a fifth language. */
function latin(sample: string, letters: number): DetectedLanguage {
  const words = sample.match(/\p{L}+/gu)?.length ?? 1;
  const scores = Object.entries(smallWords)
    .map(([name, pattern]) => ({ name, score: (sample.match(pattern)?.length ?? 0) / words }))
    .sort((a, b) => b.score - a.score);
  const [best, second] = scores;
  const language = languages.find((known) => known === best?.name) ?? null;
  const doubtful = (best?.score ?? 0) < 0.22;
  const guess = doubtful && letters > 150 ? franc(sample, { minLength: 40 }) : 'und';
  if (guess !== 'und' && iso639[guess] === undefined) return { ...other, sure: letters > 300 };
  if (!best || best.score < 0.08 || language === null) {
    const guessed = iso639[guess] ?? null;
    return { language: guessed, sure: false, unsupported: false, brief: letters < briefLetters };
  }
  const sure = letters >= 80 && best.score > (second?.score ?? 0) * 1.3;
  return { language, sure, unsupported: false, brief: false };
}

/** `vi-VN`, `Vietnamese`, `tiếng Việt` as one of our codes; null when it is none of them. */
export function languageCode(written: string): Language | null {
  const named = languageNamed(written);
  return languages.find((known) => known === named) ?? null;
}
