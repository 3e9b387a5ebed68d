import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { KeySecret } from '../../../../functions/_shared/aws/key-secret.ts';
import { clientOptions, openStack } from './open-stack.ts';
import { smallTemplate } from './small-template.ts';

const template = {
  ...smallTemplate,
  Resources: {
    Keys: {
      Type: 'AWS::SecretsManager::Secret',
      Properties: {
        GenerateSecretString: {
          SecretStringTemplate: '{}',
          GenerateStringKey: 'seed',
          PasswordLength: 64,
          ExcludePunctuation: true,
        },
      },
    },
  },
};

/** A secret `Small-Keys` as the stack makes it, in a Secrets Manager of its own. */
export async function openSecret(dataDirectory?: string) {
  const stack = await openStack({ template, dataDirectory });
  const endpoint = `${stack.environment.AWS_ENDPOINT_URL}`;
  const secret: KeySecret = {
    client: new SecretsManagerClient({ ...clientOptions, endpoint }),
    arn: 'Small-Keys',
  };
  return { stack, secret };
}
