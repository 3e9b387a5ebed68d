import * as openid from 'openid-client';
import * as z from 'zod';
import type { Actor } from '../../_shared/domain/actor.ts';
import { type RoleRule, rolesOf } from './roles-of.ts';

/** The application as the provider of identities knows it. */
export interface OpenIdSettings {
  issuer: string;
  clientId: string;
  /** Null for a client without a secret: PKCE alone protects it. */
  clientSecret: string | null;
  scope: string;
  /** The claim of the ID token that lists groups, as in `groups` or `cognito:groups`. */
  groupsClaim: string;
  roles: RoleRule;
  /** Where the provider sends the browser back to. */
  redirectUri: string;
}

/** What the newsroom keeps, sealed in the browser, while the person is at the provider. */
export const pendingSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  /** The page that was asked for. */
  to: z.string(),
});
export type Pending = z.infer<typeof pendingSchema>;

/** The provider did not let the person in, or what came back does not belong to what was asked. */
export class NotSignedIn extends Error {}

const claimsSchema = z.looseObject({
  sub: z.string().min(1),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  email: z.string().optional(),
  email_verified: z.union([z.boolean(), z.string()]).optional(),
});

export type OpenId = ReturnType<typeof connectOpenId>;

/**
 * Signing in by OpenID Connect: authorization code flow with PKCE, state and nonce. What the provider says of itself is
 * read once and kept; after a failure it is read again.
 */
export function connectOpenId(settings: OpenIdSettings) {
  let discovered: Promise<openid.Configuration> | null = null;
  const configuration = (): Promise<openid.Configuration> => {
    discovered ??= discover(settings).catch((error: unknown) => {
      discovered = null;
      throw error;
    });
    return discovered;
  };
  return {
    /** The address at the provider to send the browser to, and what to keep until it comes back. */
    async begin(to: string): Promise<{ address: string; pending: Pending }> {
      const pending = {
        state: openid.randomState(),
        nonce: openid.randomNonce(),
        verifier: openid.randomPKCECodeVerifier(),
        to,
      };
      const address = openid.buildAuthorizationUrl(await configuration(), {
        redirect_uri: settings.redirectUri,
        scope: settings.scope,
        state: pending.state,
        nonce: pending.nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(pending.verifier),
        code_challenge_method: 'S256',
      });
      return { address: address.href, pending };
    },

    /** Who has come back. `query`: what the provider added to the address. Throws {@link NotSignedIn}. */
    async finish(query: URLSearchParams, { state, nonce, verifier }: Pending): Promise<Actor> {
      const returned = new URL(settings.redirectUri);
      returned.search = query.toString();
      const known = await configuration();
      const tokens = await openid
        .authorizationCodeGrant(known, returned, {
          pkceCodeVerifier: verifier,
          expectedState: state,
          expectedNonce: nonce,
          idTokenExpected: true,
        })
        .catch(refuse);
      return actorOf(tokens.claims(), settings);
    },

    /** Where a person ends their session at the provider, too. Null if the provider offers no such address. */
    async endAddress(returnTo: string): Promise<string | null> {
      const known = await configuration();
      if (known.serverMetadata().end_session_endpoint === undefined) return null;
      return openid.buildEndSessionUrl(known, { post_logout_redirect_uri: returnTo }).href;
    },
  };
}

/** A provider without https is accepted on this machine only. */
async function discover({ issuer, clientId, clientSecret }: OpenIdSettings): Promise<openid.Configuration> {
  const address = new URL(issuer);
  const isLocal = address.protocol === 'http:' && address.hostname === '127.0.0.1';
  return openid.discovery(
    address,
    clientId,
    {},
    clientSecret === null ? openid.None() : openid.ClientSecretPost(clientSecret),
    { timeout: 5, ...(isLocal && { execute: [openid.allowInsecureRequests] }) },
  );
}

const noAnswerCodes = new Set(['OAUTH_TIMEOUT', 'OAUTH_ABORT']);

/** The provider's refusals and replies that do not fit are not faults of ours. Anything else is. */
function refuse(error: unknown): never {
  if (error instanceof openid.AuthorizationResponseError || error instanceof openid.ResponseBodyError)
    throw new NotSignedIn(`the provider said ${error.error}`, { cause: error });
  if (error instanceof openid.ClientError && !noAnswerCodes.has(error.code ?? ''))
    throw new NotSignedIn('what came back does not fit', { cause: error });
  throw error;
}

function actorOf(claims: unknown, { issuer, groupsClaim, roles }: OpenIdSettings): Actor {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) throw new NotSignedIn('the provider did not say who it is');
  const { sub, name, preferred_username, email, email_verified, ...others } = parsed.data;
  const groups = z.array(z.string()).catch([]).parse(others[groupsClaim]);
  // An address that nobody has verified can be anybody's.
  const address = email_verified === false || email_verified === 'false' ? null : (email ?? null);
  return {
    subject: `${issuer}|${sub}`,
    name: [name ?? preferred_username, address && `<${address}>`].filter(Boolean).join(' ') || sub,
    roles: rolesOf(roles, groups, address),
  };
}
