import { describe, expect, it } from 'vitest';
import { EventBus } from '../../../../infra/local/cloud/event-bus.ts';
import { Fault } from '../../../../infra/local/cloud/fault.ts';

const account = {
  account: '000000000000',
  region: 'us-east-1',
  partition: 'aws',
  urlSuffix: 'amazonaws.com',
};
const happened = {
  source: 'aws.ses',
  detailType: 'Email Sent',
  at: 0,
  resources: [],
  detail: {
    eventType: 'Send',
    mail: { tags: { release: ['forum'] }, commonHeaders: { subject: 'A headline' } },
  },
};

describe('the event bus', () => {
  it('hands a target only what its transformer picks, each value as JSON', () => {
    const bodies: string[] = [];
    const transformer = {
      InputPathsMap: { type: '$.detail.eventType', tags: '$.detail.mail.tags', none: '$.detail.bounce' },
      InputTemplate: '{"detail":{"eventType":<type>,"mail":{"tags":<tags>},"bounce":<none>}}',
    };
    const rule = {
      name: 'mails',
      arn: 'arn:aws:events:x',
      pattern: { source: ['aws.ses'] },
      targets: [{ arn: 'arn:aws:sqs:x', transformer, input: null }],
    };
    const deliver = (_: string, body: string) => bodies.push(body);
    new EventBus([rule], account, {
      isEnabled: () => true,
      toQueue: deliver,
      toTopic: () => true,
      report: () => {},
    }).publish(happened);
    expect(bodies.map((body) => JSON.parse(body))).toEqual([
      { detail: { eventType: 'Send', mail: { tags: { release: ['forum'] } }, bounce: '' } },
    ]);
  });

  it('hands a target without one the whole event, and nothing to a rule that it does not meet', () => {
    const bodies: string[] = [];
    const to = (source: string) => ({
      name: source,
      arn: `arn:aws:events:${source}`,
      pattern: { source: [source] },
      targets: [{ arn: source, transformer: null, input: null }],
    });
    const deliver = (arn: string, body: string) => bodies.push(arn, body);
    new EventBus([to('aws.ses'), to('aws.s3')], account, {
      isEnabled: () => true,
      toQueue: deliver,
      toTopic: () => true,
      report: () => {},
    }).publish(happened);
    expect(bodies).toHaveLength(2);
    expect(JSON.parse(bodies[1] ?? '')).toMatchObject({
      'detail-type': 'Email Sent',
      detail: happened.detail,
    });
  });

  it('reports a rule whose queue is gone, and serves the others', () => {
    const reported: string[] = [];
    const rule = (name: string) => ({
      name,
      arn: `arn:aws:events:${name}`,
      pattern: { source: ['aws.ses'] },
      targets: [{ arn: name, transformer: null, input: null }],
    });
    const deliver = (arn: string) => {
      if (arn === 'gone') throw new Fault('QueueDoesNotExist', 'The specified queue does not exist.');
    };
    const report = (name: string, isDelivered: boolean) => reported.push(`${name} ${isDelivered}`);
    new EventBus([rule('gone'), rule('there')], account, {
      isEnabled: () => true,
      toQueue: deliver,
      toTopic: () => true,
      report,
    }).publish(happened);
    expect(reported).toEqual(['gone false', 'there true']);
  });
});
