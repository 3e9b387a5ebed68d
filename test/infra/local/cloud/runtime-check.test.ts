import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkRuntime } from '../../../../infra/local/cloud/runtime-check.ts';
import { temporaryDirectory } from './open-stack.ts';

async function check(source: string, handler = 'index.handler') {
  const asset = join(await temporaryDirectory(), 'asset');
  await mkdir(asset);
  await writeFile(join(asset, 'index.mjs'), source);
  return checkRuntime({ asset, handler, environment: { STAGE: 'test' } }, { release: 'forum' });
}

test("a sound bundle starts under Amazon's runtime client and answers", async () => {
  const sound = await check(
    'export const handler = async (e) => ({ got: e.release, stage: process.env.STAGE })',
  );
  expect(sound).toMatchObject({ isStarted: true, isError: false, answer: '{"got":"forum","stage":"test"}' });
});

test('an error in the handler is the answer of a bundle that starts', async () => {
  const thrown = await check("export const handler = async () => { throw new Error('no table') }");
  expect(thrown).toMatchObject({
    isStarted: true,
    isError: true,
    answer: expect.stringContaining('no table'),
  });
});

test.each([
  ['a package that is not in it', "import 'left-out'; export const handler = () => {}", 'left-out'],
  ['no such handler', 'export const other = () => {}', 'HandlerNotFound'],
  ['a require in an ES module', "const fs = require('fs'); export const handler = () => {}", 'require'],
  ['an error as it loads', "throw new Error('no environment'); ", 'no environment'],
])('a bundle with %s does not start, and says why', async (_, source, reason) => {
  expect(await check(source)).toMatchObject({ isStarted: false, reason: expect.stringContaining(reason) });
});
