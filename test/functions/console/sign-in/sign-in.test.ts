import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectOpenId } from '../../../../functions/console/sign-in/open-id.ts';
import { signIn } from '../../../../functions/console/sign-in/sign-in.ts';
import { stages } from '../../../../infra/configuration.ts';
import { type IdentityProvider, startIdentityProvider } from '../../../../infra/local/identity-provider.ts';
import { consoleOf, releaseNamed } from '../newsroom-of.ts';
import { serveConsole } from '../serve-console.ts';
import { BrowserOf } from './browser-of.ts';

/** A console and a real provider of OpenID Connect; only the newsroom behind the pages is made for the test. */

let console: Awaited<ReturnType<typeof serveConsole>>;
let provider: IdentityProvider;
let secondsAhead = 0;
let newsroom = consoleOf([]);
const keys = { signing: new Uint8Array(32).fill(1), recent: [new Uint8Array(32).fill(1)], all: [] };
const now = () => new Date(Date.now() + secondsAhead * 1000);

beforeAll(async () => {
  console = await serveConsole(() => {
    const signedIn = signIn({ openId, consoleUrl: console.address, keys, now });
    return { ...newsroom, signIn: signedIn };
  });
  provider = await startIdentityProvider(console.address);
  const openId = connectOpenId({
    issuer: provider.issuer,
    clientId: provider.clientId,
    clientSecret: null,
    scope: 'openid profile email',
    groupsClaim: 'groups',
    roles: stages.local?.infrastructure.signIn.roles ?? {},
    redirectUri: `${console.address}/sign-in/back`,
  });
});
afterAll(async () => {
  console.close();
  await provider.close();
});

async function visitor(sub?: string) {
  secondsAhead = 0;
  newsroom = consoleOf([releaseNamed('forum')]);
  const browser = new BrowserOf();
  if (sub !== undefined) await browser.signIn(`${console.address}/`, sub);
  return browser;
}

const formOf = (page: string, action: string) =>
  new RegExp(`action="${action}">\\s*<input type="hidden" name="token" value="([^"]+)"`).exec(page)?.[1] ??
  '';

describe('a person', () => {
  it('who is not signed in is asked who they are, and then sees the page that they asked for', async () => {
    const browser = await visitor();
    const page = `${console.address}/releases/forum?proof=general.vi`;
    const { address, response } = await browser.signIn(page, 'minh');
    expect(address).toBe(page);
    const body = await response.text();
    expect(body).toContain('<span>Trần Văn Minh</span>');
    expect(body).toContain('Approve and send to 52');
  });

  it('has the roles of their groups: a viewer is offered nothing', async () => {
    const browser = await visitor('ha');
    const page = await (await browser.request(`${console.address}/releases/forum`)).text();
    expect(page).toContain('It takes an approver.');
    expect(page).not.toContain('action="/releases/forum/approve"');
  });

  it('is in the trail by the name and address that the provider vouches for', async () => {
    const browser = await visitor('minh');
    const page = await (await browser.request(`${console.address}/releases/forum`)).text();
    const { candidate } = (await newsroom.readHead('forum')) ?? {};
    const body = new URLSearchParams({
      token: formOf(page, '/releases/forum/approve'),
      version: '1',
      audience: candidate?.audience?.hash ?? '',
    });
    const done = await browser.request(`${console.address}/releases/forum/approve`, { method: 'POST', body });
    expect(done.headers.get('location')).toBe('/releases/forum?done=approved');
    expect((await newsroom.readHead('forum'))?.live?.approvals[0]?.by).toBe(
      'Trần Văn Minh <minh.tran@press.example.org>',
    );
  });

  it('is asked again after ten hours, and a form sent then does nothing', async () => {
    const browser = await visitor('minh');
    secondsAhead = 10 * 3600 + 1;
    const again = await browser.request(`${console.address}/releases/forum`);
    expect(again.status).toBe(303);
    expect(again.headers.get('location')).toContain(provider.issuer);
    const posted = await browser.request(`${console.address}/releases/forum/approve`, { method: 'POST' });
    expect(posted.status).toBe(401);
    expect((await newsroom.readHead('forum'))?.live).toBeNull();
  });

  it('signs out, and is asked who they are from then on', async () => {
    const browser = await visitor('minh');
    const page = await (await browser.request(`${console.address}/`)).text();
    const body = new URLSearchParams({ token: formOf(page, '/sign-out') });
    const { response } = await browser.open(`${console.address}/sign-out`, { method: 'POST', body });
    expect(await response.text()).toContain('You are signed out');
    expect((await browser.request(`${console.address}/`)).headers.get('location')).toContain(provider.issuer);
  });

  it('cannot be signed out by a page elsewhere', async () => {
    const browser = await visitor('minh');
    expect((await browser.request(`${console.address}/sign-out`, { method: 'POST' })).status).toBe(403);
    expect((await browser.request(`${console.address}/`)).status).toBe(200);
  });
});

