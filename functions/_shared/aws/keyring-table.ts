import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { readItem } from './read-items.ts';
import type { Table } from './table.ts';
import { putItem } from './write-items.ts';

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

export type KeyringTable = ReturnType<typeof keyringTable>;

export function keyringTable(table: Table) {
  return {
    /** The first caller of a new newsroom makes the keyring, and a conditional put lets one of two racers win. */
    async readKeyring(): Promise<Keyring> {
      const found = await readItem(table, key, storedSchema);
      if (found) return keyringOf(found);
      const fresh = { contactKey: randomKey(), linkKeys: [randomKey()] };
      await putItem(table, { ...key, ...fresh }, { condition: 'attribute_not_exists(pk)' });
      const made = await readItem(table, key, storedSchema);
      if (!made) throw new Error('the keyring was written and cannot be read back');
      return keyringOf(made);
    },
  };
}

const randomKey = () => randomBytes(32).toString('base64');

function keyringOf({ contactKey, linkKeys }: z.infer<typeof storedSchema>): Keyring {
  return {
    contactKey: Buffer.from(contactKey, 'base64'),
    linkKeys: linkKeys.map((linkKey) => Buffer.from(linkKey, 'base64')),
  };
}
