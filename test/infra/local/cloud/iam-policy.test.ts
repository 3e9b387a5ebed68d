import { describe, expect, it, test } from 'vitest';
import type { Context } from '../../../../infra/local/cloud/iam-condition-keys.ts';
import { isArnLike, isLike } from '../../../../infra/local/cloud/iam-patterns.ts';
import { compilePolicy, Policies } from '../../../../infra/local/cloud/iam-policy.ts';

const judge = (statements: object[], action: string, resource: string, context: Context = {}) =>
  new Policies(compilePolicy({ Version: '2012-10-17', Statement: statements })).judge({
    action,
    resource,
    context,
  });
const under = (Condition: object, context: Context) =>
  judge([{ Effect: 'Allow', Action: '*', Resource: '*', Condition }], 's3:PutObject', '*', context) ===
  'Allow';

test.each([
  ['*', '', true],
  ['report-?', 'report-1', true],
  ['report-?', 'report-12', false],
  ['a*b*c', 'a-b-b-c', true],
  ['a*b*c', 'a-b-b', false],
  ['releases/*', 'releases/a/b.docx', true],
  ['releases/*', 'Releases/a', false],
])('the pattern %s and the text %j: %s', (pattern, text, expected) => {
  expect(isLike(pattern, text)).toBe(expected);
});

test.each([
  ['arn:aws:sqs:*:*:Small-*', 'arn:aws:sqs:us-east-1:1:Small-Intake', true],
  ['arn:aws:s3:::store/*', 'arn:aws:s3:::store/releases/a:b', true],
  ['arn:aws:s3:::store/*', 'arn:aws:s3:::store', false],
  // A wildcard stays within its part.
  ['arn:aws:sqs:*:Small-Intake', 'arn:aws:sqs:us-east-1:1:Small-Intake', false],
  ['*', 'arn:aws:sqs:us-east-1:1:Small-Intake', true],
])('the pattern %s and the ARN %s: %s', (pattern, arn, expected) => {
  expect(isArnLike(pattern, arn)).toBe(expected);
});

