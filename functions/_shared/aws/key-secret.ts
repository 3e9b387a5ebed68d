import { hkdfSync } from 'node:crypto';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import * as z from 'zod';
import type { KeptKeys } from '../domain/keyring.ts';

/** The secret with the newsroom's keys. */
export interface KeySecret {
  client: SecretsManagerClient;
  arn: string;
}

export function connectKeySecret(arn: string): KeySecret {
  return {
    arn,
    client: new SecretsManagerClient({
      maxAttempts: 4,
      requestHandler: new NodeHttpHandler({
        connectionTimeout: 2000,
        requestTimeout: 5000,
        throwOnRequestTimeout: true,
      }),
    }),
  };
}

/** What a deployment generates: one random string, from which the first keys follow. */
const generatedSchema = z.object({ seed: z.string().min(43) });
const keysSchema = z.object({
  contactKey: z.base64(),
  linkKeys: z.array(z.object({ key: z.base64(), signsFrom: z.iso.datetime() })).min(1),
});

export interface StoredKeys {
  keys: KeptKeys;
  /** Nobody has written keys yet. They follow from the string that the deployment generated. */
  isGenerated: boolean;
  versionId: string;
  /** Epoch milliseconds: when these keys were written. */
  writtenAt: number;
}

export async function readSecretKeys({ client, arn }: KeySecret): Promise<StoredKeys> {
  const { SecretString, VersionId, CreatedDate } = await client.send(
    new GetSecretValueCommand({ SecretId: arn }),
  );
  const content: unknown = JSON.parse(z.string().parse(SecretString));
  const generated = generatedSchema.safeParse(content);
  return {
    keys: generated.success ? firstKeys(generated.data.seed) : keptKeys(keysSchema.parse(content)),
    isGenerated: generated.success,
    versionId: z.string().parse(VersionId),
    writtenAt: z.date().parse(CreatedDate).getTime(),
  };
}

/** Everybody who reads the seed gets the same keys. Nothing has to be written before the first use, so nothing races. */
function firstKeys(seed: string): KeptKeys {
  const key = (use: string) => Buffer.from(hkdfSync('sha256', seed, '', `dateline ${use}`, 32));
  return {
    contactKey: key('contact ids'),
    linkKeys: [{ key: key('links'), signsFrom: new Date(0).toISOString() }],
  };
}

function keptKeys({ contactKey, linkKeys }: z.infer<typeof keysSchema>): KeptKeys {
  return {
    contactKey: Buffer.from(contactKey, 'base64'),
    linkKeys: linkKeys.map(({ key, signsFrom }) => ({ key: Buffer.from(key, 'base64'), signsFrom })),
  };
}
