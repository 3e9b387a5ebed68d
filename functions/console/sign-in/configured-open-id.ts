import { connectSecret } from '../../_shared/aws/text-secret.ts';
import type { ConsoleEnvironment } from '../environment.ts';
import { connectOpenId, type OpenId } from './open-id.ts';
import { roleRuleSchema } from './roles-of.ts';

/** The provider that the environment names. Null if it names none. The client's secret is read once. */
export function rememberOpenId(environment: ConsoleEnvironment): () => Promise<OpenId | null> {
  let known: Promise<OpenId | null> | null = null;
  return () => {
    known ??= configuredOpenId(environment).catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
}

async function configuredOpenId(environment: ConsoleEnvironment): Promise<OpenId | null> {
  const { CONSOLE_URL, OPENID_ISSUER, OPENID_CLIENT_ID, OPENID_CLIENT_SECRET_ARN } = environment;
  if (!CONSOLE_URL || !OPENID_ISSUER || !OPENID_CLIENT_ID) return null;
  return connectOpenId({
    issuer: OPENID_ISSUER,
    clientId: OPENID_CLIENT_ID,
    clientSecret: OPENID_CLIENT_SECRET_ARN ? await connectSecret(OPENID_CLIENT_SECRET_ARN).read() : null,
    scope: environment.OPENID_SCOPE,
    groupsClaim: environment.OPENID_GROUPS_CLAIM,
    roles: roleRuleSchema.parse(JSON.parse(environment.OPENID_ROLES)),
    redirectUri: `${CONSOLE_URL}/sign-in/back`,
  });
}