describe('the session', () => {
  it('is in a cookie that no script can read, that is for this newsroom alone and says nothing', async () => {
    const browser = await visitor();
    const who = await browser.open(`${console.address}/`);
    const back = await browser.request(who.address, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'sub=minh',
    });
    let next = new URL(back.headers.get('location') ?? '', who.address).href;
    while (!next.startsWith(`${console.address}/sign-in/back`))
      next = new URL((await browser.request(next)).headers.get('location') ?? '', next).href;
    const [session = ''] = (await browser.request(next)).headers.getSetCookie();
    expect(session).toMatch(
      /^dateline=[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+; Max-Age=36000; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(Buffer.from(session, 'base64').toString()).not.toContain('minh');
    expect((await browser.request(next)).status, 'the same answer of the provider again').toBe(403);
  });

  it.each([
    ['of another newsroom', async (cookie: string) => cookie.replace(/.{4}$/, 'AAAA')],
    ['of the sign-in that is under way', async () => 'sign-in'],
  ])('%s opens nothing', async (_, changed) => {
    const browser = await visitor('minh');
    const value = await changed(browser.cookies.get('dateline') ?? '');
    const begun = await visitor();
    await begun.request(`${console.address}/sign-in`);
    browser.cookies.set(
      'dateline',
      value === 'sign-in' ? (begun.cookies.get('dateline-sign-in') ?? '') : value,
    );
    expect((await browser.request(`${console.address}/`)).status).toBe(303);
  });
});

describe('an answer of the provider', () => {
  it('that this browser did not ask for signs nobody in', async () => {
    const browser = await visitor();
    await browser.request(`${console.address}/sign-in`);
    const forged = await browser.request(
      `${console.address}/sign-in/back?code=x&state=y&iss=${provider.issuer}`,
    );
    expect(forged.status).toBe(403);
    expect(browser.cookies.has('dateline')).toBe(false);
    const without = await new BrowserOf().request(`${console.address}/sign-in/back?code=x&state=y`);
    expect(await without.text()).toContain('begun in another browser');
  });

  it('that refuses is said, with a way to try again', async () => {
    const browser = await visitor();
    const asked = await browser.request(`${console.address}/sign-in?to=/lists`);
    const state = new URL(asked.headers.get('location') ?? '').searchParams.get('state');
    const iss = encodeURIComponent(provider.issuer);
    const back = `${console.address}/sign-in/back?error=access_denied&state=${state}&iss=${iss}`;
    const refused = await browser.request(back);
    expect(refused.status).toBe(403);
    const page = await refused.text();
    expect(page).toContain('The provider said access_denied');
    expect(page).toContain('href="/sign-in?to=%2Flists"');
  });

  it.each(['//evil.example/x', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)'])(
    'never sends on to %s',
    async (to) => {
      const browser = await visitor();
      const { address } = await browser.signIn(
        `${console.address}/sign-in?to=${encodeURIComponent(to)}`,
        'minh',
      );
      expect(new URL(address).origin).toBe(console.address);
    },
  );
});

describe('while the provider does not answer', () => {
  it('the page says so, and what works all the same', async () => {
    const openId = connectOpenId({
      issuer: 'http://127.0.0.1:9',
      clientId: 'x',
      clientSecret: null,
      scope: 'openid',
      groupsClaim: 'groups',
      roles: {},
      redirectUri: 'http://127.0.0.1:1/sign-in/back',
    });
    const alone = await serveConsole(() => ({
      ...consoleOf([]),
      signIn: signIn({ openId, consoleUrl: alone.address, keys, now }),
    }));
    const response = await new BrowserOf().request(`${alone.address}/`);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('Approval links in mails work all the same');
    alone.close();
  });
});
