import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import { OidcProviderNative, OpenIdConnectPrincipal, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

export interface DeployStackProps extends StackProps {
  /**
   * Who may deploy: the `sub` claim of the workflow's token, for example `repo:OWNER/NAME:environment:production`. A
   * repository with immutable subjects has `repo:OWNER@ID/NAME@ID:environment:production`.
   */
  subject: string;
  /** An account can have only one provider for GitHub. `true` if the account already has it. */
  hasProvider: boolean;
}

const issuer = 'token.actions.githubusercontent.com';

/**
 * The role with which the workflow deploy.yml deploys. GitHub's token is exchanged for credentials of one hour, so no
 * key is stored at GitHub
 * (https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments/configuring-openid-connect-in-amazon-web-services).
 * The role may do nothing but assume the roles of `cdk bootstrap`.
 */
export class DeployStack extends Stack {
  constructor(scope: Construct, id: string, { subject, hasProvider, ...props }: DeployStackProps) {
    super(scope, id, props);
    if (/[*?]/.test(subject) || !/^repo:[^:/]+\/[^:/]+:environment:[^:]+$/.test(subject))
      throw new Error(
        `githubSubject has to name one repository and one environment, as repo:OWNER/NAME:environment:production, and is "${subject}"`,
      );
    const providerArn = this.formatArn({
      service: 'iam',
      region: '',
      resource: 'oidc-provider',
      resourceName: issuer,
    });
    const provider = hasProvider
      ? OidcProviderNative.fromOidcProviderArn(this, 'GitHub', providerArn)
      : new OidcProviderNative(this, 'GitHub', {
          url: `https://${issuer}`,
          clientIds: ['sts.amazonaws.com'],
        });
    const role = new Role(this, 'Role', {
      description: 'Dateline: deploys from a GitHub workflow',
      assumedBy: new OpenIdConnectPrincipal(provider, {
        StringEquals: { [`${issuer}:aud`]: 'sts.amazonaws.com', [`${issuer}:sub`]: subject },
      }),
    });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['sts:AssumeRole'],
        resources: [this.formatArn({ service: 'iam', region: '', resource: 'role', resourceName: 'cdk-*' })],
      }),
    );
    new CfnOutput(this, 'DeployRole', { value: role.roleArn });
  }
}
