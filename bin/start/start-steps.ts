import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { StartStep } from '../../infra/local/newsroom.ts';
import type { Terminal } from './terminal.ts';

/** Belongs to this machine, not to one newsroom: a first start on new data takes as long as the last one. */
const memoryFile = fileURLToPath(new URL('../../.cache/start-seconds.json', import.meta.url));
const memorySchema = z.record(z.string(), z.number().nonnegative());

const redrawMilliseconds = 250;

/**
 * Shows in the terminal the current step of the start and how long it took last time. On a busy machine a first start
 * takes a minute, and nobody should think that it hangs.
 */
export class StartSteps {
  readonly #terminal: Terminal;
  readonly #memory: string;
  readonly #lastTime: Readonly<Record<string, number>>;
  readonly #taken: Record<string, number> = {};
  readonly #startedAt = performance.now();
  #step: { name: StartStep; since: number } | null = null;
  #redraw: NodeJS.Timeout | undefined;

  constructor(terminal: Terminal, memory = memoryFile) {
    this.#terminal = terminal;
    this.#memory = memory;
    this.#lastTime = readMemory(memory);
  }

  begin(name: StartStep): void {
    this.#finishStep();
    this.#step = { name, since: performance.now() };
    if (this.#terminal.isLive) {
      this.#redraw ??= setInterval(() => this.#draw(), redrawMilliseconds).unref();
      this.#draw();
    } else this.#terminal.write(`  ${this.#terminal.style.dim(`${name} … ${this.#expectation(name)}`)}`);
  }

  /** Everything is running: prints how long the start took, and remembers it. */
  end(): void {
    this.#finishStep();
    this.abandon();
    const seconds = Math.round((performance.now() - this.#startedAt) / 1000);
    this.#terminal.write(`  ${this.#terminal.style.dim(`started in ${seconds} s`)}`);
    mkdirSync(path.dirname(this.#memory), { recursive: true });
    writeFileSync(this.#memory, JSON.stringify({ ...this.#lastTime, ...this.#taken }));
  }

  /** Removes the changing line. */
  abandon(): void {
    clearInterval(this.#redraw);
    this.#terminal.show([]);
  }

  #finishStep(): void {
    if (this.#step) this.#taken[this.#step.name] = secondsSince(this.#step.since);
    this.#step = null;
  }

  #draw(): void {
    if (!this.#step) return;
    const { name, since } = this.#step;
    const done = Object.keys(this.#taken).map((step) => `  ✓ ${step}`);
    const now = `  … ${name}, ${Math.floor(secondsSince(since))} s ${this.#expectation(name)}`;
    this.#terminal.show(['', ...[...done, now].map((line) => this.#terminal.style.dim(line))]);
  }

  #expectation(name: StartStep): string {
    const seconds = this.#lastTime[name];
    if (seconds !== undefined) return `(${Math.max(1, Math.round(seconds))} s last time)`;
    return name === 'building the functions' ? '(the first time up to a minute)' : '(some seconds)';
  }
}

function secondsSince(instant: number): number {
  return (performance.now() - instant) / 1000;
}

/** Empty if there is no file or it cannot be read, because it is only a hint. */
function readMemory(file: string): Record<string, number> {
  try {
    return memorySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
}
