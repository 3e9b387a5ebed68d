import { CloudWatchClient, type MetricAlarm, paginateDescribeAlarms } from '@aws-sdk/client-cloudwatch';
import type { Alarm } from '../domain/alarm.ts';

export interface AlarmStates {
  /** The names of the newsroom's alarms begin with it. */
  prefix: string;
  /** The alarms that tell this topic wake somebody. */
  pageTopicArn: string;
}

/** Reads the newsroom's alarms from CloudWatch. A page waits for it, so it is given up early. */
export function alarmStates(where: AlarmStates) {
  const client = new CloudWatchClient({
    maxAttempts: 2,
    requestHandler: { connectionTimeout: 1000, requestTimeout: 2000 },
  });
  return {
    async readAlarms(): Promise<Alarm[]> {
      const alarms: Alarm[] = [];
      const asked = { AlarmNamePrefix: where.prefix, AlarmTypes: ['MetricAlarm' as const] };
      for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client, pageSize: 100 }, asked))
        alarms.push(...MetricAlarms.map((alarm) => alarmOf(alarm, where)));
      return alarms;
    },
  };
}

/** infra/ writes the description: who is hurt, and the article. */
const description = /^(.*) What to do: docs\/runbook\.md#([\w-]+)$/s;

function alarmOf(alarm: MetricAlarm, { prefix, pageTopicArn }: AlarmStates): Alarm {
  const { AlarmName = '', AlarmDescription = '', StateValue, AlarmActions = [] } = alarm;
  const since = alarm.StateTransitionedTimestamp ?? alarm.StateUpdatedTimestamp ?? new Date(0);
  const [, whoIsHurt = AlarmDescription, article = ''] = description.exec(AlarmDescription) ?? [];
  return {
    name: AlarmName.slice(prefix.length),
    state: StateValue === 'ALARM' ? 'ringing' : StateValue === 'OK' ? 'quiet' : 'unknown',
    severity: AlarmActions.includes(pageTopicArn) ? 'page' : 'ticket',
    since: since.toISOString(),
    whoIsHurt,
    article,
  };
}
