import { type KeptKeys, type Keyring, keyringAt } from '../domain/keyring.ts';
import { formerKeyring } from './former-keyring.ts';
import { connectKeySecret, type KeySecret, readSecretKeys, type StoredKeys } from './key-secret.ts';
import type { Table } from './table.ts';

/** The newsroom's keys: for ids of contacts and for links. */
export interface Keys {
  readKeyring: () => Promise<Keyring>;
}

/** Milliseconds. A rotation is seen by every function after this time. */
const readAgainAfter = 5 * 60_000;
/** Milliseconds. While Secrets Manager does not answer, mails and links go on with the keys that were read before. */
const usableFor = 60 * 60_000;

export function connectKeys(secretArn: string, table: Table): Keys {
  return keysIn(connectKeySecret(secretArn), table, Date.now);
}

/** Keeps the keys between calls, as the environment of a function does. */
export function keysIn(secret: KeySecret, table: Table, now: () => number): Keys {
  let kept: { keys: KeptKeys; readAt: number } | null = null;
  return {
    async readKeyring() {
      const at = now();
      if (!kept || at - kept.readAt >= readAgainAfter) {
        const before = kept;
        kept = await readStoredKeys(secret, table).then(
          ({ keys }) => ({ keys, readAt: at }),
          (error: unknown) => {
            if (!before || at - before.readAt >= usableFor) throw error;
            return before;
          },
        );
      }
      return keyringAt(kept.keys, at);
    },
  };
}

/** A newsroom that is older than its secret goes on with the keys in its table until the watch has moved them. */
export async function readStoredKeys(secret: KeySecret, table: Table): Promise<StoredKeys> {
  const stored = await readSecretKeys(secret);
  const former = stored.isGenerated ? await formerKeyring(table).readFormerKeys() : null;
  return former ? { ...stored, keys: former } : stored;
}
