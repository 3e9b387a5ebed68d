import { analyse } from 'chardet';
import iconv from 'iconv-lite';
import type { Assumption, Problem } from '../../_shared/domain/report.ts';
import { problem } from '../problems.ts';

export interface DecodedText {
  text: string;
  problems: Problem[];
  assumptions: Assumption[];
}

/**
 * Bytes to text: a byte order mark first, then UTF-8, then what the page says of itself, then the legacy encoding in
 * which the bytes make the most sense. Nothing is guessed silently.
 */
export function decodeText(bytes: Uint8Array, kind: 'html' | 'text'): DecodedText {
  const marked = byMark(bytes);
  if (marked !== null) return checked(marked, []);
  const unmarked = utf16WithoutMark(bytes);
  if (unmarked !== null)
    return checked(unmarked, [
      problem('encoding-assumed', 'The file says nothing about its encoding; it was read as UTF-16.'),
    ]);
  const utf8 = strictUtf8(bytes);
  if (utf8 !== null) return checked(utf8, []);
  if (mostlyUtf8(bytes)) return checked(new TextDecoder('utf-8').decode(bytes), []);
  const stated = kind === 'html' ? statedCharset(bytes) : null;
  if (stated !== null && !/^utf-?(?:8|16)/i.test(stated) && iconv.encodingExists(stated)) {
    const text = iconv.decode(Buffer.from(bytes), stated);
    if (strangeness(text) < 0.02) return checked(text, []);
  }
  return legacy(bytes);
}

function byMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return new TextDecoder('utf-8').decode(bytes.subarray(3));
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes.subarray(2));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes.subarray(2));
  return null;
}

function utf16WithoutMark(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, 4000);
  if (sample.length < 8) return null;
  let [even, odd] = [0, 0];
  for (let index = 0; index < sample.length; index++)
    if (sample[index] === 0) index % 2 === 0 ? even++ : odd++;
  const half = sample.length / 2;
  if (odd > half * 0.3 && even < half * 0.02) return new TextDecoder('utf-16le').decode(bytes);
  if (even > half * 0.3 && odd < half * 0.02) return new TextDecoder('utf-16be').decode(bytes);
  return null;
}

function strictUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** A few broken bytes in what is plainly UTF-8: the damage is shown, not read as another encoding. */
function mostlyUtf8(bytes: Uint8Array): boolean {
  let good = 0;
  let bad = 0;
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index] ?? 0;
    if (byte < 0x80) continue;
    const length = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : byte >= 0xc2 ? 1 : 0;
    let whole = length > 0;
    for (let next = 1; next <= length; next++)
      if (((bytes[index + next] ?? 0) & 0xc0) !== 0x80) whole = false;
    if (whole) {
      good++;
      index += length;
    } else bad++;
  }
  return good >= 3 && good > bad * 4;
}

function statedCharset(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  return (
    /<meta[^>]{0,300}charset\s*=\s*["']?\s*([\w-]{3,20})/i.exec(head)?.[1] ??
    /<\?xml[^>]{0,100}encoding\s*=\s*["']([\w-]{3,20})/i.exec(head)?.[1] ??
    null
  );
}

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

function legacy(bytes: Uint8Array): DecodedText {
  const buffer = Buffer.from(bytes);
  const sample = buffer.subarray(0, 8_000);
  const likely = new Map(
    analyse(sample).map((match) => [
      match.name.toLowerCase().replace('iso-8859-1', 'windows-1252'),
      match.confidence,
    ]),
  );
  const readings = candidates
    .map((encoding) => {
      const text = iconv.decode(sample, encoding);
      return { encoding, text, score: plausibility(text) + (likely.get(encoding) ?? 0) / 400 };
    })
    .sort((a, b) => b.score - a.score);
  const [best, second] = readings;
  if (!best) return checked(new TextDecoder('utf-8').decode(bytes), []);
  const unsure =
    second !== undefined &&
    best.score - second.score < 0.03 &&
    best.text !== second.text &&
    !sameForUs(best.encoding, second.encoding);
  const named = names[best.encoding] ?? best.encoding;
  const found = unsure
    ? problem(
        'encoding-unsure',
        `The file is not in UTF-8; it may be ${named} or ${names[second.encoding] ?? second.encoding}.`,
      )
    : problem('encoding-assumed', `The file is not in UTF-8; it was read as ${named}.`);
  return {
    ...checked(iconv.decode(buffer, best.encoding), [found]),
    assumptions: [{ field: 'encoding', message: `read as ${named}` }],
  };
}
const names: Record<string, string> = {
  'windows-1252': 'Windows-1252 (Western)',
  'windows-1251': 'Windows-1251 (Cyrillic)',
  'windows-1256': 'Windows-1256 (Arabic)',
  'windows-1258': 'Windows-1258 (Vietnamese)',
  gb18030: 'GB18030 (Chinese)',
  shift_jis: 'Shift-JIS (Japanese)',
};
/** 1252 and 1250 or 1258 differ in letters that the text does not use. */
function sameForUs(one: string, other: string): boolean {
  const western = ['windows-1252', 'windows-1250', 'windows-1258'];
  return western.includes(one) && western.includes(other) && one === 'windows-1252';
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

/** Share of characters that no writer types. */
function strangeness(text: string): number {
  const strange = text.match(/[\ufffd\u0080-\u009f]/g)?.length ?? 0;
  return strange / Math.max(1, text.length);
}

function checked(text: string, problems: Problem[]): DecodedText {
  const damaged = text.match(/\ufffd/g)?.length ?? 0;
  const all =
    damaged > 0
      ? [
          ...problems,
          problem(
            'text-damaged',
            `${damaged} ${damaged === 1 ? 'character' : 'characters'} could not be read.`,
          ),
        ]
      : problems;
  return { text, problems: all, assumptions: [] };
}
