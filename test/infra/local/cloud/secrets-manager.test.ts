import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { expect, test } from 'vitest';
import { openSecret } from './open-secret.ts';
import { temporaryDirectory } from './open-stack.ts';

const token = (n: number) => String(n).repeat(32);

async function open(dataDirectory?: string) {
  const { stack, secret } = await openSecret(dataDirectory);
  const { client, arn: SecretId } = secret;
  const read = (more = {}) => client.send(new GetSecretValueCommand({ SecretId, ...more }));
  const put = (SecretString: string, ClientRequestToken: string, more = {}) =>
    client.send(new PutSecretValueCommand({ SecretId, SecretString, ClientRequestToken, ...more }));
  return { stack, client, SecretId, read, put };
}

test('a secret of the template gets its generated value once, and keeps it over restarts', async () => {
  const directory = await temporaryDirectory();
  const first = await open(directory);
  const { SecretString, ARN, VersionStages } = await first.read();
  expect(JSON.parse(SecretString ?? '')).toEqual({ seed: expect.stringMatching(/^[A-Za-z0-9]{64}$/) });
  expect(ARN).toMatch(/^arn:aws:secretsmanager:us-east-1:000000000000:secret:Small-Keys-\w{6}$/);
  expect(VersionStages).toEqual(['AWSCURRENT']);
  await first.stack.close();
  const again = await open(directory);
  expect(await again.read({ SecretId: ARN })).toMatchObject({ SecretString, ARN });
});

test('a version is put once: the same again changes nothing, another value under its id is refused', async () => {
  const { read, put } = await open();
  await put('one', token(1));
  await put('two', token(2));
  expect(await put('one', token(1))).toMatchObject({ VersionId: token(1), VersionStages: ['AWSPREVIOUS'] });
  expect((await read()).SecretString).toBe('two');
  await expect(put('three', token(2))).rejects.toThrow(ResourceExistsException);
  expect((await read()).SecretString).toBe('two');
});

test('the version before is found by its label, and a label can be moved back', async () => {
  const { client, SecretId, read, put } = await open();
  await put('one', token(1));
  await put('two', token(2));
  expect((await read({ VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('one');
  const move = { SecretId, VersionStage: 'AWSCURRENT', MoveToVersionId: token(1) };
  await expect(client.send(new UpdateSecretVersionStageCommand(move))).rejects.toMatchObject({
    name: 'InvalidParameterException',
  });
  await client.send(new UpdateSecretVersionStageCommand({ ...move, RemoveFromVersionId: token(2) }));
  expect((await read()).SecretString).toBe('one');
  const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId }));
  expect(VersionIdsToStages).toEqual({ [token(1)]: ['AWSCURRENT'], [token(2)]: ['AWSPREVIOUS'] });
  const { Versions } = await client.send(new ListSecretVersionIdsCommand({ SecretId }));
  expect(Versions?.map(({ VersionId }) => VersionId)).toEqual([token(1), token(2)]);
});

test('what does not exist is said in the words of Secrets Manager', async () => {
  const { client, read } = await open();
  await expect(read({ SecretId: 'other' })).rejects.toThrow(ResourceNotFoundException);
  await expect(read({ VersionStage: 'AWSPENDING' })).rejects.toThrow(
    "Secrets Manager can't find the specified secret value for staging label: AWSPENDING",
  );
  await expect(read({ VersionId: token(9) })).rejects.toThrow(`VersionId: ${token(9)}`);
  const create = { Name: 'Small-Keys', SecretString: 'x' };
  await expect(client.send(new CreateSecretCommand(create))).rejects.toThrow(
    'The operation failed because the secret Small-Keys already exists.',
  );
  await client.send(new CreateSecretCommand({ ...create, Name: 'Other' }));
  expect((await read({ SecretId: 'Other' })).SecretString).toBe('x');
});
