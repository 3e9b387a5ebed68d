import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { releaseTable } from '../../../../functions/_shared/aws/release-table.ts';
import { ARelease } from '../domain/a-release.ts';

const lost = new ConditionalCheckFailedException({ message: 'no', $metadata: {} });

function table() {
  const client = new DynamoDBClient({});
  const mock = mockClient(client).on(PutItemCommand).resolves({});
  const written = () => {
    const input = mock.commandCalls(PutItemCommand)[0]?.args[0].input;
    return { input, item: unmarshall(input?.Item ?? {}) };
  };
  return { table: { client, name: 'Newsroom' }, mock, written };
}

describe('a release’s head', () => {
  it('is written over the revision that was read, and over no other', async () => {
    const { table: newsroom, written } = table();
    const { release } = new ARelease('2026-03-01T08:00:00.000Z').dropped().composed();
    expect(await releaseTable(newsroom).putRelease(release)).toBe(true);
    const { input, item } = written();
    expect(input?.ConditionExpression).toBe('revision = :before');
    expect(unmarshall(input?.ExpressionAttributeValues ?? {})).toEqual({ ':before': 1 });
    expect(item).toMatchObject({ pk: 'RELEASE#forum', sk: 'HEAD', revision: 2 });
  });

  it('is new only if there is none', async () => {
    const { table: newsroom, written } = table();
    await releaseTable(newsroom).putRelease(new ARelease('2026-03-01T08:00:00.000Z').dropped().release);
    expect(written().input?.ConditionExpression).toBe('attribute_not_exists(pk)');
  });

  it('is not written if somebody else moved it meanwhile', async () => {
    const { table: newsroom, mock } = table();
    mock.on(PutItemCommand).rejects(lost);
    const { release } = new ARelease('2026-03-01T08:00:00.000Z').dropped();
    expect(await releaseTable(newsroom).putRelease(release)).toBe(false);
  });

  it('is listed as in progress until nothing waits for a person, a clock or a queue', async () => {
    const open = table();
    const life = new ARelease('2026-03-01T08:00:00.000Z').dropped().composed().approved();
    await releaseTable(open.table).putRelease(life.release);
    expect(open.written().item.gsi1pk).toBe('RELEASES#open');
    const settled = table();
    await releaseTable(settled.table).putRelease(life.sent('general').release);
    expect(settled.written().item.gsi1pk).toBe('RELEASES#settled');
  });
});
