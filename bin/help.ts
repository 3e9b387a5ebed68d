import type { Command, Style } from './command.ts';

const groups: [heading: string, names: string[]][] = [
  ['The newsroom', ['start', 'console']],
  ['A release', ['check', 'drop', 'releases', 'release']],
  ['Decisions', ['approve', 'cancel', 'lift', 'kill']],
  ['Its delivery', ['deliveries', 'settle', 'circuit']],
  ['People', ['contacts', 'segments']],
  ['The trail', ['audit']],
];

/** `dateline --help`: every command on a line, grouped as the work goes. */
export async function helpForAll(
  commands: Record<string, () => Promise<Command>>,
  style: Style,
): Promise<string> {
  const lines = [style.bold('npx dateline <command>'), ''];
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

export function helpFor(command: Command, style: Style): string {
  const usage = command.usage.map((line) => `  npx dateline ${line}`);
  const summary = command.summary.charAt(0).toUpperCase() + command.summary.slice(1);
  return [`${summary}.`, '', ...usage, '', ...globalHelp(style)].join('\n');
}

function globalHelp(style: Style): string[] {
  return [
    style.bold('With every command'),
    '  --json       results as NDJSON on stdout, words on stderr',
    '  --data DIR   the local newsroom of that folder (default .newsroom)',
    '  --stage NAME a deployed newsroom, with the credentials the AWS CLI finds',
    '  --by NAME    who decides, for the audit trail (default: you)',
    '  --help       how a command is used',
  ];
}
