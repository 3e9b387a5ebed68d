import type { FormerKeyring } from '../_shared/aws/former-keyring.ts';
import type { StoredKeys } from '../_shared/aws/key-secret.ts';
import type { KeptKeys } from '../_shared/domain/keyring.ts';

export interface TakeOverDependencies extends Pick<FormerKeyring, 'forgetFormerKeys'> {
  readStoredKeys: () => Promise<StoredKeys>;
  writeKeys: (keys: KeptKeys, versionId: string) => Promise<boolean>;
  /** Epoch milliseconds. */
  now: () => number;
}

/**
 * Writes the keys into the secret that a deployment has only generated: those of the table, if the newsroom is older
 * than its secret. If another sweep or a rotation was first, its keys stay.
 */
export async function takeOverKeys(dependencies: TakeOverDependencies): Promise<void> {
  const { keys, isGenerated, versionId } = await dependencies.readStoredKeys();
  if (isGenerated) await dependencies.writeKeys(keys, versionId);
}

const day = 86_400_000;

/**
 * Deletes the keys in the table once the secret holds them, but not on the day of the move: a function of the version
 * before, still running during the deployment, would find none and make others.
 */
export async function forgetFormerKeys(dependencies: TakeOverDependencies): Promise<void> {
  const { isGenerated, writtenAt } = await dependencies.readStoredKeys();
  if (!isGenerated && dependencies.now() - writtenAt > day) await dependencies.forgetFormerKeys();
}
