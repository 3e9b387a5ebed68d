import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { GetEventSourceMappingCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetAccountCommand, GetEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { readAlarms } from '../../../bin/doctor/alarm-facts.ts';
import { alarmFindings } from '../../../bin/doctor/alarm-findings.ts';
import { readSecret } from '../../../bin/doctor/key-facts.ts';
import { keyFindings } from '../../../bin/doctor/key-findings.ts';
import { readMapping } from '../../../bin/doctor/lambda-facts.ts';
import { judge, look } from '../../../bin/doctor/look.ts';
import { admits } from '../../../bin/doctor/policy.ts';
import { readIdentity, readSesAccount } from '../../../bin/doctor/ses-facts.ts';
import type { Setup } from '../../../bin/doctor/setup.ts';
import { withStores } from '../../../bin/doctor/stack.ts';
import { configuration } from '../../../infra/configuration.ts';

const setup: Setup = {
  ...configuration('production'),
  stackName: 'Dateline-production',
  region: 'eu-west-1',
  version: 'a',
  isLocal: false,
  deploy: 'npx cdk deploy -c stage=production',
  revertDrift: 'npx cdk deploy -c stage=production --revert-drift',
};

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

describe('what AWS answers that the embedded services do not', () => {
  const ses = mockClient(SESv2Client);
  beforeEach(() => ses.reset());

  it('takes a quota of -1 for none', async () => {
    ses.on(GetAccountCommand).resolves({ SendQuota: { Max24HourSend: -1, MaxSendRate: 50 } });
    expect(await readSesAccount(new SESv2Client({}))).toMatchObject({ dailyQuota: null, isInSandbox: true });
  });

  it('asks for no DKIM records where the domain signs with keys of its own', async () => {
    ses.on(GetEmailIdentityCommand).resolves({
      VerifiedForSendingStatus: true,
      DkimAttributes: { SigningAttributesOrigin: 'EXTERNAL', Tokens: ['selector'], Status: 'SUCCESS' },
    });
    expect((await readIdentity(new SESv2Client({}), 'press.example.org'))?.tokens).toEqual([]);
  });

  it('takes a mapping that is being made for one that works', async () => {
    const lambda = mockClient(LambdaClient);
    lambda.on(GetEventSourceMappingCommand).resolves({ State: 'Creating' });
    expect(await readMapping(new LambdaClient({}), 'a')).toMatchObject({ isEnabled: true });
  });
});

describe('a look that fails', () => {
  it('says which right is missing, and does not stop the others', async () => {
    const looked = await look('the SES account', ['ses:GetAccount'], async () => {
      throw named('AccessDeniedException', 'User: x is not authorized to perform: ses:GetAccount.\nmore');
    });
    expect(judge(looked, () => [])).toMatchObject([
      {
        check: 'could-not-look',
        severity: 'fault',
        what: 'Could not look at the SES account: AccessDeniedException (User: x is not authorized to perform: ses:GetAccount); it needs ses:GetAccount.',
      },
    ]);
  });

  it('is nothing to mend where the embedded services do not have the thing', async () => {
    const looked = await look('the alarms', ['cloudwatch:DescribeAlarms'], async () => {
      throw named('NotImplemented', 'is not served');
    });
    expect(judge(looked, () => [])).toEqual([]);
  });
});

describe('alarms', () => {
  const cloudWatch = mockClient(CloudWatchClient);
  const heard = { ActionsEnabled: true, AlarmActions: ['arn:aws:sns:eu-west-1:1:alarms'] };

  it('are named when they ring, tell nobody or are gone, and not for lack of data', async () => {
    cloudWatch.on(DescribeAlarmsCommand).resolves({
      MetricAlarms: [
        {
          ...heard,
          AlarmName: 'Dateline: circuit',
          StateValue: 'ALARM',
          AlarmDescription: 'All sending has stopped. What to do: docs/runbook.md#circuit',
        },
        { ...heard, AlarmName: 'Dateline: quiet', StateValue: 'INSUFFICIENT_DATA' },
        { ...heard, AlarmName: 'Dateline: mute', ActionsEnabled: false, StateValue: 'OK' },
      ],
    });
    const names = ['circuit', 'quiet', 'mute', 'gone'].map((name) => `Dateline: ${name}`);
    const alarms = await readAlarms(new CloudWatchClient({}), names);
    expect(alarmFindings(setup, names, alarms)).toMatchObject([
      { check: 'alarm-missing', what: 'The alarm “Dateline: gone” is gone.' },
      {
        check: 'alarm-unheard',
        fix: [
          'aws cloudwatch enable-alarm-actions --region eu-west-1 --alarm-names "Dateline: mute"',
          expect.anything(),
        ],
      },
      {
        check: 'alarm-ringing',
        whoIsHurt: 'All sending has stopped.',
        fix: ['Read docs/runbook.md#circuit'],
      },
    ]);
  });
});

describe('the keys of the links', () => {
  const secrets = mockClient(SecretsManagerClient);
  const now = Date.parse('2026-11-25T00:00:00Z');
  beforeEach(() => secrets.reset());

  it('are named when they are being deleted, with the command that keeps them', async () => {
    secrets.on(DescribeSecretCommand).resolves({ Name: 'keys', DeletedDate: new Date(now) });
    const secret = await readSecret(new SecretsManagerClient({}), 'arn:keys');
    expect(keyFindings(setup, 'arn:keys', secret, now)).toMatchObject([
      {
        check: 'keys-missing',
        fix: ['aws secretsmanager restore-secret --region eu-west-1 --secret-id arn:keys'],
      },
    ]);
  });

  it('are advised to be changed when they are more than a year old', async () => {
    secrets.on(DescribeSecretCommand).resolves({ Name: 'keys', CreatedDate: new Date('2025-01-01') });
    const secret = await readSecret(new SecretsManagerClient({}), 'arn:keys');
    expect(keyFindings(setup, 'arn:keys', secret, now)).toMatchObject([
      { severity: 'advice', fix: ['npx dateline rotate-keys --stage production'] },
    ]);
  });
});

describe('a policy admits a service', () => {
  const policy = (...Statement: object[]) => JSON.stringify({ Statement });
  const allow = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
  };

  it.each([
    ['that it names', policy(allow), true],
    ['by a pattern', policy({ ...allow, Action: ['SQS:*'] }), true],
    ['of the owner, by the default policy', policy({ ...allow, Principal: { AWS: '*' } }), true],
    ['never by a Deny', policy({ ...allow, Effect: 'Deny', Principal: '*' }), false],
    ['never for another action', policy({ ...allow, Action: 'sqs:ReceiveMessage' }), false],
    ['never without a policy', null, false],
  ])('%s', (_, text, expected) => {
    expect(admits(text, 'events.amazonaws.com', 'sqs:SendMessage')).toBe(expected);
  });
});

it('looks at a restored table too, which is not one of the stack', () => {
  const bucket = { id: 'storageBucket', type: 'AWS::S3::Bucket', physicalId: 'drops' };
  const stack = {
    status: 'CREATE_COMPLETE',
    outputs: { Table: 'restored', Bucket: 'drops' },
    resources: [bucket],
  };
  expect(withStores(stack).resources).toEqual([
    bucket,
    { id: 'Table', type: 'AWS::DynamoDB::Table', physicalId: 'restored' },
  ]);
});
