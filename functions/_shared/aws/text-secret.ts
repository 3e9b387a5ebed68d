import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** A secret that somebody else gave us, as text. */
export function connectSecret(arn: string) {
  const client = new SecretsManagerClient({ maxAttempts: 4 });
  return {
    async read(): Promise<string> {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
      if (!SecretString) throw new Error('the secret is not text');
      return SecretString.trim();
    },
  };
}
