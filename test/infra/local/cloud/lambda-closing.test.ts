import { expect, test } from 'vitest';
import { Lambda } from '../../../../infra/local/cloud/lambda.ts';

const lambdaOf = (asset: string, timeoutSeconds: number) =>
  new Lambda(
    {
      name: asset,
      arn: `arn:aws:lambda:us-east-1:000000000000:function:${asset}`,
      asset: new URL(`./assets/${asset}`, import.meta.url).pathname,
      handler: 'index.handler',
      environment: {},
      timeoutSeconds,
      memoryMegabytes: 128,
      reservedConcurrency: undefined,
      logGroup: asset,
    },
    {},
    1,
    () => {},
    Date.now,
  );

test('a worker that is at work when the newsroom stops is told how long it has, and gives its work back in order', async () => {
  const lambda = lambdaOf('page', 60);
  await lambda.invoke({ rawPath: '/' });
  const startedAt = Date.now();
  const working = lambda.invoke({ rawPath: '/work' });
  await expect.poll(() => lambda.busy).toBe(1);
  lambda.hurry(3000);
  expect(await working).toMatchObject({ isSuccess: true });
  expect(Date.now() - startedAt).toBeLessThan(30_000);
  await lambda.close();
});

test('on a busy machine a function that needs more than ten seconds to load gets its message nevertheless', async () => {
  const lambda = lambdaOf('slow', 10);
  expect(await lambda.invoke({})).toMatchObject({ isSuccess: true, isCold: true });
  await lambda.close();
}, 60_000);
