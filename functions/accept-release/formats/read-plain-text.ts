import { emptySource, lineOf, type Source, type SourceBlock, type SourceLine } from './source.ts';

const bullet = /^\s{0,8}(?:[•·▪●◦‣∙\uf0b7\uf0a7\uf0fc]|[-–*](?=\s))\s*/u;

/** Plain text: a blank line ends a block, every line stays a line until its meaning is known. */
export function readPlainText(text: string, firstLine = 1): Source {
  const blocks: SourceBlock[] = [];
  let lines: SourceLine[] = [];
  let items: SourceBlock[][] = [];
  const flush = () => {
    if (lines.length > 0) blocks.push({ type: 'paragraph', lines, style: 'plain' });
    lines = [];
    if (items.length > 0) blocks.push({ type: 'list', ordered: false, items });
    items = [];
  };
  for (const { raw, index } of rowsOf(text)) {
    const at = firstLine + index;
    if (raw.trim() === '') {
      flush();
      continue;
    }
    const marker = bullet.exec(raw);
    const line = lineOf([{ type: 'text', text: marker ? raw.slice(marker[0].length) : raw }], at, true);
    if (!line) continue;
    if (marker && !isRuleOrDash(raw)) {
      if (lines.length > 0) flush();
      items.push([{ type: 'paragraph', lines: [line], style: 'plain' }]);
      continue;
    }
    const open = items.at(-1)?.[0];
    if (open?.type === 'paragraph' && continues(open.lines.at(-1)?.text ?? '', raw)) {
      open.lines.push(line);
      continue;
    }
    if (items.length > 0) flush();
    lines.push(marker ? (lineOf([{ type: 'text', text: raw }], at, true) ?? line) : line);
  }
  flush();
  return { ...emptySource('text'), blocks };
}

/** The text's rows; a letterhead typed in two columns is read column by column. */
function rowsOf(text: string): { raw: string; index: number }[] {
  const rows = text.split('\n').map((raw, index) => ({ raw, index }));
  const head = rows.slice(0, 30);
  const columns = /^(\s{0,3}\S.{0,60}?)(?: {5,}|\t{2,})(\S.{0,60})$/;
  const first = head.findIndex(({ raw }) => columns.test(raw));
  if (first < 0) return rows;
  let end = first;
  while (
    end < head.length &&
    (columns.test(rows[end]?.raw ?? '') || /^(?: {20,}|\t{2,})\S/.test(rows[end]?.raw ?? ''))
  )
    end++;
  const block = rows.slice(first, end);
  const left = block.flatMap(({ raw, index }) =>
    /^(?: {20,}|\t{2,})/.test(raw) ? [] : [{ raw: columns.exec(raw)?.[1] ?? raw, index }],
  );
  const right = block.map(({ raw, index }) => ({ raw: columns.exec(raw)?.[2] ?? raw.trim(), index }));
  const gap = { raw: '', index: first };
  return [...rows.slice(0, first), gap, ...left, gap, ...right, gap, ...rows.slice(end)];
}

/** `- 2 -`, `--`: page marks, not items; `– 30 –` neither; nor a dateline's dash at the start of a line. */
function isRuleOrDash(raw: string): boolean {
  return (
    /^\s*[-–—*](?:\s*\d{1,3})?[-–—*\s]*$/.test(raw) ||
    /^\s*[–—]/.test(raw) ||
    /^\s*-\s*(?:more|suite|30|ends?)\s*-/i.test(raw)
  );
}

/** A bullet's second line: indented, or the sentence plainly goes on. */
function continues(previous: string, raw: string): boolean {
  if (/^\s{2,}\S/.test(raw)) return true;
  return (
    previous.length > 50 &&
    !/[.!?;:]["”’')]?$/.test(previous) &&
    (/^[\p{Ll}\d]/u.test(raw) ||
      /(?:[,–-]|\b(?:of|the|and|or|a|an|in|to|for|at|by|with|July|December))$/u.test(previous))
  );
}

/** Whether a `.txt` was written in Markdown. Raw `**` or `#` used as decoration does not make it so. */
export function looksLikeMarkdown(text: string): boolean {
  const heading = /^#{1,6} +[^\s#]/m.test(text);
  const link = /\[[^\]\n]{1,200}\]\((?:https?:|mailto:)[^)\s]{1,500}\)/.test(text);
  const strong = /(?:^|\s)\*\*[^*\s][^*\n]{0,200}[^*\s]\*\*(?:\s|$|[.,:;–-])/m.test(text);
  return heading || link || strong;
}
