import { describe, expect, it } from 'vitest';
import { EventBus } from '../../../../infra/local/cloud/event-bus.ts';

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
    const rule = { pattern: { source: ['aws.ses'] }, targets: [{ queueArn: 'arn:aws:sqs:x', transformer }] };
    new EventBus([rule], account, (_, body) => bodies.push(body)).publish(happened);
    expect(bodies.map((body) => JSON.parse(body))).toEqual([
      { detail: { eventType: 'Send', mail: { tags: { release: ['forum'] } }, bounce: '' } },
    ]);
  });

  it('hands a target without one the whole event, and nothing to a rule that it does not meet', () => {
    const bodies: string[] = [];
    const to = (source: string) => ({
      pattern: { source: [source] },
      targets: [{ queueArn: source, transformer: null }],
    });
    new EventBus([to('aws.ses'), to('aws.s3')], account, (arn, body) => bodies.push(arn, body)).publish(
      happened,
    );
    expect(bodies).toHaveLength(2);
    expect(JSON.parse(bodies[1] ?? '')).toMatchObject({
      'detail-type': 'Email Sent',
      detail: happened.detail,
    });
  });
});
