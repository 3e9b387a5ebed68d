import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { type Template, templateSchema } from '../../../../infra/local/cloud/template-values.ts';
import { openStack } from './open-stack.ts';
import { smallAssets, smallTemplateWithout } from './small-template.ts';

const document = (...statements: object[]) => ({
  Version: '2012-10-17',
  Statement: statements.map((statement) => ({ Effect: 'Allow', ...statement })),
});
const trusting = (service: string) => document({ Principal: { Service: service }, Action: 'sts:AssumeRole' });

/** One statement for each service, so that a test can take one away. */
export const guestRights = {
  reading: { Action: 's3:GetObject', Resource: 'arn:aws:s3:::small-store/inbox/*' },
  listing: {
    Action: 's3:ListBucket',
    Resource: 'arn:aws:s3:::small-store',
    Condition: { StringLike: { 's3:prefix': 'inbox/*' } },
  },
  items: {
    Action: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'],
    Resource: 'arn:aws:dynamodb:*:*:table/Small-Table',
    Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['RELEASE#*'] } },
  },
  messages: { Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:*:*:Small-Events' },
  mails: {
    Action: 'ses:SendRawEmail',
    Resource: ['arn:aws:ses:*:*:identity/newsroom.example', 'arn:aws:ses:*:*:configuration-set/newsroom'],
  },
  schedules: { Action: 'scheduler:CreateSchedule', Resource: 'arn:aws:scheduler:*:*:schedule/default/*' },
  passing: {
    Action: 'iam:PassRole',
    Resource: 'arn:aws:iam::*:role/Small-Clock',
    Condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
  },
};

const template = (rights: object[]): Template =>
  templateSchema.parse({
    Resources: {
      ...smallTemplateWithout('RelayMapping', 'Relay00000006').Resources,
      Guest: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Runtime: 'nodejs24.x',
          Handler: 'index.handler',
          Code: { S3Key: 'credentials.zip' },
          Role: { 'Fn::GetAtt': ['GuestRole', 'Arn'] },
        },
      },
      GuestRole: {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: trusting('lambda.amazonaws.com') },
      },
      GuestPolicy: {
        Type: 'AWS::IAM::Policy',
        Properties: { Roles: [{ Ref: 'GuestRole' }], PolicyDocument: document(...rights) },
      },
      Clock: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: trusting('scheduler.amazonaws.com'),
          Policies: [
            {
              PolicyName: 'Writing',
              PolicyDocument: document({
                Action: 'sqs:SendMessage',
                Resource: 'arn:aws:sqs:*:*:Small-Intake',
              }),
            },
          ],
        },
      },
    },
  });

const credentialsSchema = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  sessionToken: z.string(),
});

/** The small stack, and what a client needs to act with the credentials of one of its functions. */
export async function openGuest(rights: object[] = Object.values(guestRights)) {
  const asset = fileURLToPath(new URL('./assets/credentials', import.meta.url));
  const stack = await openStack({
    template: template(rights),
    assets: new Map([...smallAssets, ['credentials', asset]]),
  });
  const answer = await stack.invoke('Small-Guest', {});
  const credentials = credentialsSchema.parse(answer.isSuccess && answer.payload);
  const guest = { region: 'us-east-1', credentials, maxAttempts: 1 };
  return { stack, guest };
}
