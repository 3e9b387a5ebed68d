import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { expect, it } from 'vitest';
import { executionsForPages, executionsNeeded, sharesOf } from '../../infra/concurrency.ts';
import { configuration } from '../../infra/configuration.ts';
import { NewsroomStack } from '../../infra/newsroom-stack.ts';

const sendersAtOnce = 10;

function stackWith(concurrency: number): NewsroomStack {
  const { newsroom, infrastructure } = configuration('production');
  return new NewsroomStack(new App(), 'Newsroom', {
    newsroom,
    infrastructure: { ...infrastructure, concurrency },
    codeOf: () => Code.fromInline('exports.handler = async () => {};'),
  });
}

it('leaves two executions for journalists’ pages with any limit that allows it', () => {
  for (let concurrency = 18; concurrency <= 1000; concurrency += 1)
    expect(executionsNeeded({ concurrency, sendersAtOnce })).toBeLessThanOrEqual(concurrency);
});

it('gives each queue Lambda’s least in a new account, and senders what is left in a larger one, up to sendersAtOnce', () => {
  expect(new Set(Object.values(sharesOf({ concurrency: 10, sendersAtOnce })))).toEqual(new Set([2]));
  const senders = (concurrency: number, most = sendersAtOnce) =>
    sharesOf({ concurrency, sendersAtOnce: most })['send-emails'];
  expect([18, 20, 24, 40, 1000].map((limit) => senders(limit))).toEqual([2, 3, 5, 9, 10]);
  expect(senders(1000, 4)).toBe(4);
});

it('leaves room for pages in a new account while releases go out, are approved and tracked', () => {
  const shares = sharesOf({ concurrency: 10, sendersAtOnce });
  const busy = ['send-emails', 'send-emails-urgent', 'track-delivery', 'compose-emails'] as const;
  const used = busy.reduce((sum, queue) => sum + shares[queue], 0);
  expect(used + executionsForPages).toBeLessThanOrEqual(10);
});

it('says with numbers at synthesis when the account is too small for all queues and the pages', () => {
  const warnings = (concurrency: number) =>
    stackWith(concurrency).node.metadata.filter(({ type }) => type === 'aws:cdk:warning');
  const [warning] = warnings(10);
  expect(warning?.data).toMatch(/use 18 executions.*infrastructure\.concurrency is 10/);
  expect(warnings(18)).toEqual([]);
});
