import { describe, expect, it } from 'vitest';
import { localAccount } from '../../../../infra/local/cloud/account.ts';
import { type Denial, Iam, type IamDefinition } from '../../../../infra/local/cloud/iam.ts';
import { newCredentials } from '../../../../infra/local/cloud/iam-credentials.ts';

const role = 'arn:aws:iam::000000000000:role/Sender';
const queue = 'arn:aws:sqs:us-east-1:000000000000:Intake';
const policy = (...statements: object[]) => ({
  name: 'It',
  document: { Version: '2012-10-17', Statement: statements },
});
const credentials = newCredentials();

function open(definition: Partial<IamDefinition>) {
  const denials: Denial[] = [];
  const iam = new Iam(
    {
      account: localAccount,
      roles: [],
      resourcePolicies: [],
      policiesForPeople: [],
      functions: [{ name: 'sender', role, ...credentials }],
      ...definition,
    },
    (denial) => denials.push(denial),
  );
  return { iam, denials, sender: iam.callerOf(credentials, 'sqs') };
}

const trust = policy({
  Effect: 'Allow',
  Principal: { Service: 'lambda.amazonaws.com' },
  Action: 'sts:AssumeRole',
});
const allowed = (...statements: object[]) => ({
  roles: [{ arn: role, trust, policies: [policy(...statements)] }],
});
const maySend = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queue };
const onQueue = (statement: object) => ({ ...policy({ Resource: queue, ...statement }), resource: queue });

describe('a function', () => {
  it('may do what its role allows, and is refused the rest in the words of AWS', () => {
    const { sender, denials } = open(allowed(maySend));
    expect(() => sender.expect('sqs:SendMessage', queue)).not.toThrow();
    expect(() => sender.expect('sqs:DeleteMessage', queue)).toThrow(
      expect.objectContaining({
        code: 'AccessDeniedException',
        status: 403,
        message: `User: arn:aws:sts::000000000000:assumed-role/Sender/sender is not authorized to perform: sqs:deletemessage on resource: ${queue} because no identity-based policy allows the sqs:deletemessage action`,
      }),
    );
    expect(denials).toEqual([
      expect.objectContaining({ by: 'role', name: 'sender', action: 'sqs:DeleteMessage', resource: queue }),
    ]);
  });

  it('may do what the policy of a resource allows its role, but not what it leaves to the account', () => {
    const { iam } = open({
      ...allowed(),
      resourcePolicies: [onQueue({ Effect: 'Allow', Action: 'sqs:SendMessage', Principal: { AWS: role } })],
    });
    const left = open({
      ...allowed(),
      resourcePolicies: [
        onQueue({ Effect: 'Allow', Action: '*', Principal: { AWS: 'arn:aws:iam::000000000000:root' } }),
      ],
    });
    expect(() => iam.callerOf(credentials, 'sqs').expect('sqs:SendMessage', queue)).not.toThrow();
    expect(() => left.sender.expect('sqs:SendMessage', queue)).toThrow(/no identity-based policy/);
  });

  it('is denied what any policy denies, whoever allows it', () => {
    const own = open(allowed(maySend, { ...maySend, Effect: 'Deny' }));
    expect(() => own.sender.expect('sqs:SendMessage', queue)).toThrow(
      /with an explicit deny in an identity-based policy$/,
    );
    const foreign = open({
      ...allowed(maySend),
      resourcePolicies: [onQueue({ Effect: 'Deny', Action: 'sqs:*', Principal: '*' })],
    });
    expect(() => foreign.sender.expect('sqs:SendMessage', queue)).toThrow(
      /with an explicit deny in a resource-based policy$/,
    );
  });

  it('may do nothing with the session token of somebody else', () => {
    const { iam } = open(allowed(maySend));
    const stranger = iam.callerOf({ ...credentials, sessionToken: 'guessed' }, 'sqs');
    expect(() => stranger.expect('sqs:SendMessage', queue)).toThrow(/security token .* is invalid/);
  });
});

