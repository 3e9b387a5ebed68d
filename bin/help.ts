import {
  type Command,
  type CommandOption,
  type CommandOptions,
  globalOptions,
  type Style,
} from './command.ts';

const groups: [heading: string, names: string[]][] = [
  ['The newsroom', ['start', 'console']],
  ['A release', ['check', 'drop', 'releases', 'release']],
  ['Decisions', ['approve', 'send', 'cancel', 'lift', 'kill']],
  ['What came of it', ['deliveries', 'settle', 'audit']],
  ['People', ['contacts', 'segments']],
  ['For operators', ['doctor', 'pause', 'resume', 'circuit', 'redrive', 'rotate-keys', 'restore']],
];

/** `dateline --help`: one line per command, grouped in the order of the work. */
export async function helpForAll(
  commands: Record<string, () => Promise<Command>>,
  style: Style,
): Promise<string> {
  const each = style.dim('(options and examples of one: npx dateline <command> --help)');
  const lines = [`${style.bold('npx dateline <command>')}  ${each}`, ''];
  for (const [heading, names] of groups) {
    lines.push(style.bold(heading));
    for (const name of names) {
      const command = await commands[name]?.();
      if (command) lines.push(`  ${name.padEnd(12)}${command.summary}`);
    }
    lines.push('');
  }
  return [...lines, ...globalHelp(style)].join('\n');
}

/** `dateline <command> --help`: usage, one line per option, examples. For a group: its commands. */
export function helpFor(command: Command, style: Style): string {
  const { usage, summary, options, examples, commands = {} } = command;
  const inner = Object.values(commands);
  return [
    `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
    '',
    ...(inner.length > 0
      ? section(
          style.bold('Commands'),
          inner.map((one) => [(one.usage[0] ?? '').split(' ').slice(0, 2).join(' '), one.summary]),
        )
      : [...usage.map((line) => `  npx dateline ${line}`), '']),
    ...section(style.bold('Options'), optionLines(options)),
    ...(examples.length > 0
      ? [style.bold('For example'), ...examples.map((line) => `  npx dateline ${line}`), '']
      : []),
    ...globalHelp(style),
    ...(inner.length > 0
      ? [
          '',
          style.dim('Options and examples of one, for instance:'),
          `  npx dateline ${firstOf(inner)} --help`,
        ]
      : []),
  ].join('\n');
}

function firstOf(commands: readonly Command[]): string {
  return (commands[0]?.usage[0] ?? '').split(' ').slice(0, 2).join(' ');
}

function globalHelp(style: Style): string[] {
  return section(style.bold('With every command'), optionLines(globalOptions)).slice(0, -1);
}

function optionLines(options: CommandOptions): [string, string][] {
  return Object.entries(options).map(([name, option]) => [written(name, option), option.about]);
}

function written(name: string, { type, value = 'VALUE', multiple }: CommandOption): string {
  return type === 'boolean' ? `--${name}` : `--${name} ${value}${multiple ? '…' : ''}`;
}

/** A heading, aligned lines and an empty line. Nothing if there are no lines. */
function section(heading: string, lines: readonly [string, string][]): string[] {
  if (lines.length === 0) return [];
  const columns = Math.max(...lines.map(([name]) => name.length)) + 2;
  return [heading, ...lines.map(([name, about]) => `  ${name.padEnd(columns)}${about}`), ''];
}
