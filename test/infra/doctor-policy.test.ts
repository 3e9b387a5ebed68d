import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { configuration } from '../../infra/configuration.ts';
import { doctorReads } from '../../infra/doctor-reads.ts';
import { NewsroomStack } from '../../infra/newsroom-stack.ts';

const template = Template.fromStack(
  new NewsroomStack(new App(), 'Dateline-production', {
    ...configuration('production'),
    codeOf: () => Code.fromInline('exports.handler = async () => {};'),
  }),
);
const statements: { Action: string | string[]; Resource: unknown; Condition?: object }[] = Object.entries(
  template.findResources('AWS::IAM::ManagedPolicy'),
).flatMap(([id, { Properties }]) => (id.startsWith('doctor') ? Properties.PolicyDocument.Statement : []));

const services: Record<string, string> = {
  sesv2: 'ses',
  eventbridge: 'events',
  'secrets-manager': 'secretsmanager',
};
/** Where the right is not called like the operation. https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations.html */
const rights: Record<string, string> = {
  's3:GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  's3:GetBucketEncryption': 's3:GetEncryptionConfiguration',
  's3:GetBucketLifecycleConfiguration': 's3:GetLifecycleConfiguration',
  's3:GetBucketNotificationConfiguration': 's3:GetBucketNotification',
};

/** What the SDK calls of a file need. Each file of doctor speaks with one service. */
function neededBy(source: string): string[] {
  const client = /@aws-sdk\/client-([a-z0-9-]+)/.exec(source)?.[1] ?? '';
  return [...source.matchAll(/(?:new (?:\w+\.)?(\w+)Command\(|paginate(\w+)\()/g)].map(
    ([, command, paginated]) => {
      const action = `${services[client] ?? client}:${command ?? paginated}`;
      return rights[action] ?? action;
    },
  );
}

describe('the policy of doctor', () => {
  const folder = fileURLToPath(new URL('../../bin/doctor', import.meta.url));
  const sources = readdirSync(folder).map((file) => readFileSync(`${folder}/${file}`, 'utf8'));

  it('holds the rights of every SDK call that doctor makes, and no other', () => {
    // Who calls needs no right; the table's items are read by adapters of the functions.
    const needed = sources.flatMap(neededBy).filter((action) => action !== 'sts:GetCallerIdentity');
    const wanted = new Set([...needed, 'dynamodb:GetItem', 'dynamodb:Query']);
    expect([...new Set<string>(doctorReads)].sort()).toEqual([...wanted].sort());
    const granted = new Set(statements.flatMap(({ Action }) => Action));
    expect([...granted].sort()).toEqual([...wanted].sort());
  });

  it('only reads', () => {
    expect(doctorReads.filter((action) => !/:(Get|List|Describe|Query)/.test(action))).toEqual([]);
  });

  it('tells how many contacts a list has, and never who they are', () => {
    const onItems = statements.filter(({ Action }) => /^dynamodb:(GetItem|Query)$/.test(String(Action)));
    for (const { Condition } of onItems)
      expect(Condition).toHaveProperty(['ForAllValues:StringLike', 'dynamodb:LeadingKeys']);
    const ofLists = onItems.filter(({ Condition }) => JSON.stringify(Condition).includes('LIST#'));
    expect(ofLists).toMatchObject([{ Condition: { StringEquals: { 'dynamodb:Select': 'COUNT' } } }]);
  });

  it('speaks of every resource only where AWS knows none', () => {
    const everywhere = statements.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action);
    expect(everywhere.sort()).toEqual([
      'cloudwatch:DescribeAlarms',
      'lambda:GetAccountSettings',
      'scheduler:ListSchedules',
      'ses:GetAccount',
    ]);
  });
});
