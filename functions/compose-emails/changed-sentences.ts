import { commonShare } from '../_shared/domain/common-share.ts';
import type { Block, Inline } from '../_shared/domain/document.ts';
import type { Text } from '../_shared/domain/release.ts';

/** One changed sentence. `before` is null for a new sentence, `after` is null for a removed one. */
export interface Change {
  before: string | null;
  after: string | null;
}

/**
 * What a reader of the earlier text must know about the later one, in reading order. Both texts are in one language.
 */
export function changedSentences(before: Text, after: Text): Change[] {
  const gone = sentencesOf(before);
  const come = sentencesOf(after);
  return differences(gone, come).flatMap(pairUp);
}

function sentencesOf(text: Text): string[] {
  const segmenter = new Intl.Segmenter(text.language, { granularity: 'sentence' });
  const { place, date } = text.dateline;
  const lines = [
    text.title,
    text.subtitle ?? '',
    text.summary ?? '',
    [place, date].filter(Boolean).join(', '),
    ...[...text.body, ...text.notesToEditors, ...text.boilerplate].flatMap(linesOf),
    ...text.contacts.map(({ name, organisation, email, phone }) =>
      [name, organisation, email, phone].filter(Boolean).join(', '),
    ),
  ];
  return lines
    .flatMap((line) => [...segmenter.segment(line)].map(({ segment }) => segment.replace(/\s+/g, ' ').trim()))
    .filter((sentence) => sentence !== '');
}

function linesOf(block: Block): string[] {
  switch (block.type) {
    case 'heading':
    case 'paragraph':
      return [wordsOf(block.inlines)];
    case 'list':
      return block.items.flat().flatMap(linesOf);
    case 'quote':
      return block.blocks.flatMap(linesOf);
    case 'table':
      return [...(block.header ? [block.header] : []), ...block.rows].map((row) =>
        row.map(wordsOf).join(' | '),
      );
    case 'image':
      return block.image.caption ? [block.image.caption] : [];
    case 'rule':
      return [];
  }
}

function wordsOf(inlines: readonly Inline[]): string {
  return inlines.map((inline) => (inline.type === 'break' ? ' ' : inline.text)).join('');
}

interface Difference {
  removed: string[];
  added: string[];
}

/** Finds the longest common subsequence of sentences. Everything between its members is a difference. */
function differences(before: readonly string[], after: readonly string[]): Difference[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let tail = 0;
  while (
    tail < before.length - start &&
    tail < after.length - start &&
    before[before.length - 1 - tail] === after[after.length - 1 - tail]
  )
    tail++;
  const a = before.slice(start, before.length - tail);
  const b = after.slice(start, after.length - tail);
  const lengths = commonLengths(a.length, b.length, (i, j) => (a[i] === b[j] ? 1 : 0));
  const found: Difference[] = [];
  let open: Difference = { removed: [], added: [] };
  const close = () => {
    if (open.removed.length + open.added.length > 0) found.push(open);
    open = { removed: [], added: [] };
  };
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      close();
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && at(lengths, i + 1, j) >= at(lengths, i, j + 1)))
      open.removed.push(a[i++] ?? '');
    else open.added.push(b[j++] ?? '');
  }
  close();
  return found;
}

/** Sentences with a lower likeness are not versions of one sentence. */
const leastLikeness = 0.35;

/** Decides, within one difference, which added sentence is the new version of which removed one. The order is kept. */
function pairUp({ removed, added }: Difference): Change[] {
  const addedPairs = added.map(pairsOf);
  const likeness = removed.map(pairsOf).map((a) => addedPairs.map((b) => commonShare(a, b)));
  const score = (i: number, j: number): number => {
    const value = likeness[i]?.[j] ?? 0;
    return value >= leastLikeness ? value : 0;
  };
  const best = commonLengths(removed.length, added.length, score);
  const changes: Change[] = [];
  for (let i = 0, j = 0; i < removed.length || j < added.length; ) {
    const pairs = score(i, j) > 0 && at(best, i, j) === score(i, j) + at(best, i + 1, j + 1);
    if (pairs) changes.push({ before: removed[i++] ?? null, after: added[j++] ?? null });
    else if (j >= added.length || (i < removed.length && at(best, i + 1, j) >= at(best, i, j + 1)))
      changes.push({ before: removed[i++] ?? null, after: null });
    else changes.push({ before: null, after: added[j++] ?? null });
  }
  return changes;
}

/** `table[i][j]`: the best total score of pairing the items from `i` and `j` on, without changing their order. */
function commonLengths(
  rows: number,
  columns: number,
  score: (i: number, j: number) => number,
): Float64Array[] {
  const table = Array.from({ length: rows + 1 }, () => new Float64Array(columns + 1));
  for (let i = rows - 1; i >= 0; i--)
    for (let j = columns - 1; j >= 0; j--) {
      const paired = score(i, j);
      const row = table[i];
      if (row)
        row[j] = Math.max(
          paired > 0 ? paired + at(table, i + 1, j + 1) : 0,
          at(table, i + 1, j),
          at(table, i, j + 1),
        );
    }
  return table;
}

function at(table: readonly Float64Array[], i: number, j: number): number {
  return table[i]?.[j] ?? 0;
}

function pairsOf(sentence: string): string[] {
  return Array.from({ length: Math.max(0, sentence.length - 1) }, (_, i) => sentence.slice(i, i + 2));
}
