// Fed by the bucket's queue: mails what was dropped, and remembers it in the table.
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';

const s3 = new S3Client({});
const ses = new SESClient({ maxAttempts: 1 });
const table = new DynamoDBClient({});
const sqs = new SQSClient({});

async function relay(record) {
  const { Records } = JSON.parse(record.body);
  for (const { s3: dropped } of Records) {
    const key = decodeURIComponent(dropped.object.key.replaceAll('+', ' '));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: dropped.bucket.name, Key: key }));
    const text = await Body.transformToString();
    if (text.startsWith('broken')) throw new Error(text);
    const raw = `From: desk@newsroom.example\r\nTo: ${text}\r\nSubject: ${key}\r\n\r\nHello\r\n`;
    const { MessageId } = await ses.send(
      new SendRawEmailCommand({
        RawMessage: { Data: Buffer.from(raw) },
        Destinations: [text],
        ConfigurationSetName: process.env.CONFIGURATION_SET,
        Tags: [{ Name: 'release', Value: 'forum' }],
      }),
    );
    const Item = { pk: { S: key }, sk: { S: 'MAIL' }, id: { S: MessageId } };
    await table.send(new PutItemCommand({ TableName: process.env.TABLE_NAME, Item }));
  }
}

/** A failed message comes back after a second; one that is broken for long waits out the timeout of its queue. */
async function comeBack({ receiptHandle: ReceiptHandle }, error) {
  if (error.message === 'broken for long') return;
  const QueueUrl = process.env.INTAKE_URL;
  await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 1 }));
}

export async function handler(event) {
  console.log(`relaying ${event.Records.length}`);
  const batchItemFailures = [];
  for (const record of event.Records)
    await relay(record).catch(async (error) => {
      await comeBack(record, error);
      batchItemFailures.push({ itemIdentifier: record.messageId });
    });
  return { batchItemFailures };
}
