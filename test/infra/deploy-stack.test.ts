import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { DeployStack } from '../../infra/deploy-stack.ts';

const subject = 'repo:un-viet-nam/dateline:environment:production';

function templateOf(props: { subject: string; hasProvider: boolean }): Template {
  return Template.fromStack(new DeployStack(new App(), 'Deploy', props));
}

describe('the role that deploys from GitHub', () => {
  it('can be taken by one environment of one repository only', () => {
    templateOf({ subject, hasProvider: false }).hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringEquals: {
                'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
                'token.actions.githubusercontent.com:sub': subject,
              },
            },
          },
        ],
      },
    });
  });

  it('may do nothing but assume the roles of cdk bootstrap', () => {
    templateOf({ subject, hasProvider: false }).hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Action: 'sts:AssumeRole',
            Effect: 'Allow',
            Resource: { 'Fn::Join': ['', Match.arrayWith([':role/cdk-*'])] },
          },
        ],
      },
    });
  });

  it('uses the provider that the account already has, since there can be only one', () => {
    templateOf({ subject, hasProvider: true }).resourceCountIs('AWS::IAM::OIDCProvider', 0);
    templateOf({ subject, hasProvider: false }).resourceCountIs('AWS::IAM::OIDCProvider', 1);
  });

  it.each(['repo:un-viet-nam/*:environment:production', 'repo:un-viet-nam/dateline:pull_request', '*'])(
    'is not made for %s, which more than one environment would fit',
    (wide) => expect(() => templateOf({ subject: wide, hasProvider: false })).toThrow('githubSubject'),
  );
});