describe('a policy', () => {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html
  const getAndListButNoReports = [
    { Sid: 'AllowGetList', Effect: 'Allow', Action: ['iam:Get*', 'iam:List*'], Resource: '*' },
    { Sid: 'DenyReports', Effect: 'Deny', Action: 'iam:*Report', Resource: '*' },
  ];

  it('allows what it names, denies what it denies, and says nothing of the rest', () => {
    expect(judge(getAndListButNoReports, 'iam:GetUser', '*')).toBe('Allow');
    expect(judge(getAndListButNoReports, 'iam:GetCredentialReport', '*')).toBe('Deny');
    expect(judge(getAndListButNoReports, 'iam:CreatePolicy', '*')).toBeUndefined();
  });

  it('denies in whatever order its statements stand', () => {
    expect(judge(getAndListButNoReports.toReversed(), 'iam:GetCredentialReport', '*')).toBe('Deny');
  });

  it('takes an action in any case, a resource only as it is written', () => {
    const statement = { Effect: 'Allow', Action: 'SQS:sendmessage', Resource: 'arn:aws:sqs:r:1:Intake' };
    expect(judge([statement], 'sqs:SendMessage', 'arn:aws:sqs:r:1:Intake')).toBe('Allow');
    expect(judge([statement], 'sqs:SendMessage', 'arn:aws:sqs:r:1:intake')).toBeUndefined();
  });

  it('means everything else by NotAction and NotResource', () => {
    const statement = { Effect: 'Allow', NotAction: 'iam:*', NotResource: 'arn:aws:s3:::store/lists/*' };
    expect(judge([statement], 's3:GetObject', 'arn:aws:s3:::store/releases/a')).toBe('Allow');
    expect(judge([statement], 's3:GetObject', 'arn:aws:s3:::store/lists/a')).toBeUndefined();
    expect(judge([statement], 'iam:PassRole', 'arn:aws:iam::1:role/r')).toBeUndefined();
  });

  it.each([
    [{ Action: '*' }, /either Resource or NotResource/],
    [{ Action: '*', Resource: '*', NotPrincipal: '*' }, /NotPrincipal/],
    [{ Action: '*', Resource: 'store/*' }, /store\/\* is no ARN/],
    [{ Action: '*', Resource: 'arn:aws:s3:::store/$' + '{aws:userid}/*' }, /policy variable/],
    [{ Action: '*', Resource: '*', Condition: { StringIs: { 'aws:SourceArn': 'x' } } }, /StringIs/],
    [{ Action: '*', Resource: '*', Condition: { StringEquals: { 'aws:Sourcearm': 'x' } } }, /aws:Sourcearm/],
    [
      { Action: '*', Resource: '*', Condition: { StringLike: { 'dynamodb:LeadingKeys': 'x' } } },
      /needs ForAllValues: or ForAnyValue:/,
    ],
  ])('that cannot be judged stops the start: %j', (statement, reason) => {
    expect(() => judge([{ Effect: 'Allow', ...statement }], 's3:GetObject', '*')).toThrow(reason);
  });
});

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
describe('a condition', () => {
  const source = 'arn:aws:s3:::store';

  it.each<[object, boolean]>([
    [{ StringEquals: { 'aws:SourceAccount': ['1', '2'] } }, true],
    [{ StringEquals: { 'AWS:sourceaccount': '2' } }, true],
    [{ StringEquals: { 'aws:SourceAccount': '3' } }, false],
    [{ StringNotEquals: { 'aws:SourceAccount': ['1', '2'] } }, false],
    [{ StringNotLike: { 'aws:SourceAccount': '3*' } }, true],
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::st*' } }, true],
    [{ ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::st*' } }, true],
    [{ ArnNotLike: { 'aws:SourceArn': 'arn:aws:s3:::st*' } }, false],
    [{ Bool: { 'aws:SecureTransport': 'false' } }, false],
    [{ Bool: { 'aws:SecureTransport': true } }, true],
    // Every operator and every key has to hold.
    [{ StringEquals: { 'aws:SourceAccount': '2' }, ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::x' } }, false],
    [{ StringEquals: { 'aws:SourceAccount': '2', 'aws:SourceArn': source } }, true],
  ])('on what the request has: %j is %s', (condition, expected) => {
    const context: Context = {
      'aws:SourceAccount': '2',
      'aws:SourceArn': source,
      'aws:SecureTransport': 'true',
    };
    expect(under(condition, context)).toBe(expected);
  });

  it.each<[object, boolean]>([
    [{ StringEquals: { 's3:prefix': '' } }, false],
    [{ StringNotEquals: { 's3:prefix': 'lists/' } }, true],
    [{ StringLikeIfExists: { 's3:prefix': 'releases/*' } }, true],
    [{ Null: { 's3:prefix': 'true' } }, true],
    [{ Null: { 's3:prefix': 'false' } }, false],
    [{ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['RELEASE#*'] } }, true],
    [{ 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['RELEASE#*'] } }, false],
    [{ 'ForAnyValue:StringNotLike': { 'dynamodb:LeadingKeys': ['RELEASE#*'] } }, false],
  ])('on what the request does not have: %j is %s', (condition, expected) => {
    expect(under(condition, {})).toBe(expected);
  });

  it.each<[string, string[], boolean]>([
    ['ForAllValues:StringLike', ['RELEASE#a', 'RELEASE#b'], true],
    ['ForAllValues:StringLike', ['RELEASE#a', 'CONTACT#b'], false],
    ['ForAnyValue:StringLike', ['RELEASE#a', 'CONTACT#b'], true],
    ['ForAnyValue:StringLike', ['CONTACT#b'], false],
    ['ForAllValues:StringNotLike', ['RELEASE#a', 'CONTACT#b'], false],
    ['ForAnyValue:StringNotLike', ['RELEASE#a', 'CONTACT#b'], true],
  ])('on several values: %s of %j is %s', (operator, keys, expected) => {
    expect(
      under({ [operator]: { 'dynamodb:LeadingKeys': ['RELEASE#*'] } }, { 'dynamodb:LeadingKeys': keys }),
    ).toBe(expected);
  });
});
