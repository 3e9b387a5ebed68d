import { describe, expect, it } from 'vitest';
import { type CommandIo, defineCommand, defineGroup, UsageError } from '../../bin/command.ts';
import { clip, tableOf } from '../../bin/terminal-io.ts';

const plain = { bold: same, dim: same, good: same, bad: same, caution: same };
function same(text: string): string {
  return text;
}

const io: CommandIo = {
  json: false,
  dataDirectory: '/nowhere',
  width: 80,
  style: plain,
  record: () => {},
  say: () => {},
  complain: () => {},
  connect: () => Promise.reject(new Error('not connected')),
  now: () => new Date('2025-06-12T07:00:00Z'),
};

const seen: unknown[] = [];
const greet = defineCommand({
  usage: 'greet NAME [--loud]',
  summary: 'greets',
  options: { loud: { type: 'boolean' } },
  positionals: { atLeast: 1, atMost: 1 },
  async run({ values, positionals }) {
    seen.push([positionals[0], values.loud ?? false]);
    return 0;
  },
});

describe('a command', () => {
  it('gets its arguments and options parsed', async () => {
    expect(await greet.run(['Lan', '--loud'], io)).toBe(0);
    expect(seen.at(-1)).toEqual(['Lan', true]);
  });

  it.each([[[]], [['Lan', 'Minh']], [['Lan', '--lowd']]])('refuses %j as used wrongly', async (argv) => {
    await expect(greet.run(argv, io)).rejects.toThrow(UsageError);
  });

  it('of a group is found by name, a near miss is named', async () => {
    const people = defineGroup({ name: 'people', summary: 'people', commands: { greet } });
    expect(await people.run(['greet', 'Lan'], io)).toBe(0);
    await expect(people.run(['gret', 'Lan'], io)).rejects.toThrow('did you mean "greet"?');
  });
});

describe('a table in the terminal', () => {
  it('aligns wide letters and cuts the column that may give way', () => {
    const lines = tableOf(
      ['ID', 'TITLE'],
      [
        ['水', 'a long headline that does not fit into the terminal'],
        ['ab', 'short'],
      ],
      { width: 30, style: plain, flexible: 1 },
    ).split('\n');
    expect(lines[1]).toBe('水  a long headline that does…');
    expect(lines[2]).toBe('ab  short');
  });

  it('shows control characters as spaces, so that no headline moves the cursor', () => {
    expect(clip('a\u001b[2Jb\nc', 80)).toBe('a [2Jb c');
  });
});
