import { analyse } from 'chardet';
import iconv from 'iconv-lite';
import type { Assumption, Problem } from '../../_shared/domain/report.ts';
import { problem } from '../problems.ts';

const candidates = [
  'windows-1252',
  'windows-1251',
  'windows-1256',
  'windows-1258',
  'windows-1250',
  'shift_jis',
  'gb18030',
  'big5',
  'euc-jp',
  'euc-kr',
  'koi8-r',
];

const names: Record<string, string> = {
  'windows-1252': 'Windows-1252 (Western)',
  'windows-1251': 'Windows-1251 (Cyrillic)',
  'windows-1256': 'Windows-1256 (Arabic)',
  'windows-1258': 'Windows-1258 (Vietnamese)',
  gb18030: 'GB18030 (Chinese)',
  shift_jis: 'Shift-JIS (Japanese)',
};
const nameOf = (encoding: string) => names[encoding] ?? encoding;

/** Bytes to look at: in more of them a language shows itself no clearer. */
const sampleBytes = 8_000;

/** A text of before Unicode, in the encoding in which its bytes make the most sense; and what the desk is told of it. */
export function readLegacy(bytes: Uint8Array): { text: string; found: Problem; assumption: Assumption } {
  const buffer = Buffer.from(bytes);
  const [best, second] = readingsOf(buffer.subarray(0, sampleBytes));
  const encoding = best?.encoding ?? 'windows-1252';
  const named = nameOf(encoding);
  const found =
    best && second && mayBeEither(best, second)
      ? problem(
          'encoding-unsure',
          `The file is not in UTF-8; it may be ${named} or ${nameOf(second.encoding)}.`,
        )
      : problem('encoding-assumed', `The file is not in UTF-8; it was read as ${named}.`);
  return {
    text: iconv.decode(buffer, encoding),
    found,
    assumption: { field: 'encoding', message: `read as ${named}` },
  };
}

interface Reading {
  encoding: string;
  text: string;
  score: number;
}

/** The sample in each of the encodings, the most plausible first. */
function readingsOf(sample: Buffer): Reading[] {
  const likely = new Map(
    analyse(sample).map((match) => [
      match.name.toLowerCase().replace('iso-8859-1', 'windows-1252'),
      match.confidence,
    ]),
  );
  return candidates
    .map((encoding) => {
      const text = iconv.decode(sample, encoding);
      return { encoding, text, score: plausibility(text) + (likely.get(encoding) ?? 0) / 400 };
    })
    .sort((a, b) => b.score - a.score);
}

function mayBeEither(best: Reading, second: Reading): boolean {
  return (
    best.score - second.score < 0.03 &&
    best.text !== second.text &&
    !sameForUs(best.encoding, second.encoding)
  );
}
/** 1252 and 1250 or 1258 differ in letters that the text does not use. */
function sameForUs(best: string, second: string): boolean {
  return best === 'windows-1252' && (second === 'windows-1250' || second === 'windows-1258');
}

/** How much a decoded text looks like language: common letters of one script, in words, without odd signs. */
function plausibility(text: string): number {
  // A character cut in two at the end of the sample is nobody's fault.
  const sample = text.slice(0, -4);
  const high = sample.match(/[^\x00-\x7f]/gu) ?? [];
  if (high.length === 0) return 1;
  let score = 0;
  for (const character of high) score += worth(character);
  const mixed =
    sample.match(
      /\p{Ll}\p{Lu}|\p{Script=Latin}[\p{Script=Cyrillic}\p{Script=Arabic}]|[\p{Script=Cyrillic}\p{Script=Arabic}]\p{Script=Latin}/gu,
    )?.length ?? 0;
  return score / high.length - (mixed / high.length) * 0.8 + scriptBonus(high);
}
function worth(character: string): number {
  if (character === '\ufffd') return -3;
  if (/[\u0080-\u009f\ue000-\uf8ff]/u.test(character)) return -2;
  if (commonHan.has(character)) return 1.15;
  if (/[的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动]/u.test(character))
    return 1.2;
  if (/[а-яё]/u.test(character)) return 1;
  if (/[А-ЯЁ]/u.test(character)) return 0.6;
  if (/[\u0621-\u064a]/u.test(character)) return 1;
  if (/[\u3040-\u30ff]/u.test(character)) return 1;
  if (/[éèàçùâêîôûëïœáíóúñäöüß’“”«»–—…¿¡°€•ãõ\u00a0‘„©®É]/u.test(character)) return 1;
  if (/[đăơưĐĂƠƯ]|\p{Mn}/u.test(character)) return 0.95;
  if (/\p{Script=Han}/u.test(character)) return 0.6;
  if (/\p{L}/u.test(character)) return 0.25;
  return 0;
}
const commonHan = new Set(
  '年月日新闻稿发布公司中国国家政府会议表示合作发展工作部门进行活动报道记者妇女联合国和平维持行动越南河内',
);

function scriptBonus(high: readonly string[]): number {
  const han = high.filter(
    (character) => commonHan.has(character) || /[的一是在不了有和人这中大为上个国]/u.test(character),
  ).length;
  return han > high.length * 0.08 ? 0.3 : 0;
}
