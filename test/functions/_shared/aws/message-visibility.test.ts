import { ChangeMessageVisibilityBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { messageVisibility } from '../../../../functions/_shared/aws/message-visibility.ts';

const sqs = mockClient(SQSClient);
const { hideMessages } = messageVisibility(new SQSClient({ region: 'eu-west-1' }));
const messages = Array.from({ length: 12 }, (_, i) => ({ receiptHandle: `r${i}`, seconds: i }));

describe('hiding messages', () => {
  beforeEach(() => sqs.reset());

  it('asks SQS for ten at a time, each with a time of its own', async () => {
    sqs.on(ChangeMessageVisibilityBatchCommand).resolves({});
    await hideMessages('https://sqs.test/1/arm', messages);
    const asked = sqs.commandCalls(ChangeMessageVisibilityBatchCommand).map(({ args }) => args[0].input);
    expect(asked.map(({ Entries }) => Entries?.length)).toEqual([10, 2]);
    expect(asked[1]).toEqual({
      QueueUrl: 'https://sqs.test/1/arm',
      Entries: [
        { Id: '0', ReceiptHandle: 'r10', VisibilityTimeout: 10 },
        { Id: '1', ReceiptHandle: 'r11', VisibilityTimeout: 11 },
      ],
    });
  });

  it('says what SQS refused, after it asked for all', async () => {
    sqs.on(ChangeMessageVisibilityBatchCommand).resolves({
      Failed: [{ Id: '0', Code: 'MessageNotInflight', SenderFault: true }],
    });
    await expect(hideMessages('https://sqs.test/1/arm', messages)).rejects.toThrow('MessageNotInflight');
    expect(sqs.commandCalls(ChangeMessageVisibilityBatchCommand)).toHaveLength(2);
  });
});
