import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { toItem } from '../../functions/_shared/aws/item.ts';
import { likenessTable } from '../../functions/_shared/aws/likeness-table.ts';
import type { Table } from '../../functions/_shared/aws/table.ts';
import type { Likeness } from '../../functions/_shared/domain/likeness.ts';
import type { Filed } from '../../functions/_shared/domain/twin.ts';
import { openEmbeddedTable } from './embedded-table.ts';

let table: Table;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ table, close } = await openEmbeddedTable());
});
afterAll(() => close());

const text = (headline: string | null, from: number): Likeness => ({
  headline,
  date: null,
  runs: 20,
  sketch: Array.from({ length: 20 }, (_, i) => from + i),
});
const filed = (releaseId: string, contentHash: string, one: Likeness): Filed => ({
  releaseId,
  contentHash,
  at: '2026-03-01T08:00:00Z',
  embargo: null,
  isEmbargoUnsure: false,
  texts: [one],
});
const nextYear = new Date('2027-03-01T08:00:00Z');
const found = async (one: Filed) =>
  (await likenessTable(table).findFiled(one)).map(({ releaseId }) => releaseId).sort();

it('finds texts with the same headline or several common runs, never a release’s own, without reading the others', async () => {
  const forum = filed('forum', 'a'.repeat(64), text('h1', 1000));
  const nearly = filed('nearly', 'b'.repeat(64), text('h2', 1003));
  const once = filed('once', 'c'.repeat(64), text('h3', 1011));
  const sameHeadline = filed('same-headline', 'd'.repeat(64), text('h1', 9000));
  const other = filed('other', 'e'.repeat(64), text(null, 5000));
  const newer = filed('forum', 'f'.repeat(64), text('h1', 1001));
  for (const one of [forum, nearly, once, sameHeadline, other, newer])
    await likenessTable(table).fileLikeness(one, nextYear);
  expect(await found(forum)).toEqual(['nearly', 'same-headline']);
  expect(await found(other)).toEqual([]);
  expect(await likenessTable(table).readFiled('forum', forum.contentHash)).toEqual(forum);
  expect(await likenessTable(table).readFiled('forum', newer.contentHash)).toEqual(newer);
  expect(await likenessTable(table).readFiled('forum', '0'.repeat(64))).toBeNull();
});

it('can be filed twice without a difference, and expires after its time', async () => {
  const forum = filed('twice', 'a'.repeat(64), text('h9', 70_000));
  await likenessTable(table).fileLikeness(forum, nextYear);
  await likenessTable(table).fileLikeness(forum, nextYear);
  const { Items } = await table.client.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: toItem({ ':pk': 'LIKENESS#hh9' }),
    }),
  );
  expect(Items?.map(({ expiresAt }) => expiresAt)).toEqual([{ N: String(nextYear.getTime() / 1000) }]);
});
