import { createHash } from 'node:crypto';
import { PutSecretValueCommand, ResourceExistsException } from '@aws-sdk/client-secrets-manager';
import type { KeptKeys } from '../domain/keyring.ts';
import type { KeySecret } from './key-secret.ts';

/**
 * Writes the keys in place of the version that was read. False if somebody else has replaced that version meanwhile.
 *
 * The id of the new version follows from the id of the version before. Secrets Manager refuses a second value under one
 * id, and ignores the same value again, so a retry does no harm
 * (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_PutSecretValue.html).
 */
export async function writeKeys(
  { client, arn }: KeySecret,
  keys: KeptKeys,
  versionId: string,
): Promise<boolean> {
  const content = {
    contactKey: base64(keys.contactKey),
    linkKeys: keys.linkKeys.map(({ key, signsFrom }) => ({ key: base64(key), signsFrom })),
  };
  try {
    await client.send(
      new PutSecretValueCommand({
        SecretId: arn,
        SecretString: JSON.stringify(content),
        ClientRequestToken: createHash('sha256').update(`after ${versionId}`).digest('hex'),
      }),
    );
    return true;
  } catch (error) {
    if (error instanceof ResourceExistsException) return false;
    throw error;
  }
}

const base64 = (key: Uint8Array) => Buffer.from(key).toString('base64');
