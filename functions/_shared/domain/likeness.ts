import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Block, Inline } from './document.ts';
import type { Text } from './release.ts';

/**
 * How alike two texts are, whatever they are called and whichever format they came in. Measured and explained in
 * docs/reading.md.
 */

/** One text, as far as it takes to know it again. Nothing of what it says can be read out of it. */
export const likenessSchema = z.object({
  /** Of the headline's letters and digits; null when it is too short to tell two releases apart. */
  headline: z.string().nullable(),
  /** The day in the dateline. */
  date: z.string().nullable(),
  /** Runs of words in the body, not more than `sketchSize` counted. */
  runs: z.number().int().nonnegative(),
  /** The smallest hashes of those runs, ascending: two sketches tell how much two texts share. */
  sketch: z.array(z.number().int().nonnegative()),
});
export type Likeness = z.infer<typeof likenessSchema>;

/** Words in a run. Shorter ones are shared by any two texts on one subject, longer ones die with every comma mended. */
const runLength = 4;
/** Texts of up to so many runs are compared exactly, longer ones within a few hundredths. */
const sketchSize = 256;
/** Characters: of a longer text its beginning stands for all of it. */
const mostLookedAt = 200_000;
/** Of each text, kept where texts that share one can be found. */
const bands = 12;
/** Runs below which a text is too short to be known by its body alone. */
const fewestRuns = 40;
/** A headline of less than both says no more than `Media advisory` does. Words, letters. */
const tellingHeadline = { words: 3, letters: 8 };

/** From these shares of common runs on, two texts are the same; the days are those of their datelines. */
const sameFrom = {
  sameDay: 0.5,
  unknownDay: 0.75,
  /** What a newsroom sends every week in one form shares nearly all of it. */
  anotherDay: 0.95,
};

/** Contacts, boilerplate and notes to editors are no part of it: one office has the same in all its releases. */
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

/** Where a text is filed: two that are alike share the headline's place, or several of the others. */
export function filedUnder({ headline, sketch }: Likeness): { headline: string[]; runs: string[] } {
  return {
    headline: headline === null ? [] : [`h${headline}`],
    runs: sketch.slice(0, bands).map((hash) => hash.toString(36)),
  };
}

/** The share of runs that two texts have in common, of all that either has: 0…1. */
export function shareOf(a: Likeness, b: Likeness): number {
  const ours = new Set(a.sketch);
  const theirs = new Set(b.sketch);
  const smallest = [...new Set([...a.sketch, ...b.sketch])].sort((x, y) => x - y).slice(0, sketchSize);
  if (smallest.length === 0) return 0;
  return smallest.filter((hash) => ours.has(hash) && theirs.has(hash)).length / smallest.length;
}

/** Whether two texts are one announcement: by their headline, unless their days differ, or by what they share. */
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

/** Letters and digits alone, without case and accents, composed or not; a script without spaces has a word a character. */
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

/** 48 bits, as a number. */
function hashOf(text: string): number {
  return createHash('sha256').update(text).digest().readUIntBE(0, 6);
}
