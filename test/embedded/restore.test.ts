import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  paginateScan,
} from '@aws-sdk/client-dynamodb';
import { afterAll, expect, it } from 'vitest';
import { type Endpoints, NewsroomProcess, until } from './newsroom-process.ts';

const newsroom = new NewsroomProcess();
afterAll(() => newsroom.close());

const copy = 'restored';
const people = Array.from({ length: 12 }, (_, n) => `reader${n}@paper${n}.example.org`);

function clientOf({ dynamodb, region }: Endpoints): DynamoDBClient {
  const credentials = { accessKeyId: 'operator', secretAccessKey: 'operator' };
  return new DynamoDBClient({ endpoint: dynamodb, region, credentials });
}

/** What restoring to a point in time does on AWS: a table of another name with the same keys and items. */
async function copyTable(client: DynamoDBClient, from: string): Promise<void> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: from }));
  const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes: [index] = [] } = Table ?? {};
  const { IndexName, KeySchema: keys, Projection } = index ?? {};
  await client.send(
    new CreateTableCommand({
      TableName: copy,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions,
      KeySchema,
      GlobalSecondaryIndexes: [{ IndexName, KeySchema: keys, Projection }],
    }),
  );
  for await (const { Items = [] } of paginateScan({ client, pageSize: 25 }, { TableName: from }))
    await client.send(
      new BatchWriteItemCommand({
        RequestItems: { [copy]: Items.map((Item) => ({ PutRequest: { Item } })) },
      }),
    );
}

async function release(id: string, isApproved = true): Promise<void> {
  const file = path.join(newsroom.dataDirectory, `${id}.md`);
  const text = `# ${id} opens in Ha Noi\n\nHA NOI, 12 June 2025 – The ${id} opens today.\n\nContact: Lan, lan@press.example.org\n`;
  writeFileSync(file, text);
  await newsroom.command('drop', file);
  if (!isApproved) return;
  await until(`${id} awaits approval`, async () => (await newsroom.command('approve', id)).code === 0);
}

const mailsOf = (id: string) => newsroom.mailsOf(id, 'general').map(({ to }) => String(to));

it('a lost table is restored to a new name: links still work, nobody gets anything twice, who left stays out', async () => {
  const before = await newsroom.start('--no-samples', '--ses-rate', '100');
  const list = path.join(newsroom.dataDirectory, 'list.csv');
  writeFileSync(list, `Email\n${people.join('\n')}\n`);
  await newsroom.command('contacts', 'import', list, '--list', 'general-press');
  await release('forum');
  await until('the first release', () => mailsOf('forum').length === people.length);

  await copyTable(clientOf(before), before.table);
  const since = new Date().toISOString();
  await release('summit');
  await until('the second release', () => mailsOf('summit').length === people.length);
  await newsroom.command('contacts', 'suppress', people[0] ?? '', '--reason', 'asked by telephone');
  await clientOf(before).send(new DeleteTableCommand({ TableName: before.table }));

  const restored = await newsroom.command('restore', '--table', copy, '--since', since);
  expect(restored.code, restored.stderr).toBe(0);
  expect(restored.lines).toContainEqual({ deliveryId: 'summit_v1_general', held: people.length });
  expect(restored.stderr).toContain('1 restrictions are in force again');
  await newsroom.kill('SIGTERM');

  const { console: pages, table } = await newsroom.start(
    '--no-samples',
    '--ses-rate',
    '100',
    '--table',
    copy,
  );
  expect(table).toBe(copy);
  expect((await newsroom.command('resume')).code).toBe(0);
  const [mail] = newsroom.mailsOf('forum', 'general').filter(({ to }) => to.includes(people[1] ?? ''));
  const link = mail && /\/u\/[A-Za-z0-9_.-]+/.exec(newsroom.source(mail).toString().replaceAll('=\r\n', ''));
  expect(
    (await fetch(`${pages}${link?.[0]}`, { method: 'POST', body: 'List-Unsubscribe=One-Click' })).status,
  ).toBe(200);

  // The file is in the bucket; its version is not in the table. It is dropped, read and approved again.
  await release('summit');
  // Its edition is the delivery that is held: whoever has no record is unknown until a person decides.
  await until('the edition of the second release', async () => {
    const { stdout } = await newsroom.command('release', 'summit');
    return stdout.includes(`"unknown":${people.length}`);
  });
  // Longer than a sweep of the watch after a start.
  await sleep(8000);
  expect(mailsOf('summit'), 'nobody twice').toHaveLength(people.length);
  expect(mailsOf('forum')).toHaveLength(people.length);

  const settled = await newsroom.command('settle', 'summit_v1_general', '--as', 'resend');
  expect(settled.lines).toContainEqual(expect.objectContaining({ settled: people.length }));
  await until('those whom a person named', () => mailsOf('summit').length >= 2 * people.length - 2);
  const again = mailsOf('summit').slice(people.length);
  expect(again.join()).not.toContain(people[0]);
  expect(again.join()).not.toContain(people[1]);
  expect(again).toHaveLength(people.length - 2);
}, 240_000);
