import * as z from 'zod';
import type { Alarm, Alarms } from './alarms.ts';
import { Fault, notServed } from './fault.ts';

const stateSchema = z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']);
const describeSchema = z.looseObject({
  AlarmNames: z.array(z.string()).optional(),
  AlarmNamePrefix: z.string().optional(),
  AlarmTypes: z.array(z.enum(['MetricAlarm', 'CompositeAlarm'])).optional(),
  StateValue: stateSchema.optional(),
  MaxRecords: z.number().int().min(1).max(100).default(50),
  NextToken: z.string().optional(),
});
const setStateSchema = z.looseObject({
  AlarmName: z.string(),
  StateValue: stateSchema,
  StateReason: z.string(),
});

/** The operations of CloudWatch on alarms, in the JSON protocol of today's SDKs and AWS CLI. */
export class CloudWatch {
  readonly #alarms: Alarms;

  constructor(alarms: Alarms) {
    this.#alarms = alarms;
  }

  answer(operation: string, input: unknown): unknown {
    switch (operation) {
      case 'DescribeAlarms':
        return this.#describe(describeSchema.parse(input));
      case 'SetAlarmState':
        return this.#setState(setStateSchema.parse(input));
      default:
        throw notServed(`CloudWatch ${operation}`);
    }
  }

  #describe(asked: z.infer<typeof describeSchema>): object {
    const { AlarmNames, AlarmNamePrefix = '', AlarmTypes, StateValue, MaxRecords, NextToken = '0' } = asked;
    const wanted = this.#alarms
      .all()
      .filter(
        ({ name, state }) =>
          (AlarmNames?.includes(name) ?? true) &&
          name.startsWith(AlarmNamePrefix) &&
          (AlarmTypes?.includes('MetricAlarm') ?? true) &&
          (StateValue ?? state) === state,
      )
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const begin = Number(NextToken);
    const end = begin + MaxRecords;
    return {
      MetricAlarms: wanted.slice(begin, end).map(described),
      CompositeAlarms: [],
      ...(end < wanted.length && { NextToken: String(end) }),
    };
  }

  /** Lasts until the alarm is judged the next time, as on AWS. */
  #setState({ AlarmName, StateValue, StateReason }: z.infer<typeof setStateSchema>): object {
    const alarm = this.#alarms.all().find(({ name }) => name === AlarmName);
    if (!alarm) throw new Fault('ResourceNotFound', `Unknown alarm: ${AlarmName}`, 404);
    this.#alarms.enter(alarm, StateValue, StateReason);
    return {};
  }
}

/** As https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricAlarm.html; instants in seconds. */
function described(alarm: Alarm): object {
  const { rule, series, statistic, actions } = alarm;
  const since = alarm.since / 1000;
  return {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    AlarmDescription: alarm.description,
    ActionsEnabled: true,
    OKActions: actions.OK,
    AlarmActions: actions.ALARM,
    InsufficientDataActions: actions.INSUFFICIENT_DATA,
    StateValue: alarm.state,
    StateReason: alarm.reason,
    StateUpdatedTimestamp: since,
    StateTransitionedTimestamp: since,
    Namespace: series.namespace,
    MetricName: series.name,
    Dimensions: Object.entries(series.dimensions).map(([Name, Value]) => ({ Name, Value })),
    ...(statistic.startsWith('p') ? { ExtendedStatistic: statistic } : { Statistic: statistic }),
    Period: alarm.periodSeconds,
    EvaluationPeriods: rule.evaluationPeriods,
    DatapointsToAlarm: rule.datapointsToAlarm,
    Threshold: rule.threshold,
    ComparisonOperator: rule.comparison,
    TreatMissingData: rule.missingData,
  };
}
