import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleFunctions, stagesWithHandlers } from '../../infra/bundle.ts';
import { configuration } from '../../infra/configuration.ts';
import { checkRuntime } from '../../infra/local/cloud/runtime-check.ts';
import { NewsroomStack } from '../../infra/newsroom-stack.ts';

const bundles = mkdtempSync(path.join(tmpdir(), 'dateline-bundles-'));
const { newsroom } = configuration('local');

const functions = Template.fromStack(
  new NewsroomStack(new App(), 'Newsroom', {
    ...configuration('local'),
    codeOf: () => Code.fromInline('exports.handler = async () => {};'),
  }),
).findResources('AWS::Lambda::Function');

/**
 * Contains only the variables in the template, so a handler that requires another variable does not start here either.
 */
function environmentOf(stage: string): Record<string, string> {
  const found = Object.values(functions).find(
    ({ Properties }) => Properties.Description === `Dateline: ${stage}`,
  );
  const names = Object.keys(found?.Properties.Environment.Variables ?? {});
  return Object.fromEntries(names.map((name) => [name, placeholderOf(name)]));
}

const workQueue = { firstSeconds: 1, longestSeconds: 1, giveUpAfterSeconds: 1, isHeld: false };

function placeholderOf(name: string): string {
  if (name === 'WORK_QUEUES') return JSON.stringify([{ ...workQueue, url: 'http://127.0.0.1:1/work' }]);
  if (name === 'NODE_OPTIONS') return '--enable-source-maps';
  if (name.endsWith('_URL')) return `http://127.0.0.1:1/${name.toLowerCase()}`;
  if (name.endsWith('_ARN')) return `arn:aws:sqs:us-east-1:000000000000:${name.toLowerCase()}`;
  return name.toLowerCase();
}

const emptyBatch = { Records: [] };
const request = {
  version: '2.0',
  rawPath: '/no-such-page',
  rawQueryString: '',
  headers: {},
  requestContext: { http: { method: 'GET', path: '/no-such-page' } },
  isBase64Encoded: false,
};
const pages = new Set(['subscriptions', 'approvals', 'console']);

beforeAll(() => bundleFunctions(newsroom, bundles));
afterAll(() => rmSync(bundles, { recursive: true, force: true }));

describe('every bundle starts under Lambda’s own runtime client, alone in an empty directory', () => {
  it.each(stagesWithHandlers())('%s', async (stage) => {
    const check = await checkRuntime(
      { asset: path.join(bundles, stage), handler: 'index.handler', environment: environmentOf(stage) },
      pages.has(stage) ? request : emptyBatch,
    );
    expect(check).toMatchObject({ isStarted: true, isError: false });
    if (check.isStarted && !pages.has(stage))
      expect(JSON.parse(check.answer)).toEqual({ batchItemFailures: [] });
  });
});
