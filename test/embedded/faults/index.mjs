// Stands in for every function of the newsroom, and does what a message, a path or an event tells it to do.
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const faults = {
  throw: () => {
    throw new TypeError('a planted fault');
  },
  exit: () => process.exit(3),
  say: ({ line }) => process.stdout.write(`${line}\n`),
  wait: async ({ until }) => {
    while (!existsSync(until)) await sleep(10);
  },
};

/**
 * The clock of these tests stands still, so nothing that waits comes back: a message comes back at once. Without the SDK,
 * which a bundle without imports does not find.
 */
async function comeBackAtOnce({ eventSourceARN, receiptHandle: ReceiptHandle }) {
  const name = eventSourceARN.split(':').at(-1);
  const { url: QueueUrl } = JSON.parse(process.env.WORK_QUEUES).find(({ url }) => url.endsWith(`/${name}`));
  await fetch(process.env.AWS_ENDPOINT_URL_SQS, {
    method: 'POST',
    headers: {
      authorization: 'AWS4-HMAC-SHA256 Credential=anybody/20260101/us-east-1/sqs/aws4_request',
      'x-amz-target': 'AmazonSQS.ChangeMessageVisibility',
    },
    body: JSON.stringify({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }),
  });
}

export async function handler(event) {
  for (const record of event.Records ?? [])
    if (JSON.parse(record.body).fault === 'throw') await comeBackAtOnce(record);
  const asked = event.Records?.map(({ body }) => JSON.parse(body)) ?? [event.queryStringParameters ?? event];
  for (const one of asked) await faults[one.fault]?.(one);
}
