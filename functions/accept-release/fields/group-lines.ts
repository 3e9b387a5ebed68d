import type { Line } from '../formats/source.ts';
import { oneOf, wordsOf } from '../words/phrases.ts';
import { ofEveryLanguage } from '../words/vocabularies.ts';
import { isDateLine, isLabel, opensWithLabel, sectionOf } from './classify-line.ts';
import { datelinePrefix } from './find-dateline.ts';
import type { Role } from './roles.ts';

/** Lines that are one paragraph to the reader: hard wraps undone. */
export interface Paragraph {
  lines: Line[];
  text: string;
  kind: Line['kind'];
}

const bigEnough = 45;

/** Groups neighbouring lines of one block and one role whose sentence goes on. */
export function groupLines(lines: readonly Line[], roles: readonly Role[]): Paragraph[] {
  const measure = measureOf(lines);
  const paragraphs: Paragraph[] = [];
  for (const line of lines) {
    const last = paragraphs.at(-1);
    const previous = last?.lines.at(-1);
    if (last && previous && roles[previous.id] === roles[line.id] && goesOn(previous, line, measure)) {
      last.lines.push(line);
      last.text += ` ${line.text}`;
    } else paragraphs.push({ lines: [line], text: line.text, kind: line.kind });
  }
  return paragraphs;
}

/** The width at which a text was wrapped by hand, or null when its lines are whole paragraphs. */
export function measureOf(lines: readonly Line[]): number | null {
  const lengths = lines
    .filter((line) => line.kind === 'paragraph' && !(line.first && line.last))
    .map((line) => line.text.length)
    .sort((a, b) => a - b);
  if (lengths.length < 4 || lines.some((line) => line.kind === 'paragraph' && line.text.length > 160))
    return null;
  const wide = lengths[Math.floor(lengths.length * 0.9)] ?? 0;
  return wide >= 40 && wide <= 130 ? wide : null;
}

/** A line that ends in mid-sentence. */
export const openEnd = new RegExp(
  `(?:[,–—-]|(?<!\\p{L})${oneOf(wordsOf(ofEveryLanguage((words) => words.lines.neverLast)))})$`,
  'iu',
);

/** Whether `next` continues the sentence of `line` in the same block. */
export function goesOn(line: Line, next: Line, measure: number | null): boolean {
  if (line.block !== next.block || line.kind !== next.kind || next.first) return false;
  // A headline broken by hand: both halves bold, the second going on in lower case.
  if (line.bold && next.bold && /^\p{Ll}/u.test(next.text) && !/[.!?:]$/.test(line.text)) return true;
  if (!line.wraps && measure === null) return false;
  if (line.kind === 'heading' || line.kind === 'title') return true;
  if (line.kind === 'cell') return false;
  const { text } = line;
  if (
    isLabel(next.text) ||
    isDateLine(next.text) ||
    isDateLine(text) ||
    sectionOf(next.text) !== null ||
    opensWithLabel(next.text)
  )
    return false;
  if ((!opensWithLabel(text) && looksLikeFieldLine(text)) || looksLikeFieldLine(next.text)) return false;
  const prefix = datelinePrefix(next.text, 0);
  if (prefix && prefix.certainty >= 2 && next.text.length > prefix.length + 15) return false;
  if (/^(?:\*{2,}|#{2,})/.test(next.text)) return false;
  if (openEnd.test(text) || /^[\p{Ll},;)]/u.test(next.text)) return true;
  if (measure === null)
    return !/[.!?:;。！？؟]["”’»)]?$/u.test(text) && text.length > 110 && !/^\p{Lu}/u.test(next.text);
  if (text.length < Math.min(bigEnough, measure * 0.6)) return false;
  const room = measure - text.length;
  const firstWord = next.text.split(/\s/)[0]?.length ?? 0;
  // A writer's line ends early only where the paragraph does: the next word would still have fitted.
  if (room > firstWord + 12) return false;
  return true;
}

function looksLikeFieldLine(text: string): boolean {
  return (
    (/^(?:[\p{L} .'/-]{2,22})[:：]\s*\S/u.test(text) && text.length < 90 && !/[.!?]$/.test(text)) ||
    (/@[\w-]+\.\w/.test(text) && text.length < 60) ||
    /^[+(]?\d[\d\s().+/-]{6,24}(?:\(\w+\))?$/.test(text)
  );
}
