import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { readItem } from './read-items.ts';
import type { Table } from './table.ts';
import { putItem } from './write-items.ts';

const storedSchema = z.object({ contactKey: z.string(), linkKeys: z.array(z.string()).min(1) });

/**
 * The newsroom's secrets. `contactKey` makes ids from addresses and never changes. The first of `linkKeys` signs and
 * all of them verify, so that a key can be rotated without breaking existing links.
 */
export interface Keyring {
  contactKey: Uint8Array;
  linkKeys: Uint8Array[];
}

/** The key that signs new links. */
export function signingKey({ linkKeys }: Keyring): Uint8Array {
  const [key] = linkKeys;
  if (!key) throw new Error('the keyring has no key to sign with');
  return key;
}

const key = { pk: 'KEYRING', sk: 'KEYRING' };

export type KeyringTable = ReturnType<typeof keyringTable>;

export function keyringTable(table: Table) {
  return {
    /**
     * The first caller in a new newsroom creates the keyring. A conditional put makes sure that only one of two
     * concurrent callers succeeds.
     */
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
