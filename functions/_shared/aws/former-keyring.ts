import * as z from 'zod';
import type { KeptKeys } from '../domain/keyring.ts';
import { readItem } from './read-items.ts';
import type { Table } from './table.ts';
import { deleteItem } from './write-items.ts';

const key = { pk: 'KEYRING', sk: 'KEYRING' };
const storedSchema = z.object({ contactKey: z.base64(), linkKeys: z.array(z.base64()).min(1) });
const always = new Date(0).toISOString();

export type FormerKeyring = ReturnType<typeof formerKeyring>;

/** The keys of a newsroom that was deployed before they moved into the secret: one item of the table. */
export function formerKeyring(table: Table) {
  return {
    async readFormerKeys(): Promise<KeptKeys | null> {
      const found = await readItem(table, key, storedSchema);
      return (
        found && {
          contactKey: Buffer.from(found.contactKey, 'base64'),
          linkKeys: found.linkKeys.map((one) => ({ key: Buffer.from(one, 'base64'), signsFrom: always })),
        }
      );
    },

    async forgetFormerKeys(): Promise<void> {
      await deleteItem(table, key);
    },
  };
}
