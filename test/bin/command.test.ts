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
  stage: undefined,
  width: 80,
  style: plain,
  record: () => {},
  say: () => {},
  complain: () => {},
  connect: () => Promise.reject(new Error('not connected')),
  confirm: async () => true,
  now: () => new Date('2025-06-12T07:00:00Z'),
};

const seen: unknown[] = [];
const greet = defineCommand({
  usage: 'greet NAME [--loud]',
  summary: 'greets',
  options: { loud: { type: 'boolean', about: 'shouts' } },
  examples: ['greet Lan'],
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

  it.each([[[]], [['Lan', 'Minh']], [['Lan', '--lowd']]])('refuses %j as wrong usage', async (argv) => {
    await expect(greet.run(argv, io)).rejects.toThrow(UsageError);
  });

  it('in a group is found by name, and a similar name is suggested', async () => {
    const people = defineGroup({ name: 'people', summary: 'people', commands: { greet } });
    expect(await people.run(['greet', 'Lan'], io)).toBe(0);
    await expect(people.run(['gret', 'Lan'], io)).rejects.toThrow('did you mean "greet"?');
  });
});

describe('a table in the terminal', () => {
  it('aligns wide letters and shortens the flexible column', () => {
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

  it('puts a headline on a separate line if the terminal is narrow, and labels the other values there', () => {
    const title = 'Viet Nam hosts a high-level forum on women in peacekeeping';
    const lines = tableOf(
      ['RELEASE', 'STATE', 'EMBARGO', 'TITLE'],
      [
        ['forum', 'sent', '–', title],
        ['visit', 'embargoed', '25 Nov 2026 03:34 (24 Nov 20:34 UTC)', 'Short'],
      ],
      { width: 80, style: plain, flexible: 3, below: [3, 2] },
    ).split('\n');
    expect(lines).toEqual([
      'RELEASE  STATE',
      'forum    sent',
      `    ${title}`,
      'visit    embargoed',
      '    Short',
      '    embargo 25 Nov 2026 03:34 (24 Nov 20:34 UTC)',
    ]);
  });

  it('is one line for each release where the terminal is wide', () => {
    const rows = [['forum', 'Viet Nam hosts a high-level forum on women in peacekeeping']];
    const options = { width: 140, style: plain, flexible: 1, below: [1] };
    expect(tableOf(['RELEASE', 'TITLE'], rows, options).split('\n')).toHaveLength(2);
  });

  it('shows control characters as spaces, so that no headline moves the cursor', () => {
    expect(clip('a\u001b[2Jb\nc', 80)).toBe('a [2Jb c');
  });
});
