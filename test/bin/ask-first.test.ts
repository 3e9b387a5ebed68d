import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { askFirst } from '../../bin/ask-first.ts';
import { connectionTo } from '../../bin/connection.ts';
import { kill } from '../../bin/kill.ts';
import { lift } from '../../bin/lift.ts';
import { configuration } from '../../infra/configuration.ts';
import { outputsSchema } from '../../infra/outputs.ts';

function terminal(isTTY: boolean) {
  const input = Object.assign(new PassThrough(), { isTTY });
  const output = Object.assign(new PassThrough(), { isTTY });
  return { input, output, said: () => String(output.read() ?? '') };
}

describe('before something that cannot be undone', () => {
  it.each([
    ['yes\n', true],
    ['Y\n', true],
    ['\n', false],
    ['no\n', false],
  ])('a person at a terminal sees what will happen, and %j decides', async (typed, isDone) => {
    const { input, output, said } = terminal(true);
    input.write(typed);
    expect(await askFirst(input, output, async () => '51 people are told.')).toBe(isDone);
    const words = said();
    expect(words).toContain('51 people are told.');
    expect(words.includes('Nothing was done.')).toBe(!isDone);
  });

  it('a person who ends the input has not confirmed', async () => {
    const { input, output } = terminal(true);
    input.end();
    expect(await askFirst(input, output, async () => 'It is killed.')).toBe(false);
  });

  it('a script is not asked', async () => {
    const { input, output, said } = terminal(false);
    expect(await askFirst(input, output, async () => 'It is killed.')).toBe(true);
    expect(said()).toBe('');
  });
});

const url = 'http://127.0.0.1:9/none';
const outputs = outputsSchema.parse({
  ...Object.fromEntries(Object.keys(outputsSchema.shape).map((name) => [name, url])),
  DeadLetterQueueUrls: '{}',
});
const same = (text: string) => text;

/** A terminal at which a person always answers no. The newsroom behind it does not answer. */
function refusing() {
  const asked: number[] = [];
  const { newsroom } = configuration('local');
  return {
    asked,
    io: {
      json: false,
      dataDirectory: '/nowhere',
      stage: undefined,
      width: 80,
      style: { bold: same, dim: same, good: same, bad: same, caution: same },
      record: () => {},
      say: () => {},
      complain: () => {},
      connect: async () => connectionTo(outputs, newsroom, { by: 'Lan', now: () => new Date() }),
      confirm: async () => {
        asked.push(1);
        return false;
      },
      now: () => new Date(),
    },
  };
}

describe('a person who says no', () => {
  it.each([
    ['kill', kill],
    ['lift', lift],
  ])('to %s changes nothing', async (_, command) => {
    const { io, asked } = refusing();
    expect(await command.run(['forum', '--reason', 'why not'], io)).toBe(1);
    expect(asked).toHaveLength(1);
  });
});
