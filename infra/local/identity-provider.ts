import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair } from 'jose';
import { type ClientMetadata, type Configuration, interactionPolicy, Provider } from 'oidc-provider';
import { type Html, html } from '../../functions/_shared/runtime/html.ts';
import { forBrowsers } from './cloud/visitors.ts';
import { memoryOf } from './identity-memory.ts';
import { type SamplePerson, samplePeople } from './sample-people.ts';

/** What the console's function needs to know of it. */
export interface IdentityProvider {
  issuer: string;
  clientId: string;
  close: () => Promise<void>;
}

const clientId = 'dateline-local';

/**
 * A provider of OpenID Connect on this machine, with people who exist only here. It speaks the protocol for real, so that
 * the console runs the code that it runs with any other provider; but instead of asking for a password it asks who one
 * wants to be. It listens on the loopback address alone.
 */
export async function startIdentityProvider(consoleUrl: string): Promise<IdentityProvider> {
  let answer = (_: IncomingMessage, response: ServerResponse): unknown => response.writeHead(503).end();
  const server = createServer(forBrowsers((request, response) => void answer(request, response)));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the identity provider has no port');
  const issuer = `http://127.0.0.1:${address.port}`;
  const provider = new Provider(issuer, await configurationFor(consoleUrl));
  const speakProtocol = provider.callback();
  answer = (request, response) => {
    if (!request.url?.startsWith(interactionPath)) return speakProtocol(request, response);
    return askWho(provider, consoleUrl, request, response).catch(() => {
      if (!response.headersSent) response.writeHead(400);
      response.end('This page is too old. Go back to the console and sign in again.\n');
    });
  };
  return {
    issuer,
    clientId,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Seconds. */
const hour = 3600;
const interactionPath = '/who/';

async function configurationFor(consoleUrl: string): Promise<Configuration> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const client: ClientMetadata = {
    client_id: clientId,
    token_endpoint_auth_method: 'none',
    redirect_uris: [`${consoleUrl}/sign-in/back`],
    post_logout_redirect_uris: [`${consoleUrl}/signed-out`],
    response_types: ['code'],
    grant_types: ['authorization_code'],
  };
  return {
    adapter: memoryOf(new Map()),
    clients: [client],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' }] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    claims: { openid: ['sub'], profile: ['name', 'groups'], email: ['email', 'email_verified'] },
    // As Entra ID, Okta and Keycloak do: what the scope asks for is in the ID token.
    conformIdTokenClaims: false,
    ttl: {
      Interaction: hour,
      Grant: hour,
      Session: hour,
      AccessToken: 600,
      IdToken: 600,
      AuthorizationCode: 60,
    },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: {
      policy: alwaysAsking(),
      url: (_, { uid }) => `${interactionPath}${uid}`,
    },
    findAccount: (_, id) => {
      const person = samplePeople.find(({ sub }) => sub === id);
      return person && { accountId: id, claims: () => ({ ...person, email_verified: true }) };
    },
    // Nobody has to consent to their own newsroom.
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({
        clientId: oidc.client?.clientId,
        accountId: oidc.session?.accountId,
      });
      grant.addOIDCScope('openid profile email');
      await grant.save();
      return grant;
    },
  };
}

/** Asks each time, so that one click is enough to be somebody else. */
function alwaysAsking() {
  const policy = interactionPolicy.base();
  const { Check } = interactionPolicy;
  policy
    .get('login')
    ?.checks.add(
      new Check('who', 'who do you want to be?', ({ oidc }) =>
        oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT,
      ),
    );
  return policy;
}

/** The page that asks who one wants to be, and its answer. */
async function askWho(
  provider: Provider,
  consoleUrl: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  await provider.interactionDetails(request, response);
  if (request.method === 'POST') {
    const accountId = new URLSearchParams(await text(request)).get('sub') ?? '';
    if (samplePeople.some(({ sub }) => sub === accountId))
      return provider.interactionFinished(request, response, { login: { accountId } });
  }
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
    .end(whoPage(consoleUrl).markup);
}

function whoPage(consoleUrl: string): Html {
  const choice = ({ sub, name, email, about }: SamplePerson) =>
    html`<li><form method="post"><button name="sub" value="${sub}"><b>${name}</b><br><span>${about}<br>${email}</span></button></form></li>`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Who are you today? · Dateline on this machine</title>
<link rel="icon" href="${consoleUrl}/assets/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${consoleUrl}/assets/console.css">
</head>
<body>
<main class="who">
<p class="crumbs">Dateline on this machine</p>
<h1>Who are you today?</h1>
<p class="lead">These people exist only here. On AWS your organisation’s own sign-in asks at this point.</p>
<ul class="plain people">${samplePeople.map(choice)}</ul>
</main>
</body>
</html>
`;
}
