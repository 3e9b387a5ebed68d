import { describe, expect, it } from 'vitest';
import { type Command, innermost, UsageError } from '../../bin/command.ts';
import { commands } from '../../bin/commands.ts';
import { helpFor } from '../../bin/help.ts';

const same = (text: string) => text;
const plain = { bold: same, dim: same, good: same, bad: same, caution: same };

async function everyCommand(): Promise<[string, Command][]> {
  const named = await Promise.all(
    Object.entries(commands).map(async ([name, load]): Promise<[string, Command]> => [name, await load()]),
  );
  return named.flatMap(([name, command]): [string, Command][] =>
    command.commands
      ? Object.entries(command.commands).map(([inner, one]) => [`${name} ${inner}`, one])
      : [[name, command]],
  );
}
const all = await everyCommand();

describe('the help of', () => {
  it.each(all)('%s has a line for every option, and an example', (_, command) => {
    const help = helpFor(command, plain).split('\n');
    for (const name of Object.keys(command.options))
      expect(help.filter((line) => new RegExp(`^  --${name}( \\S+)?  +\\S+ \\S`).test(line))).toHaveLength(1);
    expect(command.examples.length).toBeGreaterThan(0);
    for (const example of command.examples) expect(help).toContain(`  npx dateline ${example}`);
  });

  it.each(all)('%s names in its usage exactly the options that it explains', (_, command) => {
    const usage = command.usage.join(' ');
    const written = new Set([...usage.matchAll(/--([a-z-]+)/g)].map(([, name]) => name));
    for (const name of ['by', 'json', 'data']) written.delete(name);
    const isCutShort = usage.endsWith('…');
    const known = Object.keys(command.options);
    expect([...written].filter((name) => !known.includes(name ?? ''))).toEqual([]);
    if (!isCutShort) expect(known.filter((name) => !written.has(name))).toEqual([]);
  });

  it.each(all.flatMap(([, { examples }]) => examples).filter((line) => !line.startsWith('start')))(
    '“%s” is an example that can be typed',
    async (line) => {
      const [name = '', ...argv] = (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''));
      const load = commands[name];
      if (!load) throw new Error(`there is no command ${name}`);
      const { command, argv: own } = innermost(await load(), withoutGlobal(argv));
      const outcome = await command.run(own, io).catch((error: unknown) => error);
      expect(outcome).not.toBeInstanceOf(UsageError);
    },
  );
});

const io = {
  json: false,
  dataDirectory: '/nowhere',
  stage: undefined,
  width: 80,
  style: plain,
  record: () => {},
  say: () => {},
  complain: () => {},
  connect: () => Promise.reject(new Error('far enough: it would connect now')),
  confirm: async () => true,
  now: () => new Date('2025-06-12T07:00:00Z'),
};

/** Removes the options that `dateline` parses before a command gets its own. */
function withoutGlobal(argv: readonly string[]): string[] {
  return argv.filter((word, i) => {
    const isValue = /^--(by|stage|data)$/.test(argv[i - 1] ?? '');
    return !isValue && !/^--(by|stage|data|json)$/.test(word);
  });
}
