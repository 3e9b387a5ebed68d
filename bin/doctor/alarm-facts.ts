import { type CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';

export interface AlarmFacts {
  name: string;
  description: string;
  state: string;
  /** Whether anybody hears it. */
  isHeard: boolean;
}

/** CloudWatch takes at most 100 names at once. */
const most = 100;

/** The alarms that exist among the named ones. */
export async function readAlarms(client: CloudWatchClient, names: readonly string[]): Promise<AlarmFacts[]> {
  const found: AlarmFacts[] = [];
  for (let start = 0; start < names.length; start += most) {
    const { MetricAlarms = [], CompositeAlarms = [] } = await client.send(
      new DescribeAlarmsCommand({
        AlarmNames: names.slice(start, start + most),
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        MaxRecords: most,
      }),
    );
    for (const alarm of [...MetricAlarms, ...CompositeAlarms])
      found.push({
        name: alarm.AlarmName ?? '',
        description: alarm.AlarmDescription ?? '',
        state: alarm.StateValue ?? 'unknown',
        isHeard: alarm.ActionsEnabled !== false && (alarm.AlarmActions ?? []).length > 0,
      });
  }
  return found;
}
