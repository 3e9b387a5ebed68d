import { randomBytes } from 'node:crypto';
import { PutItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import { type AuditLine, auditLineSchema } from '../domain/audit.ts';
import { fromItem, toItem } from './item.ts';
import type { Table } from './table.ts';

/** Appends one line. The key is new each time, and the stages' roles may not update or delete `AUDIT#` items. */
export async function appendAudit(table: Table, line: AuditLine): Promise<void> {
  const sk = `${line.at}#${randomBytes(6).toString('hex')}`;
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
