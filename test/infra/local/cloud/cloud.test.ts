import { CloudFormationClient, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import { expect, test } from 'vitest';
import { clientOptions, openStack } from './open-stack.ts';
import { smallTemplateWithout } from './small-template.ts';

const template = smallTemplateWithout('RelayMapping', 'Relay00000006', 'Table00000005');

test('a service that does not exist here is refused in the protocol that its clients use', async () => {
  const { endpoints } = await openStack({ template });
  const client = new CloudFormationClient({ ...clientOptions, endpoint: endpoints.s3 });
  await expect(client.send(new DeleteStackCommand({ StackName: 'Small' }))).rejects.toMatchObject({
    name: 'NotImplemented',
    message: 'CloudFormation DeleteStack is not served on this machine.',
    $metadata: { httpStatusCode: 501 },
  });
  const signedFor = (service: string) => ({
    authorization: `AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/${service}/aws4_request`,
  });
  const body = 'Action=DescribeCacheClusters&Version=2015-02-02';
  const form = {
    ...signedFor('elasticache'),
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
  };
  const clusters = await fetch(endpoints.s3, { method: 'POST', headers: form, body });
  expect(await clusters.text()).toMatch(/^<ErrorResponse .*<Code>NotImplemented<\/Code>/);
  const json = { ...signedFor('logs'), 'content-type': 'application/x-amz-json-1.1' };
  const logs = await fetch(endpoints.s3, { method: 'POST', headers: json, body: '{}' });
  expect(await logs.json()).toMatchObject({ __type: 'NotImplemented' });
});
