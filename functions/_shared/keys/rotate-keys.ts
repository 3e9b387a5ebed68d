import type { AuditStore } from '../aws/audit-store.ts';
import type { StoredKeys } from '../aws/key-secret.ts';
import { isRotating, type KeptKeys, withNewKey, withoutEarlierKeys } from '../domain/keyring.ts';

export interface RotateKeysDependencies extends Pick<AuditStore, 'appendAudit'> {
  readStoredKeys: () => Promise<StoredKeys>;
  writeKeys: (keys: KeptKeys, versionId: string) => Promise<boolean>;
  /** Epoch milliseconds. */
  now: () => number;
}

export interface Rotation {
  /** After a leak: links that were sent until now must not work any more. */
  forgetEarlier: boolean;
  reason: string | null;
  by: string;
}

export type Rotated =
  | { outcome: 'rotated'; signsFrom: string; keys: number }
  /** The key of the last rotation does not sign yet. */
  | { outcome: 'rotating'; signsFrom: string }
  /** Somebody else wrote keys at the same moment. */
  | { outcome: 'busy' };

/** Makes a new key for links. The key for contact ids stays: it can never change. */
export async function rotateKeys(
  { readStoredKeys, writeKeys, appendAudit, now }: RotateKeysDependencies,
  { forgetEarlier, reason, by }: Rotation,
): Promise<Rotated> {
  const at = now();
  const { keys, versionId } = await readStoredKeys();
  if (!forgetEarlier && isRotating(keys, at)) return { outcome: 'rotating', signsFrom: signsFromOf(keys) };
  const after = forgetEarlier ? withoutEarlierKeys(keys, at) : withNewKey(keys, at);
  if (!(await writeKeys(after, versionId))) return { outcome: 'busy' };
  await appendAudit({
    subject: 'NEWSROOM',
    at: new Date(at).toISOString(),
    by,
    act: forgetEarlier ? 'forget-keys' : 'rotate-keys',
    reason,
    before: { keys: keys.linkKeys.length },
    after: { keys: after.linkKeys.length, signsFrom: signsFromOf(after) },
  });
  return { outcome: 'rotated', signsFrom: signsFromOf(after), keys: after.linkKeys.length };
}

const signsFromOf = ({ linkKeys }: KeptKeys) => linkKeys[0]?.signsFrom ?? '';
