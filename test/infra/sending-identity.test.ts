import { App, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, it } from 'vitest';
import { type Configuration, configuration } from '../../infra/configuration.ts';
import { NewsroomStack } from '../../infra/newsroom-stack.ts';

const { newsroom, infrastructure } = configuration('production');

/** Two stages of one domain in one account and region, as an operator writes them into the configuration. */
function stack(stage: string, settings: Partial<Configuration['infrastructure']>): Stack {
  return new NewsroomStack(new App(), `Dateline-${stage}`, {
    newsroom: { ...newsroom, stage },
    infrastructure: { ...infrastructure, ...settings },
    codeOf: () => Code.fromInline('exports.handler = async () => {};'),
    env: { region: 'eu-west-1' },
  });
}

const production = Template.fromStack(stack('production', { identity: 'create' }));
const staging = Template.fromStack(stack('staging', { identity: 'existing' }));

function outputsOf(template: Template): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(template.toJSON().Outputs).map(([name, output]) => [name, Object(output).Value]),
  );
}

/** The statements that allow to send mail. */
function sendStatements(template: Template) {
  return Object.values(template.findResources('AWS::IAM::Policy'))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Action }) => [Action].flat().includes('ses:SendRawEmail'));
}

describe('the sending domain of two stages in one account and region', () => {
  it('is made by the one and used by the other, so that SES never answers that it exists', () => {
    expect(Object.values(production.findResources('AWS::SES::EmailIdentity'))).toMatchObject([
      { Properties: { EmailIdentity: 'press.example.org' } },
    ]);
    expect(staging.findResources('AWS::SES::EmailIdentity')).toEqual({});
  });

  it('stays when the stack that made it is deleted, because the other stage sends with it', () => {
    for (const identity of Object.values(production.findResources('AWS::SES::EmailIdentity')))
      expect(identity).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  it('shares no name with a fixed value: each stage has configuration sets, rules and schedules of its own', () => {
    const named = (template: Template) =>
      ['AWS::SES::ConfigurationSet', 'AWS::Scheduler::ScheduleGroup'].flatMap((type) =>
        Object.values(template.findResources(type)).map(({ Properties }) => Properties.Name),
      );
    expect(named(production).length).toBeGreaterThan(1);
    expect(named(production).filter((name) => named(staging).includes(name))).toEqual([]);
  });

  it('lets each stage send in the name of the newsroom alone, whomever it writes to', () => {
    for (const template of [production, staging]) {
      const toIdentities = sendStatements(template).filter(({ Resource }) =>
        JSON.stringify(Resource).includes(':identity/'),
      );
      expect(toIdentities.length).toBeGreaterThan(1);
      for (const { Condition, Resource } of toIdentities) {
        expect(Condition).toEqual({ StringEquals: { 'ses:FromAddress': newsroom.sender.address } });
        expect(JSON.stringify(Resource)).toContain(':identity/*');
      }
    }
  });
});

describe('the records that an operator publishes', () => {
  it('stand in the outputs of the stack, ready to be pasted into the zone', () => {
    expect(outputsOf(production)).toMatchObject({
      DkimRecord1: { 'Fn::Join': ['', expect.arrayContaining([' CNAME '])] },
      DkimRecord2: expect.anything(),
      DkimRecord3: expect.anything(),
      MailFromMxRecord: 'bounce.press.example.org MX 10 feedback-smtp.eu-west-1.amazonses.com',
      MailFromSpfRecord: 'bounce.press.example.org TXT "v=spf1 include:amazonses.com ~all"',
      DmarcRecord: '_dmarc.press.example.org TXT "v=DMARC1; p=none; rua=mailto:media@press.example.org"',
    });
    expect(JSON.stringify(outputsOf(production).DkimRecord1)).toContain('DkimDNSTokenValue1');
  });

  it('of an identity that exists are those that SES does not hand out; doctor shows its DKIM records', () => {
    expect(Object.keys(outputsOf(staging))).toEqual(
      expect.arrayContaining(['MailFromMxRecord', 'MailFromSpfRecord', 'DmarcRecord']),
    );
    expect(outputsOf(staging)).not.toHaveProperty('DkimRecord1');
  });

  it('lead a custom domain to the HTTP API', () => {
    const certificateArn = 'arn:aws:acm:eu-west-1:111122223333:certificate/1';
    const domain = { name: 'news.example.org', certificateArn };
    const template = Template.fromStack(stack('production', { domain }));
    expect(JSON.stringify(outputsOf(template).PublicDomainRecord)).toMatch(
      /news\.example\.org|RegionalDomainName/,
    );
    expect(JSON.stringify(outputsOf(template).PublicDomainRecord)).toContain('RegionalDomainName');
    expect(outputsOf(production)).not.toHaveProperty('PublicDomainRecord');
  });
});
