import { type CommandIo, defineCommand } from '../command.ts';
import { diagnose } from './diagnose.ts';
import type { Finding } from './finding.ts';
import { gatherFacts } from './gather-facts.ts';
import { setUp } from './set-up.ts';

export const doctor = defineCommand({
  usage: 'doctor [--resolver SERVER]',
  summary: 'what is wrong with the account, the sending domain and the stack, each with its fix',
  options: {
    resolver: {
      type: 'string',
      value: 'SERVER',
      about: 'the name server to ask, as in 1.1.1.1 or 127.0.0.1:5353 (default: that of this machine)',
    },
  },
  examples: ['doctor --stage production', 'doctor --stage production --json', 'doctor'],
  positionals: { atLeast: 0, atMost: 0 },
  async run({ values, io }) {
    const setup = await setUp(io);
    io.say(io.style.dim(`Looking at ${setup.stackName} in ${setup.region}; nothing is changed …`));
    const facts = await gatherFacts(setup, values.resolver ?? null, () => io.now().getTime());
    const findings = diagnose(setup, facts, io.now().getTime());
    for (const finding of findings) io.record(finding, () => inWords(finding, io));
    const { arn, account } = facts.caller;
    io.say(io.style.dim(`Looked as ${arn} in the account ${account}.`));
    const faults = findings.filter(({ severity }) => severity === 'fault').length;
    io.say(summary(faults, findings.length - faults, io));
    return faults === 0 ? 0 : 1;
  },
});

function inWords({ severity, check, what, whoIsHurt, fix }: Finding, { style }: CommandIo): string {
  const mark = severity === 'fault' ? style.bad('✗') : style.caution('!');
  return [
    `${mark} ${style.bold(what)} ${style.dim(check)}`,
    `  ${whoIsHurt}`,
    ...fix.map((line) => `    ${line}`),
    '',
  ].join('\n');
}

function summary(faults: number, advices: number, { style }: CommandIo): string {
  const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
  const also = advices > 0 ? `, ${counted(advices, 'thing', 'things')} to consider` : '';
  return faults === 0
    ? `${style.good('✓ Healthy')}${also}.`
    : `${style.bad(counted(faults, 'thing to mend', 'things to mend'))}${also}.`;
}
