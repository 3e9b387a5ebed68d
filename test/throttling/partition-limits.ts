import { createHash } from 'node:crypto';

export type Kind = 'read' | 'write';

/** Units a second that each partition gives, and the number of partitions. */
export interface Limits {
  read: number;
  write: number;
  partitions: number;
}

/**
 * A partition gives 3,000 read units and 1,000 write units a second
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html), and a new on-demand
 * table four times that at once
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput-scenarios.html): four partitions.
 * That DynamoDB splits a busy partition and gives bursts is left out, because nobody may count on it.
 */
export const newTable: Limits = { read: 3000, write: 1000, partitions: 4 };

/**
 * How busy the partitions of a table are. A request that finds units left is served, and what it used is paid then, so
 * that the next ones wait for it: a query knows its size only when it has read.
 */
export class PartitionLimits {
  readonly #limits: Limits;
  readonly #now: () => number;
  readonly #left = new Map<string, { units: number; at: number }>();
  readonly used: Record<Kind, number> = { read: 0, write: 0 };
  throttled = 0;

  /** `now`: in milliseconds. */
  constructor(limits: Limits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  admits(pk: string, kind: Kind): boolean {
    const admitted = this.#bucketOf(pk, kind).units > 0;
    if (!admitted) this.throttled += 1;
    return admitted;
  }

  spend(pk: string, kind: Kind, units: number): void {
    this.#bucketOf(pk, kind).units -= units;
    this.used[kind] += units;
  }

  /** What may be used now: at most what the partition gives in one second. */
  #bucketOf(pk: string, kind: Kind): { units: number; at: number } {
    const rate = this.#limits[kind];
    const name = `${kind} ${this.#partitionOf(pk)}`;
    const now = this.#now();
    const before = this.#left.get(name) ?? { units: rate, at: now };
    const bucket = { units: Math.min(rate, before.units + (rate * (now - before.at)) / 1000), at: now };
    this.#left.set(name, bucket);
    return bucket;
  }

  #partitionOf(pk: string): number {
    return createHash('sha256').update(pk).digest().readUInt16BE() % this.#limits.partitions;
  }
}
