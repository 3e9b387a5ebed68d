import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { stagesWithHandlers } from '../../infra/bundle.ts';
import { configuration } from '../../infra/configuration.ts';
import { NewsroomStack } from '../../infra/newsroom-stack.ts';
import { type Calls, callsOf } from './calls-of.ts';
import { grantedBy, statementsOf } from './granted-to.ts';

const template = Template.fromStack(
  new NewsroomStack(new App(), 'Newsroom', {
    ...configuration('production'),
    codeOf: () => Code.fromInline('exports.handler = async () => {};'),
  }),
);

/** The actions behind commands, where they are not named like the command. */
const actionsOf = new Map(
  Object.entries({
    'sqs SendMessageBatch': ['sqs:SendMessage'],
    'scheduler CreateSchedule': ['scheduler:CreateSchedule', 'iam:PassRole'],
  }),
);
/** `secrets-manager GetSecretValue` → `secretsmanager:GetSecretValue` */
const actionNamed = (command: string) => command.replaceAll('-', '').replace(' ', ':');

/** What Lambda itself does with the role of a function that a queue starts (infra/queued-stage.ts grants it). */
const ofThePoller = [
  'sqs:ReceiveMessage',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  'sqs:ChangeMessageVisibility',
];

/** Code that is in a bundle and never runs there, with the reason. */
const neverRuns: Record<string, readonly string[]> = {
  // It connects its moves with `schedules: null`.
  'accept-release': ['scheduler:CreateSchedule', 'iam:PassRole'],
};

/** The rights that a stage's code needs. */
function neededBy(stage: string, { commands, onKeys, asksForMissingObjects }: Calls): Set<string> {
  const others = [...commands].filter((command) => !/^(dynamodb|s3) /.test(command));
  const actions = others.flatMap((command) => actionsOf.get(command) ?? [actionNamed(command)]);
  // Who may list the whole bucket needs no folders for that.
  const listed = [...onKeys].filter((on) => !(asksForMissingObjects && on.startsWith('ListBucket ')));
  const all = [...listed, ...actions, ...(asksForMissingObjects ? ['ListBucket'] : [])];
  return new Set(all.filter((each) => !neverRuns[stage]?.includes(each)));
}

/** Sentences about each right that is missing or spare. */
function differences(stage: string, needed: ReadonlySet<string>, granted: ReadonlySet<string>): string[] {
  const where = (right: string) =>
    right.includes(':')
      ? 'what infra/newsroom-stack.ts provides it with'
      : `functions/${stage}/permissions.ts`;
  return [
    ...[...needed.difference(granted)].map(
      (right) => `the code of ${stage} does “${right}” and may not: write it into ${where(right)}`,
    ),
    ...[...granted.difference(needed)]
      .filter((right) => !ofThePoller.includes(right))
      .map((right) => `${stage} may do “${right}” and its code does not: take it out of ${where(right)}`),
  ];
}

describe('each function may do what its code does, and nothing else', async () => {
  it.each(stagesWithHandlers())('%s', async (stage) => {
    const calls = await callsOf(`functions/${stage}/handler.ts`);
    expect(calls.unseen, 'calls whose keys cannot be read in the code: use within(key, [folder])').toEqual(
      [],
    );
    const granted = grantedBy(statementsOf(template, stage));
    expect(granted.size).toBeGreaterThan(5);
    expect(differences(stage, neededBy(stage, calls), granted)).toEqual([]);
  });

  it('the process that reads strangers’ files asks nothing of AWS', async () => {
    const { commands } = await callsOf('functions/accept-release/reading/reading-process.ts');
    expect([...commands]).toEqual([]);
  });
});

it('a right that is missing and one that is spare are named with the file to write', () => {
  expect(
    differences(
      'console',
      new Set(['PutItem NEW#', 'sqs:SendMessage']),
      new Set(['GetItem OLD#', 'sqs:SendMessage']),
    ),
  ).toEqual([
    'the code of console does “PutItem NEW#” and may not: write it into functions/console/permissions.ts',
    'console may do “GetItem OLD#” and its code does not: take it out of functions/console/permissions.ts',
  ]);
});

describe('the function that strangers reach', () => {
  const granted = [...grantedBy(statementsOf(template, 'subscriptions'))];
  it.each([
    [
      'reads no list and no audience',
      /^(Query|GetItem|BatchGetItem) (LIST#|gsi1)|^GetObject (store\/(audiences|deliveries|imports|emails)|lists|reports)/,
    ],
    ['lists nothing in the bucket', /^List/],
    [
      'writes no release',
      /(PutItem|UpdateItem|DeleteItem|BatchWriteItem) (RELEASE#|DELIVERY#|PACE)|PutObject (releases|store\/(texts|emails))/,
    ],
    ['passes no role, schedules nothing and sends no mail', /^(iam|scheduler|ses):/],
  ])('%s', (_, right) => {
    expect(granted.filter((one) => right.test(one))).toEqual([]);
  });
});

it('no policy is longer than IAM takes for a role: 10,240 characters', () => {
  for (const stage of stagesWithHandlers()) {
    // A reference becomes an ARN of at most some 140 characters.
    const written = JSON.stringify(statementsOf(template, stage)).replaceAll(
      /\{"(Ref|Fn::GetAtt)":[^}]*\}/g,
      'x'.repeat(100),
    );
    expect(written.length, stage).toBeLessThan(10_240);
  }
});
