import { DescribeSecretCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { orNull } from './look.ts';

export interface SecretFacts {
  name: string;
  isBeingDeleted: boolean;
  /** Epoch milliseconds of the last change; null if unknown. */
  changedAt: number | null;
}

/** Null if the secret does not exist. */
export async function readSecret(client: SecretsManagerClient, arn: string): Promise<SecretFacts | null> {
  const secret = await orNull(['ResourceNotFoundException'], () =>
    client.send(new DescribeSecretCommand({ SecretId: arn })),
  );
  if (!secret) return null;
  const changed = secret.LastChangedDate ?? secret.CreatedDate;
  return {
    name: secret.Name ?? arn,
    isBeingDeleted: secret.DeletedDate !== undefined,
    changedAt: changed?.getTime() ?? null,
  };
}
