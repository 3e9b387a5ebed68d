import { stripVTControlCharacters } from 'node:util';
import type { Style } from '../command.ts';
import { clip, styleFor } from '../terminal-io.ts';

/** A terminal, or a pipe or file instead. */
type Screen = NodeJS.WritableStream & { isTTY?: boolean; columns?: number };

/**
 * Writes permanent lines, and below them a few lines that are redrawn. Without a terminal (a pipe, a log file) only the
 * permanent lines are written.
 */
export class Terminal {
  readonly style: Style;
  readonly isLive: boolean;
  readonly #stream: Screen;
  #live: string[] = [];

  constructor(stream: Screen) {
    this.#stream = stream;
    this.isLive = stream.isTTY === true && process.env.TERM !== 'dumb';
    this.style = styleFor(stream);
  }

  get width(): number {
    // Some terminals do not know their width and report 0.
    return this.#stream.columns || 100;
  }

  /** Writes permanent lines. */
  write(text: string): void {
    this.#stream.write(`${this.#erase()}${text}\n${this.#draw()}`);
  }

  /** Replaces the redrawn lines. */
  show(lines: readonly string[]): void {
    if (!this.isLive) return;
    const fitted = lines.map((line) =>
      stripVTControlCharacters(line).length > this.width - 1
        ? clip(stripVTControlCharacters(line), this.width - 1)
        : line,
    );
    if (fitted.join('\n') === this.#live.join('\n')) return;
    const erase = this.#erase();
    this.#live = fitted;
    this.#stream.write(erase + this.#draw());
  }

  #erase(): string {
    return this.#live.length === 0 ? '' : `\x1b[${this.#live.length}A\x1b[0J`;
  }

  #draw(): string {
    return this.#live.map((line) => `${line}\n`).join('');
  }
}

/** `━━━━━━━━━───────  31/52` */
export function progressBar(done: number, total: number, columns: number, style: Style): string {
  const full = total === 0 ? columns : Math.floor((Math.min(done, total) / total) * columns);
  return style.good('━'.repeat(full)) + style.dim('━'.repeat(columns - full));
}
