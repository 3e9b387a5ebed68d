import { styleText } from 'node:util';
import stringWidth from 'string-width';
import { askFirst } from './ask-first.ts';
import type { CommandIo, Style } from './command.ts';

type Streams = { stdin: NodeJS.ReadStream; stdout: NodeJS.WriteStream; stderr: NodeJS.WriteStream };

/** The input and output of a process: results to stdout, failures to stderr, colour only on a terminal. */
export function terminalIo(
  { stdin, stdout, stderr }: Streams,
  options: Pick<CommandIo, 'json' | 'dataDirectory' | 'stage' | 'now' | 'connect'>,
): CommandIo {
  const { json } = options;
  return {
    ...options,
    // Some terminals do not know their width and report 0.
    width: stdout.columns || 100,
    style: styleFor(json ? stderr : stdout),
    record: (value, inWords) => stdout.write(`${json ? JSON.stringify(value) : inWords()}\n`),
    say: (text) => (json ? stderr : stdout).write(`${text}\n`),
    complain: (text) => stderr.write(`${text}\n`),
    confirm: (what) => askFirst(stdin, stderr, what),
  };
}

/** Uses colours only if `stream` shows them: a terminal without NO_COLOR. */
export function styleFor(stream: NodeJS.WritableStream): Style {
  const format = (style: Parameters<typeof styleText>[0]) => (text: string) =>
    styleText(style, text, { stream, validateStream: true });
  return {
    bold: format('bold'),
    dim: format('dim'),
    good: format('green'),
    bad: format('red'),
    caution: format('yellow'),
  };
}

/** Cuts a text to a number of terminal columns and adds an ellipsis. Control characters are shown as spaces. */
export function clip(text: string, columns: number): string {
  const plain = text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
  if (stringWidth(plain) <= columns) return plain;
  let cut = '';
  for (const { segment } of new Intl.Segmenter().segment(plain)) {
    if (stringWidth(cut + segment) > columns - 1) break;
    cut += segment;
  }
  return `${cut}…`;
}

/** Minimum width of the flexible column before columns move below the row. */
const leastFlexible = 40;

/**
 * Rows in aligned columns under dim headings. On a narrow terminal the column `flexible` becomes narrower. If that is
 * not enough, the columns `below` move to separate lines under each row, each with its heading (except the flexible
 * one).
 */
export function tableOf(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  {
    width,
    style,
    flexible,
    right = [],
    below = [],
  }: { width: number; style: Style; flexible: number; right?: readonly number[]; below?: readonly number[] },
): string {
  const gap = 2;
  const wide = headings.map((heading, i) =>
    Math.max(stringWidth(heading), ...rows.map((row) => stringWidth(row[i] ?? ''))),
  );
  const all = headings.map((_, i) => i);
  const columnsOf = (shown: readonly number[]) =>
    shown.reduce(
      (sum, i) => sum + gap + (i === flexible ? Math.min(wide[i] ?? 0, leastFlexible) : (wide[i] ?? 0)),
      -gap,
    );
  const isNarrow = columnsOf(all) > width;
  const inLine = isNarrow ? all.filter((i) => !below.includes(i)) : all;
  const under = isNarrow ? below : [];
  const others = columnsOf(inLine.filter((i) => i !== flexible)) + gap;
  wide[flexible] = Math.max(12, Math.min(wide[flexible] ?? 0, width - others));
  const line = (cells: readonly string[]) =>
    inLine
      .map((i) => {
        const columns = wide[i] ?? 0;
        const cell = cells[i] ?? '';
        const text = i === flexible ? fitStyled(cell, columns) : cell;
        const pad = ' '.repeat(Math.max(0, columns - stringWidth(text)));
        return right.includes(i) ? pad + text : text + pad;
      })
      .join(' '.repeat(gap))
      .trimEnd();
  const linesUnder = (cells: readonly string[]) =>
    under
      .filter((i) => !isEmptyCell(cells[i] ?? ''))
      .map((i) =>
        i === flexible
          ? `    ${fitStyled(cells[i] ?? '', width - 4)}`
          : `    ${style.dim((headings[i] ?? '').toLowerCase())} ${cells[i] ?? ''}`,
      );
  return [style.dim(line(headings)), ...rows.flatMap((cells) => [line(cells), ...linesUnder(cells)])].join(
    '\n',
  );
}

function isEmptyCell(cell: string): boolean {
  return cell === '' || cell === '–';
}

/** A coloured cell stays coloured if it fits. A cell that must be cut loses its colour. */
function fitStyled(cell: string, columns: number): string {
  return stringWidth(cell) <= columns ? cell : clip(cell, columns);
}