describe('the administrator', () => {
  it('has any other key, and may do everything that no resource denies', () => {
    const { iam } = open({
      resourcePolicies: [
        onQueue({ Effect: 'Deny', Action: 'sqs:PurgeQueue', Principal: { AWS: '*' } }),
        onQueue({
          Effect: 'Deny',
          Action: 'sqs:*',
          Principal: '*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      ],
    });
    const anybody = iam.callerOf({ accessKeyId: 'anybody', sessionToken: undefined }, 'sqs');
    expect(() => anybody.expect('sqs:DeleteQueue', queue)).not.toThrow();
    expect(() => anybody.expect('sqs:PurgeQueue', queue)).toThrow(/arn:aws:iam::000000000000:root is not/);
  });

  it('cannot overwrite where the bucket asks for If-None-Match, and can still upload in parts', () => {
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes-enforce.html
    const bucket = 'arn:aws:s3:::audit';
    const { iam } = open({
      resourcePolicies: [
        {
          ...policy({
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:PutObject',
            Resource: `${bucket}/*`,
            Condition: {
              Null: { 's3:if-none-match': 'true' },
              Bool: { 's3:ObjectCreationOperation': 'true' },
            },
          }),
          resource: bucket,
        },
      ],
    });
    const anybody = iam.callerOf({ accessKeyId: undefined, sessionToken: undefined }, 's3');
    const put = (context: object) => () => anybody.expect('s3:PutObject', `${bucket}/line`, context);
    expect(put({ 's3:ObjectCreationOperation': 'true' })).toThrow(
      expect.objectContaining({ code: 'AccessDenied', status: 403 }),
    );
    expect(put({ 's3:ObjectCreationOperation': 'true', 's3:if-none-match': '*' })).not.toThrow();
    expect(put({ 's3:ObjectCreationOperation': 'false' })).not.toThrow();
  });
});

describe('a service', () => {
  const source = { 'aws:SourceAccount': '000000000000', 'aws:SourceArn': 'arn:aws:s3:::store' };
  const s3 = { kind: 'service', service: 's3.amazonaws.com' } as const;

  it('may write to a queue whose policy names it, for the source that the policy names', () => {
    const { iam, denials } = open({
      resourcePolicies: [
        onQueue({
          Effect: 'Allow',
          Principal: { Service: 's3.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::store' } },
        }),
      ],
    });
    expect(iam.may(s3, 'sqs:SendMessage', queue, source)).toBe(true);
    expect(iam.may(s3, 'sqs:SendMessage', queue, { ...source, 'aws:SourceArn': 'arn:aws:s3:::other' })).toBe(
      false,
    );
    expect(iam.may({ ...s3, service: 'events.amazonaws.com' }, 'sqs:SendMessage', queue, source)).toBe(false);
    expect(denials.map(({ name, reason }) => [name, reason])).toEqual([
      ['s3.amazonaws.com', 'no resource-based policy'],
      ['events.amazonaws.com', 'no resource-based policy'],
    ]);
  });

  it('takes only a role that trusts it, or one that the template does not know', () => {
    const { iam } = open(allowed(maySend));
    expect(iam.mayAssume('lambda.amazonaws.com', role, source)).toBe(true);
    expect(iam.mayAssume('scheduler.amazonaws.com', role, source)).toBe(false);
    expect(iam.mayAssume('scheduler.amazonaws.com', 'arn:aws:iam::000000000000:role/theirs', source)).toBe(
      true,
    );
  });
});

it('a policy that nobody can judge is named, also one that is only for people', () => {
  const odd = policy({
    Effect: 'Allow',
    Action: '*',
    Resource: '*',
    Condition: { Odd: { 'aws:SourceArn': 'x' } },
  });
  expect(() => open({ policiesForPeople: [{ ...odd, name: 'StaffPolicy' }] })).toThrow(/StaffPolicy.*Odd/s);
});
