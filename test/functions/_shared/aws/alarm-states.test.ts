import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it } from 'vitest';
import { alarmStates } from '../../../../functions/_shared/aws/alarm-states.ts';

const cloudWatch = mockClient(CloudWatchClient);
const where = { prefix: 'Dateline-production: ', pageTopicArn: 'arn:page' };

it('reads every alarm of the newsroom: who is hurt, its article, and whether it wakes somebody', async () => {
  const since = new Date('2025-06-12T06:51:00Z');
  cloudWatch
    .on(DescribeAlarmsCommand, { AlarmNamePrefix: 'Dateline-production: ' })
    .resolvesOnce({
      NextToken: 'more',
      MetricAlarms: [
        {
          AlarmName: 'Dateline-production: circuit',
          AlarmDescription: 'All sending has stopped. What to do: docs/runbook.md#circuit',
          StateValue: 'ALARM',
          StateTransitionedTimestamp: since,
          AlarmActions: ['arn:page'],
        },
      ],
    })
    .resolvesOnce({
      MetricAlarms: [
        {
          AlarmName: 'Dateline-production: by hand',
          AlarmDescription: 'Somebody made it in the console',
          StateValue: 'INSUFFICIENT_DATA',
          StateUpdatedTimestamp: since,
          AlarmActions: [],
        },
      ],
    });
  expect(await alarmStates(where).readAlarms()).toEqual([
    {
      name: 'circuit',
      state: 'ringing',
      severity: 'page',
      since: since.toISOString(),
      whoIsHurt: 'All sending has stopped.',
      article: 'circuit',
    },
    {
      name: 'by hand',
      state: 'unknown',
      severity: 'ticket',
      since: since.toISOString(),
      whoIsHurt: 'Somebody made it in the console',
      article: '',
    },
  ]);
});
