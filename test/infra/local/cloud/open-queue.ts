import * as SQS from '@aws-sdk/client-sqs';
import { clientOptions, openStack } from './open-stack.ts';
import { smallTemplate } from './small-template.ts';

const queues = (extra: object = {}) => ({
  ...smallTemplate,
  Resources: {
    Letters: { Type: 'AWS::SQS::Queue', Properties: {} },
    Work: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        VisibilityTimeout: 1,
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['Letters', 'Arn'] }, maxReceiveCount: 2 },
        ...extra,
      },
    },
  },
});

/** A queue `Small-Work` with the dead-letter queue `Small-Letters`, and the calls of a client. */
export async function openQueue(extra: object = {}) {
  const stack = await openStack({ template: queues(extra) });
  const client = new SQS.SQSClient({ ...clientOptions, endpoint: stack.endpoints.sqs });
  const { QueueUrl } = await client.send(new SQS.GetQueueUrlCommand({ QueueName: 'Small-Work' }));
  const send = (MessageBody: string, more: Partial<SQS.SendMessageCommandInput> = {}) =>
    client.send(new SQS.SendMessageCommand({ QueueUrl, MessageBody, ...more }));
  const receive = async (more: Partial<SQS.ReceiveMessageCommandInput> = {}) => {
    const wanted = { MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All' as const] };
    const asked = { QueueUrl, MessageAttributeNames: ['All'], ...wanted, ...more };
    return (await client.send(new SQS.ReceiveMessageCommand(asked))).Messages ?? [];
  };
  const remove = (ReceiptHandle: string | undefined) =>
    client.send(new SQS.DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return { stack, client, QueueUrl, send, receive, remove };
}
