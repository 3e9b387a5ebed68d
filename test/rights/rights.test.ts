import { describe, expect, it } from 'vitest';
import { stagesWithHandlers } from '../../infra/bundle.ts';
import { callsOf } from './calls-of.ts';
import { grantedBy, statementsOf } from './granted-to.ts';
import { neededBy } from './needed-by.ts';
import { synthesizedTemplate } from './synthesized-template.ts';

const template = synthesizedTemplate();

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
    const needed = new Set([...neededBy(calls)].filter((right) => !neverRuns[stage]?.includes(right)));
    expect(differences(stage, needed, granted)).toEqual([]);
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
