import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  CfnManagedLoginBranding,
  CfnUserPool,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  PasskeyUserVerification,
  UserPool,
  UserPoolClientIdentityProvider,
} from 'aws-cdk-lib/aws-cognito';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { roleSchema } from '../functions/_shared/domain/actor.ts';
import type { Environment } from '../functions/console/environment.ts';
import type { Configuration } from './configuration.ts';

type SignInConfiguration = Configuration['infrastructure']['signIn'];

/** What the console's function needs to know of the provider of identities. */
export type SignInVariables = Pick<
  Environment,
  | 'CONSOLE_URL'
  | 'OPENID_ISSUER'
  | 'OPENID_CLIENT_ID'
  | 'OPENID_CLIENT_SECRET_ARN'
  | 'OPENID_SCOPE'
  | 'OPENID_GROUPS_CLAIM'
  | 'OPENID_ROLES'
>;

export interface SignInProps {
  settings: SignInConfiguration;
  consoleUrl: string;
  onDelete: 'retain' | 'destroy';
}

/** Who may come in: a user pool of the stack's own, or any provider of OpenID Connect (docs/sign-in.md). */
export class SignIn extends Construct {
  private readonly variables: SignInVariables;

  constructor(scope: Construct, { settings, consoleUrl, onDelete }: SignInProps) {
    super(scope, 'sign-in');
    const { provider, roles } = settings;
    const common = { CONSOLE_URL: consoleUrl, OPENID_ROLES: JSON.stringify(roles) };
    if (provider === 'cognito') this.variables = { ...common, ...this.userPool(consoleUrl, onDelete) };
    else if (typeof provider === 'string') this.variables = common;
    else
      this.variables = {
        ...common,
        OPENID_ISSUER: provider.issuer,
        OPENID_CLIENT_ID: provider.clientId,
        ...(provider.clientSecretArn && { OPENID_CLIENT_SECRET_ARN: provider.clientSecretArn }),
        ...(provider.scope && { OPENID_SCOPE: provider.scope }),
        ...(provider.groupsClaim && { OPENID_GROUPS_CLAIM: provider.groupsClaim }),
      };
  }

  /** Gives the function what it needs to know, and the right to read the client's secret, if the provider gave one. */
  provideTo(pages: LambdaFunction): void {
    for (const [name, value] of Object.entries(this.variables)) pages.addEnvironment(name, value);
    const { OPENID_CLIENT_SECRET_ARN: secret } = this.variables;
    if (secret)
      pages.addToRolePolicy(
        new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret] }),
      );
  }

  /**
   * People are invited by an admin of the account and sign in with a passkey, or with a password and a code of their
   * authenticator app. The groups have the names of the roles.
   */
  private userPool(consoleUrl: string, onDelete: SignInProps['onDelete']): Partial<SignInVariables> {
    const pool = peoplePool(this, onDelete);
    const { region, account } = Stack.of(this);
    const domain = pool.addDomain('Domain', {
      cognitoDomain: {
        domainPrefix: `dateline-${Stack.of(this)
          .stackName.toLowerCase()
          .replace(/^dateline-/, '')}-${account}`,
      },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    const client = pool.addClient('Console', {
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls: [`${consoleUrl}/sign-in/back`],
        logoutUrls: [`${consoleUrl}/signed-out`],
      },
      supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
      preventUserExistenceErrors: true,
    });
    new CfnManagedLoginBranding(this, 'Pages', {
      userPoolId: pool.userPoolId,
      clientId: client.userPoolClientId,
      useCognitoProvidedValues: true,
    });
    new CfnOutput(this, 'UserPoolId', { value: pool.userPoolId }).overrideLogicalId('UserPoolId');
    new CfnOutput(this, 'SignInUrl', { value: domain.baseUrl() }).overrideLogicalId('SignInUrl');
    return {
      OPENID_ISSUER: `https://cognito-idp.${region}.amazonaws.com/${pool.userPoolId}`,
      OPENID_CLIENT_ID: client.userPoolClientId,
      OPENID_GROUPS_CLAIM: 'cognito:groups',
    };
  }
}

function peoplePool(scope: Construct, onDelete: SignInProps['onDelete']): UserPool {
  const pool = new UserPool(scope, 'People', {
    selfSignUpEnabled: false,
    signInAliases: { email: true },
    standardAttributes: {
      email: { required: true, mutable: true },
      fullname: { required: true, mutable: true },
    },
    featurePlan: FeaturePlan.ESSENTIALS,
    mfa: Mfa.REQUIRED,
    mfaSecondFactor: { sms: false, otp: true },
    signInPolicy: { allowedFirstAuthFactors: { password: true, passkey: true } },
    passkeyUserVerification: PasskeyUserVerification.REQUIRED,
    passwordPolicy: {
      minLength: 14,
      requireLowercase: true,
      requireUppercase: true,
      requireDigits: true,
      requireSymbols: true,
    },
    deletionProtection: onDelete === 'retain',
    removalPolicy: onDelete === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  // A passkey that asks for the finger or the code of its device counts as both factors, so that MFA can be required
  // (https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_WebAuthnConfigurationType.html).
  const resource = pool.node.defaultChild;
  if (!(resource instanceof CfnUserPool)) throw new Error('the user pool has no resource');
  resource.webAuthnFactorConfiguration = 'MULTI_FACTOR_WITH_USER_VERIFICATION';
  // cfn-lint does not know this property yet.
  resource.addMetadata('cfn-lint', { config: { ignore_checks: ['E3002'] } });
  for (const role of roleSchema.options) pool.addGroup(role, { groupName: role });
  return pool;
}
