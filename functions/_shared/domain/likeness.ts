import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Block, Inline } from './document.ts';
import type { Text } from './release.ts';

/**
 * Measures how similar two texts are, independent of their file names and formats. docs/reading.md explains the method
 * and its measurements.
 */

/** A fingerprint of one text. It contains hashes only, so nobody can read the text from it. */
export const likenessSchema = z.object({
  /** Hash of the headline's letters and digits; null if the headline is too short to identify a release. */
  headline: z.string().nullable(),
  /** The date in the dateline. */
  date: z.string().nullable(),
  /** Number of different runs of words in the body, at most `sketchSize`. */
  runs: z.number().int().nonnegative(),
  /**
   * The smallest hashes of those runs, ascending (a MinHash sketch): comparing two sketches estimates how much two
   * texts share.
   */
  sketch: z.array(z.number().int().nonnegative()),
});
export type Likeness = z.infer<typeof likenessSchema>;

/**
 * Words in a run. Shorter runs occur in any two texts on one subject; longer runs change with every corrected comma.
 */
const runLength = 4;
/** Texts with up to this many runs are compared exactly, longer ones with an error of a few hundredths. */
const sketchSize = 256;
/** Characters. Only the beginning of a longer text is compared. */
const mostLookedAt = 200_000;
/** Number of hashes per text that are indexed, so that texts with a common hash can be found. */
const bands = 12;
/** A text with fewer runs is too short to be recognised by its body alone. */
const fewestRuns = 40;
/** Words and letters. A shorter headline, such as `Media advisory`, does not identify a release. */
const tellingHeadline = { words: 3, letters: 8 };

/** Minimum share of common runs for two texts to count as the same, depending on the dates in their datelines. */
const sameFrom = {
  sameDay: 0.5,
  unknownDay: 0.75,
  /** A form that a newsroom sends every week shares nearly all its text with the week before. */
  anotherDay: 0.95,
};

/** Contacts, boilerplate and notes to editors do not count, because all releases of one office share them. */
export function likenessOf({ title, dateline, body }: Pick<Text, 'title' | 'dateline' | 'body'>): Likeness {
  const headline = wordsOf(title);
  const words = wordsOf(body.map(wordsOfBlock).join('\n').slice(0, mostLookedAt));
  const runs = new Set<number>();
  const last = Math.max(0, words.length - runLength);
  if (words.length > 0)
    for (let i = 0; i <= last; i++) runs.add(hashOf(words.slice(i, i + runLength).join(' ')));
  return {
    headline: isTelling(headline) ? digest(headline.join('')) : null,
    date: dateline.date,
    runs: Math.min(runs.size, sketchSize),
    sketch: [...runs].sort((a, b) => a - b).slice(0, sketchSize),
  };
}

/** The index keys of a text. Two similar texts share the headline's key, or some of the run keys. */
export function filedUnder({ headline, sketch }: Likeness): { headline: string[]; runs: string[] } {
  return {
    headline: headline === null ? [] : [`h${headline}`],
    runs: sketch.slice(0, bands).map((hash) => hash.toString(36)),
  };
}

/** The number of runs that two texts have in common, divided by the number of all their runs: 0…1. */
export function shareOf(a: Likeness, b: Likeness): number {
  const ours = new Set(a.sketch);
  const theirs = new Set(b.sketch);
  const smallest = [...new Set([...a.sketch, ...b.sketch])].sort((x, y) => x - y).slice(0, sketchSize);
  if (smallest.length === 0) return 0;
  return smallest.filter((hash) => ours.has(hash) && theirs.has(hash)).length / smallest.length;
}

/**
 * Whether two texts are the same announcement: they have the same headline and no different dates, or they share enough
 * runs.
 */
export function isAlike(a: Likeness, b: Likeness): boolean {
  const isDayKnown = a.date !== null && b.date !== null;
  const isAnotherDay = isDayKnown && a.date !== b.date;
  const isSameHeadline = a.headline !== null && a.headline === b.headline;
  if (isSameHeadline && !isAnotherDay) return true;
  if (!isSameHeadline && Math.min(a.runs, b.runs) < fewestRuns) return false;
  const from = isAnotherDay ? sameFrom.anotherDay : isDayKnown ? sameFrom.sameDay : sameFrom.unknownDay;
  return shareOf(a, b) >= from;
}

function isTelling(headline: readonly string[]): boolean {
  return headline.length >= tellingHeadline.words && headline.join('').length >= tellingHeadline.letters;
}

/**
 * Splits a text into words of letters and digits, without case, accents or differences of Unicode composition. In a
 * script without spaces every character is a word.
 */
function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replace(/[\p{M}\u0640]/gu, '')
    .toLowerCase();
  return plain.match(/[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]|[\p{L}\p{N}]+/gu) ?? [];
}

function wordsOfBlock(block: Block): string {
  switch (block.type) {
    case 'heading':
    case 'paragraph':
      return wordsOfInlines(block.inlines);
    case 'list':
      return block.items.flat().map(wordsOfBlock).join('\n');
    case 'quote':
      return block.blocks.map(wordsOfBlock).join('\n');
    case 'table':
      return [...(block.header ? [block.header] : []), ...block.rows].flat().map(wordsOfInlines).join('\n');
    case 'image':
    case 'rule':
      return '';
  }
}

function wordsOfInlines(inlines: readonly Inline[]): string {
  return inlines.map((inline) => (inline.type === 'break' ? '\n' : inline.text)).join('');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}

/** A 48-bit hash, as a number. */
function hashOf(text: string): number {
  return createHash('sha256').update(text).digest().readUIntBE(0, 6);
}
