/** The identity of a metric: `{ namespace: 'AWS/SQS', name: 'NumberOfMessagesSent', dimensions: { QueueName: 'intake' } }` */
export type Series = { namespace: string; name: string; dimensions: Readonly<Record<string, string>> };
export type Statistic = 'Average' | 'Maximum' | 'Minimum' | 'SampleCount' | 'Sum';

/** A series that somebody watches: for how long its values are kept, and whether a percentile of them is asked for. */
export type Watched = { series: Series; keepMilliseconds: number; hasPercentile: boolean };

/** The values of one minute. `values` is filled only if a percentile is asked for. */
type Bucket = { sum: number; count: number; minimum: number; maximum: number; values: number[] };

export const minuteMilliseconds = 60_000;
/** A percentile of a minute is worked out from at most so many of its values. */
const mostValues = 1000;

/**
 * Metrics in buckets of one minute. Only the watched series are kept, and each only as long as it is looked at, so that
 * the memory does not grow with the time.
 */
export class Metrics {
  readonly now: () => number;
  readonly #series = new Map<
    string,
    { keepMilliseconds: number; hasPercentile: boolean; buckets: Map<number, Bucket> }
  >();

  constructor(watched: readonly Watched[], now: () => number) {
    this.now = now;
    for (const { series, keepMilliseconds, hasPercentile } of watched) {
      const known = this.#series.get(keyOf(series));
      this.#series.set(keyOf(series), {
        keepMilliseconds: Math.max(keepMilliseconds, known?.keepMilliseconds ?? 0),
        hasPercentile: hasPercentile || (known?.hasPercentile ?? false),
        buckets: new Map(),
      });
    }
  }

  /** Adds a value at the present minute, or at the minute of `at`. */
  record(series: Series, value: number, at = this.now()): void {
    const kept = this.#series.get(keyOf(series));
    if (!kept) return;
    const minute = Math.floor(at / minuteMilliseconds);
    const bucket = kept.buckets.get(minute);
    const values = kept.hasPercentile ? [value] : [];
    if (bucket) add(bucket, value, values);
    else kept.buckets.set(minute, { sum: value, count: 1, minimum: value, maximum: value, values });
    this.#forget(kept);
  }

  /** A statistic of the values from `from` until before `to`. Undefined if there are none. `p99` is a percentile. */
  statistic(series: Series, statistic: string, from: number, to: number): number | undefined {
    const buckets = this.#series.get(keyOf(series))?.buckets ?? new Map<number, Bucket>();
    const within = [...buckets].flatMap(([minute, bucket]) => {
      const at = minute * minuteMilliseconds;
      return at >= from && at < to ? [bucket] : [];
    });
    return within.length === 0 ? undefined : statisticOf(statistic, within);
  }

  #forget({ keepMilliseconds, buckets }: { keepMilliseconds: number; buckets: Map<number, Bucket> }): void {
    const oldest = Math.floor((this.now() - keepMilliseconds) / minuteMilliseconds);
    for (const minute of buckets.keys()) if (minute < oldest) buckets.delete(minute);
  }
}

/** The same for the same series, in whatever order its dimensions are given. */
export function keyOf({ namespace, name, dimensions }: Series): string {
  const pairs = Object.entries(dimensions).map(([dimension, value]) => `${dimension}=${value}`);
  return [namespace, name, ...pairs.sort()].join('\n');
}

/** `AWS/SQS NumberOfMessagesSent {QueueName=intake}` */
export function wordsFor(series: Series): string {
  const [namespace, name, ...pairs] = keyOf(series).split('\n');
  return `${namespace} ${name} {${pairs.join(', ')}}`;
}

function add(bucket: Bucket, value: number, values: readonly number[]): void {
  bucket.sum += value;
  bucket.count += 1;
  bucket.minimum = Math.min(bucket.minimum, value);
  bucket.maximum = Math.max(bucket.maximum, value);
  if (bucket.values.length < mostValues) bucket.values.push(...values);
}

function statisticOf(statistic: string, buckets: readonly Bucket[]): number {
  const total = (part: (bucket: Bucket) => number) => buckets.reduce((sum, bucket) => sum + part(bucket), 0);
  switch (statistic) {
    case 'Sum':
      return total(({ sum }) => sum);
    case 'SampleCount':
      return total(({ count }) => count);
    case 'Average':
      return total(({ sum }) => sum) / total(({ count }) => count);
    case 'Minimum':
      return Math.min(...buckets.map(({ minimum }) => minimum));
    case 'Maximum':
      return Math.max(...buckets.map(({ maximum }) => maximum));
    default:
      return percentileOf(
        statistic,
        buckets.flatMap(({ values }) => values),
      );
  }
}

/** The smallest value that at least so many per cent of the values do not exceed. */
function percentileOf(statistic: string, values: readonly number[]): number {
  const percent = Number(statistic.slice(1));
  const rank = Math.ceil((percent / 100) * values.length);
  return [...values].sort((a, b) => a - b)[Math.max(0, rank - 1)] ?? 0;
}
