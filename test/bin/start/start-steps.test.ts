import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { StartSteps } from '../../../bin/start/start-steps.ts';
import { Terminal } from '../../../bin/start/terminal.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'start-steps-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function started(isTTY: boolean, columns = 80) {
  const stream = Object.assign(new PassThrough(), { isTTY, columns });
  const steps = new StartSteps(new Terminal(stream), path.join(folder, 'cache', 'start-seconds.json'));
  return { steps, said: () => String(stream.read() ?? '') };
}

it.each([true, false])('a start shows each step as soon as it begins (terminal: %s)', (isTTY) => {
  const { steps, said } = started(isTTY);
  steps.begin('loading');
  expect(said()).toContain('loading');
  steps.begin('building the functions');
  expect(said()).toContain('building the functions');
  steps.abandon();
});

it('a start is readable in a terminal that does not know its width', () => {
  const { steps, said } = started(true, 0);
  steps.begin('loading');
  expect(said()).toContain('loading');
  steps.abandon();
});

it('the next start says how long each step took last time', () => {
  const first = started(false);
  first.steps.begin('building the functions');
  expect(first.said()).toContain('the first time');
  first.steps.end();
  expect(first.said()).toContain('started in');
  const next = started(false);
  next.steps.begin('building the functions');
  expect(next.said()).toMatch(/1 s last time/);
});

it('a start that failed is not remembered', () => {
  const { steps } = started(false);
  steps.begin('loading');
  steps.abandon();
  expect(() => readFileSync(path.join(folder, 'cache', 'start-seconds.json'))).toThrow('ENOENT');
});
