import * as z from 'zod';
import type { Metrics } from './metrics.ts';

/** A metric filter of the template: each line of the log group that the pattern matches adds `value` to the metric. */
export type MetricFilter = {
  logGroup: string;
  terms: string[];
  namespace: string;
  name: string;
  value: number;
};

/** Strict, so that a property that this machine does not know stops the start. */
const filterSchema = z.strictObject({
  LogGroupName: z.string(),
  FilterPattern: z.string(),
  MetricTransformations: z.tuple([
    z.strictObject({
      MetricNamespace: z.string(),
      MetricName: z.string(),
      MetricValue: z.coerce.number(),
      Unit: z.string().optional(),
    }),
  ]),
  ApplyOnTransformedLogs: z.literal(false).optional(),
});

export function readMetricFilter(properties: object): MetricFilter {
  const { LogGroupName, FilterPattern, MetricTransformations } = filterSchema.parse(properties);
  const [{ MetricNamespace, MetricName, MetricValue }] = MetricTransformations;
  return {
    logGroup: LogGroupName,
    terms: termsOf(FilterPattern),
    namespace: MetricNamespace,
    name: MetricName,
    value: MetricValue,
  };
}

/**
 * Only the form `"one phrase" "another"` is known: a line matches if it contains all of them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
function termsOf(pattern: string): string[] {
  if (!/^"[^"\\]+"( "[^"\\]+")*$/.test(pattern))
    throw new Error(`the filter pattern ${pattern} is not known here.`);
  return pattern.slice(1, -1).split('" "');
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html */
const embeddedSchema = z.looseObject({
  _aws: z.looseObject({
    Timestamp: z.number(),
    CloudWatchMetrics: z.array(
      z.looseObject({
        Namespace: z.string(),
        Dimensions: z.array(z.array(z.string())).default([[]]),
        Metrics: z.array(z.looseObject({ Name: z.string() })),
      }),
    ),
  }),
});
type Embedded = z.infer<typeof embeddedSchema>;
const valuesSchema = z.union([z.number().transform((value) => [value]), z.array(z.number())]);

/** Reads the metrics out of what functions write to their logs: metric filters, and the embedded metric format. */
export class LogMetrics {
  readonly #metrics: Metrics;
  readonly #filters: readonly MetricFilter[];

  constructor(metrics: Metrics, filters: readonly MetricFilter[]) {
    this.#metrics = metrics;
    this.#filters = filters;
  }

  read(logGroup: string, line: string): void {
    for (const { logGroup: watched, terms, namespace, name, value } of this.#filters)
      if (watched === logGroup && terms.every((term) => line.includes(term)))
        this.#metrics.record({ namespace, name, dimensions: {} }, value);
    const embedded = embeddedIn(line);
    if (embedded) this.#record(embedded);
  }

  #record(embedded: Embedded): void {
    const { Timestamp, CloudWatchMetrics } = embedded._aws;
    const fields = new Map(Object.entries(embedded));
    for (const { Namespace: namespace, Dimensions, Metrics } of CloudWatchMetrics)
      for (const set of Dimensions)
        for (const { Name: name } of Metrics) {
          const dimensions = Object.fromEntries(
            set.map((dimension) => [dimension, String(fields.get(dimension))]),
          );
          for (const value of valuesSchema.catch([]).parse(fields.get(name)))
            this.#metrics.record({ namespace, name, dimensions }, value, Timestamp);
        }
  }
}

/** The whole line has to be the JSON object; CloudWatch finds no metrics in a line with a time before it. */
function embeddedIn(line: string): Embedded | undefined {
  if (!line.startsWith('{') || !line.includes('"CloudWatchMetrics"')) return undefined;
  try {
    return embeddedSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
