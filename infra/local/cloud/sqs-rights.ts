import * as z from 'zod';
import { lastPart } from './account.ts';

const namedSchema = z.object({
  QueueUrl: z.string().optional(),
  QueueName: z.string().optional(),
  SourceArn: z.string().optional(),
  DestinationArn: z.string().optional(),
});

type Right = { action: string; resource: string };

/**
 * What a caller needs for an SQS operation. A batch needs the right of its single operation:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
 */
export function rightsFor(operation: string, input: unknown, arn: (queue: string) => string): Right[] {
  const { QueueUrl, QueueName, SourceArn, DestinationArn } = namedSchema.parse(input);
  if (operation === 'StartMessageMoveTask' && SourceArn) return movingRights(SourceArn, DestinationArn);
  const queue = QueueUrl === undefined ? QueueName : lastPart(QueueUrl);
  const resource = SourceArn ?? (queue === undefined ? '*' : arn(queue));
  return [{ action: `sqs:${operation.replace(/Batch$/, '')}`, resource }];
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html */
function movingRights(source: string, destination: string | undefined): Right[] {
  const actions = ['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
  return [
    ...actions.map((action) => ({ action: `sqs:${action}`, resource: source })),
    ...(destination === undefined ? [] : [{ action: 'sqs:SendMessage', resource: destination }]),
  ];
}
