/**
 * A virtual clock and all faults, generated from one seed. Every external call goes through `call`: the world decides
 * when it happens, whether it happens, whether the answer arrives, and whether the caller survives.
 */

/** Mulberry32: a small and fast generator with the same results everywhere. */
export function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** One running function. A dead one gets no more answers. */
export interface Process {
  isDead: boolean;
  onDeath: () => void;
}

/** Probabilities per call. */
export interface Faults {
  crashBefore: number;
  crashAfter: number;
  failBefore: number;
  failAfter: number;
  /** The process stalls for up to some minutes after the call, so that its lease expires unnoticed. */
  stall: number;
}

interface Happening {
  at: number;
  order: number;
  happen: () => void;
}

export class World {
  now: number;
  readonly random: () => number;
  readonly faults: Faults;
  calls = 0;
  #order = 0;
  readonly #queue: Happening[] = [];

  constructor(seed: number, start: number, faults: Faults) {
    this.random = randomOf(seed);
    this.now = start;
    this.faults = faults;
  }

  chance(probability: number): boolean {
    return probability > 0 && this.random() < probability;
  }

  between(least: number, most: number): number {
    return least + this.random() * (most - least);
  }

  integer(least: number, most: number): number {
    return Math.floor(this.between(least, most + 1));
  }

  after(milliseconds: number, happen: () => void): void {
    const happening = { at: this.now + milliseconds, order: this.#order++, happen };
    // A heap would be faster for long queues, but these contain only a few dozen entries.
    let i = this.#queue.length;
    this.#queue.push(happening);
    while (i > 0 && isLater(this.#queue[i - 1], happening)) {
      this.#queue[i] = this.#queue[i - 1] ?? happening;
      i -= 1;
    }
    this.#queue[i] = happening;
  }

  sleep(process: Process, milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(milliseconds, () => {
        if (!process.isDead) resolve();
      });
    });
  }

  /** `effect` happens once, twice (the SDK repeated a call that seemed to have failed) or never. */
  call<T>(process: Process, effect: () => T, isRepeatable = true): Promise<T> {
    this.calls += 1;
    return new Promise((resolve, reject) => {
      this.after(this.between(1, 12), () => {
        if (process.isDead) return;
        if (this.chance(this.faults.crashBefore)) return kill(process);
        if (this.chance(this.faults.failBefore)) return reject(networkError('ECONNRESET'));
        try {
          let result = effect();
          if (this.chance(this.faults.crashAfter)) return kill(process);
          if (isRepeatable && this.chance(this.faults.failAfter)) {
            if (this.chance(0.3)) return reject(networkError('ETIMEDOUT'));
            result = effect();
          }
          if (!this.chance(this.faults.stall)) return resolve(result);
          this.after(this.between(1000, this.chance(0.5) ? 30_000 : 450_000), () => {
            if (!process.isDead) resolve(result);
          });
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  /** Runs until nothing is left to happen or the clock reaches `end`. */
  async run(end: number): Promise<void> {
    for (;;) {
      const next = this.#queue[0];
      if (!next || next.at > end) return;
      this.#queue.shift();
      this.now = next.at;
      next.happen();
      await settled();
    }
  }
}

export function kill(process: Process): void {
  if (process.isDead) return;
  process.isDead = true;
  process.onDeath();
}

export function networkError(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function isLater(a: Happening | undefined, b: Happening): boolean {
  return !!a && (a.at > b.at || (a.at === b.at && a.order > b.order));
}

/** Resolves after all promises that are ready have been processed. */
function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
