import { randomBytes } from 'node:crypto';
import { ConditionalCheckFailedException, PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { type AuditLine, auditLineSchema } from '../domain/audit.ts';
import { fromItem, toItem } from './item.ts';
import type { Table } from './table.ts';

/** Appends one line. The key is new each time, and the stages' roles may not update or delete `AUDIT#` items. */
export async function appendAudit(table: Table, line: AuditLine): Promise<void> {
  await put(table, line, `${line.at}#${randomBytes(6).toString('hex')}`);
}

/**
 * Appends a line that may have been appended before: `id`, unique within its subject and instant, tells. The trail of
 * a release is written this way, since a crash between its head and its line makes the next one write the line again.
 */
export async function appendAuditOnce(table: Table, line: AuditLine, id: string): Promise<void> {
  const sk = `${line.at}#${id}`;
  try {
    await put(table, line, sk);
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}

async function put(table: Table, line: AuditLine, sk: string): Promise<void> {
  await table.client.send(
    new PutItemCommand({
      TableName: table.name,
      Item: toItem({
        pk: `AUDIT#${line.subject}`,
        sk,
        gsi1pk: `AUDIT#${line.at.slice(0, 7)}`,
        gsi1sk: sk,
        ...line,
      }),
      ConditionExpression: 'attribute_not_exists(pk)',
    }),
  );
}

/** One subject's lines, oldest first. */
export async function* readAudit(table: Table, subject: string): AsyncGenerator<AuditLine> {
  const pages = paginateQuery(
    { client: table.client },
    {
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: toItem({ ':pk': `AUDIT#${subject}` }),
    },
  );
  for await (const page of pages) for (const item of page.Items ?? []) yield fromItem(auditLineSchema, item);
}

/** All lines of one month (`YYYY-MM`), oldest first. */
export async function* readAuditMonth(table: Table, month: string): AsyncGenerator<AuditLine> {
  const pages = paginateQuery(
    { client: table.client },
    {
      TableName: table.name,
      IndexName: 'gsi1',
      KeyConditionExpression: 'gsi1pk = :pk',
      ExpressionAttributeValues: toItem({ ':pk': `AUDIT#${month}` }),
    },
  );
  for await (const page of pages) for (const item of page.Items ?? []) yield fromItem(auditLineSchema, item);
}
