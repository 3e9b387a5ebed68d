import { randomBytes } from 'node:crypto';
import { ConditionalCheckFailedException, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { fromItem, toItem } from './item.ts';
import type { Table } from './table.ts';

const storedSchema = z.object({ contactKey: z.string(), linkKeys: z.array(z.string()).min(1) });

/**
 * The newsroom's secrets. `contactKey` makes ids of addresses and never changes; the first of `linkKeys` signs, all
 * verify, so that a key can be rotated without breaking the links already out.
 */
export interface Keyring {
  contactKey: Uint8Array;
  linkKeys: Uint8Array[];
}

/** The key that new links are signed with. */
export function signingKey({ linkKeys }: Keyring): Uint8Array {
  const [key] = linkKeys;
  if (!key) throw new Error('the keyring has no key to sign with');
  return key;
}

const key = { pk: 'KEYRING', sk: 'KEYRING' };

/** Reads the keyring; the first caller of a new newsroom makes it, and a conditional put lets one of two racers win. */
export async function readKeyring(table: Table): Promise<Keyring> {
  const found = await find(table);
  if (found) return found;
  const fresh = {
    contactKey: randomBytes(32).toString('base64'),
    linkKeys: [randomBytes(32).toString('base64')],
  };
  try {
    await table.client.send(
      new PutItemCommand({
        TableName: table.name,
        Item: toItem({ ...key, ...fresh }),
        ConditionExpression: 'attribute_not_exists(pk)',
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
  const made = await find(table);
  if (!made) throw new Error('the keyring was written and cannot be read back');
  return made;
}

async function find(table: Table): Promise<Keyring | null> {
  const { Item } = await table.client.send(
    new GetItemCommand({ TableName: table.name, Key: toItem(key), ConsistentRead: true }),
  );
  if (!Item) return null;
  const stored = fromItem(storedSchema, Item);
  return {
    contactKey: Buffer.from(stored.contactKey, 'base64'),
    linkKeys: stored.linkKeys.map((linkKey) => Buffer.from(linkKey, 'base64')),
  };
}
