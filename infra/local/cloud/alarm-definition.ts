import * as z from 'zod';
import { type AlarmRule, type AlarmState, evaluationRange } from './judge-alarm.ts';
import type { Series, Watched } from './metrics.ts';

/** A metric alarm of the template. */
export type AlarmDefinition = {
  name: string;
  arn: string;
  description: string;
  rule: AlarmRule;
  series: Series;
  /** `Sum`, `p99` … */
  statistic: string;
  periodSeconds: number;
  /** The topics that are told when the alarm enters a state. */
  actions: Record<AlarmState, string[]>;
};

const dimensionsSchema = z
  .array(z.object({ Name: z.string(), Value: z.string() }))
  .default([])
  .transform((pairs) => Object.fromEntries(pairs.map(({ Name, Value }) => [Name, Value])));

/** Strict, so that a property that this machine does not know stops the start. */
const alarmSchema = z.strictObject({
  AlarmName: z.string(),
  AlarmDescription: z.string().default(''),
  ActionsEnabled: z.boolean().default(true),
  AlarmActions: z.array(z.string()).default([]),
  OKActions: z.array(z.string()).default([]),
  InsufficientDataActions: z.array(z.string()).default([]),
  Namespace: z.string(),
  MetricName: z.string(),
  Dimensions: dimensionsSchema,
  Statistic: z.enum(['Average', 'Maximum', 'Minimum', 'SampleCount', 'Sum']).optional(),
  ExtendedStatistic: z
    .string()
    .regex(/^p\d+(\.\d+)?$/)
    .optional(),
  Period: z.number().int().multipleOf(60),
  EvaluationPeriods: z.number().int().positive(),
  DatapointsToAlarm: z.number().int().positive().optional(),
  Threshold: z.number(),
  ComparisonOperator: z.enum([
    'GreaterThanThreshold',
    'GreaterThanOrEqualToThreshold',
    'LessThanThreshold',
    'LessThanOrEqualToThreshold',
  ]),
  TreatMissingData: z.enum(['missing', 'ignore', 'breaching', 'notBreaching']).optional(),
  Tags: z.unknown().optional(),
});

/** Reads the properties of an `AWS::CloudWatch::Alarm`. `name` is the one that CloudFormation makes up. */
export function readAlarm(properties: object, name: string, arn: string): AlarmDefinition {
  const alarm = alarmSchema.parse({ AlarmName: name, ...properties });
  const statistic = alarm.Statistic ?? alarm.ExtendedStatistic;
  if (statistic === undefined) throw new Error('it has no statistic.');
  const actionsFor = (topics: string[]) => (alarm.ActionsEnabled ? topics : []);
  return {
    name: alarm.AlarmName,
    arn,
    description: alarm.AlarmDescription,
    rule: {
      threshold: alarm.Threshold,
      comparison: alarm.ComparisonOperator,
      evaluationPeriods: alarm.EvaluationPeriods,
      datapointsToAlarm: alarm.DatapointsToAlarm ?? alarm.EvaluationPeriods,
      missingData: alarm.TreatMissingData ?? missingByDefault(alarm.Namespace),
    },
    series: { namespace: alarm.Namespace, name: alarm.MetricName, dimensions: alarm.Dimensions },
    statistic,
    periodSeconds: alarm.Period,
    actions: {
      OK: actionsFor(alarm.OKActions),
      ALARM: actionsFor(alarm.AlarmActions),
      INSUFFICIENT_DATA: actionsFor(alarm.InsufficientDataActions),
    },
  };
}

/**
 * Alarms on metrics of DynamoDB ignore missing data unless they say otherwise:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
function missingByDefault(namespace: string): AlarmRule['missingData'] {
  return namespace === 'AWS/DynamoDB' ? 'ignore' : 'missing';
}

/** What must be kept of an alarm's metric. */
export function watchedBy({ series, statistic, periodSeconds, rule }: AlarmDefinition): Watched {
  return {
    series,
    keepMilliseconds: (evaluationRange(rule) + 1) * periodSeconds * 1000,
    hasPercentile: /^p\d/.test(statistic),
  };
}
