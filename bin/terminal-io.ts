import { styleText } from 'node:util';
import stringWidth from 'string-width';
import type { CommandIo, Style } from './command.ts';

type Streams = { stdout: NodeJS.WriteStream; stderr: NodeJS.WriteStream };

/** The io of a process: results to stdout, complaints to stderr, colour only where a person looks. */
export function terminalIo(
  { stdout, stderr }: Streams,
  options: Pick<CommandIo, 'json' | 'dataDirectory' | 'now' | 'connect'>,
): CommandIo {
  const { json } = options;
  return {
    ...options,
    width: stdout.columns ?? 100,
    style: styleFor(json ? stderr : stdout),
    record: (value, inWords) => stdout.write(`${json ? JSON.stringify(value) : inWords()}\n`),
    say: (text) => (json ? stderr : stdout).write(`${text}\n`),
    complain: (text) => stderr.write(`${text}\n`),
  };
}

/** Colours where `stream` shows them: a terminal, without NO_COLOR. */
export function styleFor(stream: NodeJS.WriteStream): Style {
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

/** A text cut to a number of terminal columns, an ellipsis standing for what is gone; controls are shown as spaces. */
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

/** Rows in aligned columns under dim headings; the column `flexible` gives way when the terminal is narrow. */
export function tableOf(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
  {
    width,
    style,
    flexible,
    right = [],
  }: { width: number; style: Style; flexible: number; right?: readonly number[] },
): string {
  const gap = 2;
  const wide = headings.map((heading, i) =>
    Math.max(stringWidth(heading), ...rows.map((row) => stringWidth(row[i] ?? ''))),
  );
  const others = wide.reduce((sum, columns, i) => (i === flexible ? sum : sum + columns + gap), 0);
  wide[flexible] = Math.max(12, Math.min(wide[flexible] ?? 0, width - others));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => {
        const columns = wide[i] ?? 0;
        const text = i === flexible ? fitStyled(cell, columns) : cell;
        const pad = ' '.repeat(Math.max(0, columns - stringWidth(text)));
        return right.includes(i) ? pad + text : text + pad;
      })
      .join(' '.repeat(gap))
      .trimEnd();
  return [style.dim(line(headings)), ...rows.map(line)].join('\n');
}

/** A coloured cell that is wide enough stays coloured; one that must be cut is cut plain. */
function fitStyled(cell: string, columns: number): string {
  return stringWidth(cell) <= columns ? cell : clip(cell, columns);
}
