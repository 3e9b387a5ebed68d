import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Alarm } from '../../functions/_shared/domain/alarm.ts';
import { servePages } from '../../functions/_shared/runtime/page.ts';
import { consolePages } from '../../functions/console/console-pages.ts';
import { runbookArticles } from '../../infra/runbook-articles.ts';
import { armedFor, consoleOf, contactId, embargoed, releaseNamed } from '../functions/console/newsroom-of.ts';

/** The console in a real browser, with a newsroom that was created for the test. */

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rejected = releaseNamed('seed-000', {
  title: null,
  latestVersion: 0,
  lastStatus: 'rejected',
  candidate: null,
});
const articles = runbookArticles(fileURLToPath(new URL('../../docs/runbook.md', import.meta.url)));
const alarms: Alarm[] = [
  {
    name: 'circuit',
    state: 'ringing',
    severity: 'page',
    since: '2025-06-12T06:51:00.000Z',
    whoIsHurt: 'All sending has stopped: everybody who waits for a release gets nothing.',
    article: 'circuit',
  },
  {
    name: 'near-timeout (send-emails)',
    state: 'ringing',
    severity: 'ticket',
    since: '2025-06-12T06:40:00.000Z',
    whoIsHurt: 'Nobody yet: a run of send-emails took nearly all of its time.',
    article: 'near-timeout',
  },
  {
    name: 'quota',
    state: 'quiet',
    severity: 'page',
    since: '2025-06-10T06:40:00.000Z',
    whoIsHurt: 'Who has not got a release yet waits for hours: the daily quota of SES is used up.',
    article: 'quota',
  },
];
let newsroom = consoleOf([]);
let server: Server;
let address: string;
let browser: Browser;

beforeAll(async () => {
  const handler = servePages('console', (request) => consolePages(newsroom)(request));
  server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const { cookie, ...headers } = request.headers;
    const answer = await handler({
      rawPath: url.pathname,
      rawQueryString: url.search.slice(1),
      headers,
      cookies: cookie ? [cookie] : [],
      body: (await buffer(request)).toString(),
      requestContext: { http: { method: request.method } },
    });
    response
      .writeHead(answer.statusCode, answer.headers)
      .end(Buffer.from(answer.body, answer.isBase64Encoded ? 'base64' : 'utf8'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${portOf(server.address())}`;
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
});
afterAll(async () => {
  await browser.close();
  server.close();
});

function portOf(bound: AddressInfo | string | null): number {
  if (bound === null || typeof bound === 'string') throw new Error('no port');
  return bound.port;
}

function fresh(): void {
  newsroom = consoleOf([releaseNamed('forum'), embargoed('visit'), rejected], {
    inboxUrl: '/inbox',
    readAlarms: async () => alarms,
    articles,
    readPace: async () => ({
      openBecause: 'bounces',
      signUpsStoppedBecause: null,
      signUpsStoppedSince: null,
      openSince: '2025-06-12T06:00:00.000Z',
      pause: null,
      parkedUntil: 0,
    }),
  });
}

// Code for the page is a string, because it runs in Chromium and these tests are typed for Node.
const runAxe = `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'], iframes: false })
  .then(({ violations }) => violations.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map((node) => id + ': ' + node.html.slice(0, 200) + ' ' + node.failureSummary)))`;

async function open(path: string, width: number, colorScheme: 'light' | 'dark'): Promise<Page> {
  // The console's content security policy forbids foreign scripts, and axe is one.
  const context = await browser.newContext({
    viewport: { width, height: 800 },
    colorScheme,
    bypassCSP: true,
  });
  const page = await context.newPage();
  await page.goto(address + path, { waitUntil: 'load' });
  return page;
}

describe('every page', () => {
  it.each([
    '/',
    '/releases/forum',
    '/releases/visit',
    '/releases/seed-000',
    '/releases/seed-000/report?file=releases/seed-000.txt',
    '/releases/visit/recipients/visit_v1_embargoed',
    '/releases/visit/recipients/visit_v1_embargoed?state=unknown',
    '/contacts',
    `/contacts/${contactId}`,
    '/lists',
    '/lists/general-press',
    '/segments',
    '/trail',
    '/alarms',
    '/alarms/circuit',
    '/nowhere',
  ])('%s has no accessibility fault and fits a phone, light and dark', async (path) => {
    fresh();
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [375, 1200]) {
        const page = await open(path, width, colorScheme);
        await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true })');
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(
          0,
        );
        await page.addScriptTag({ content: axe });
        expect(await page.evaluate(runAxe)).toEqual([]);
        await page.context().close();
      }
  });
});

describe('the desk', () => {
  it('approves in the name of who is signed in, and sees the result', async () => {
    fresh();
    const page = await open('/releases/forum', 1200, 'light');
    await page.getByRole('button', { name: 'Approve and send to 52' }).click();
    await page.getByText('Approved. It is on its way.').waitFor();
    expect((await newsroom.readHead('forum'))?.live?.approvals).toMatchObject([{ by: 'Lan' }]);
    await page.context().close();
  });

  it('stops a running release from a page that was opened at the approval, and loses nothing that was typed', async () => {
    newsroom = consoleOf([armedFor('visit', '2025-06-12T08:00:00.000Z')]);
    const page = await open('/releases/visit', 1200, 'light');
    await page.evaluate('window.isTheSamePage = true');
    await page.getByText('Stop …').click();
    await page.locator('#stop-reason').fill('wrong figure');
    await newsroom.life.putRelease(armedFor('visit', '2025-06-12T06:56:00.000Z'));
    await page.getByText('Kill …').waitFor();
    expect(await page.evaluate('window.isTheSamePage')).toBe(true);
    expect(await page.locator('#stop-reason').inputValue()).toBe('wrong figure');
    expect(await page.evaluate('document.activeElement.id')).toBe('stop-reason');
    await page.getByRole('button', { name: 'Stop everything and send a kill notice' }).click();
    await page.getByText('Killed. Nothing more of it goes out').waitFor();
    expect((await newsroom.readHead('visit'))?.killed?.reason).toBe('wrong figure');
    await page.context().close();
  });

  it('never approves another version than the one on the page', async () => {
    fresh();
    const page = await open('/releases/forum', 1200, 'light');
    const button = page.getByRole('button', { name: 'Approve and send to 52' });
    await button.waitFor();
    const shown = await newsroom.readHead('forum');
    if (!shown?.candidate) throw new Error('no version waits');
    await newsroom.life.putRelease({ ...shown, candidate: { ...shown.candidate, version: 2 } });
    await page.getByText('There is a newer version than this page shows.').waitFor();
    expect(await button.count()).toBe(0);
    await page.getByRole('link', { name: 'Look at it' }).click();
    await page.getByText('Approve version 2?').waitFor();
    await page.context().close();
  });

  it('works without scripts', async () => {
    fresh();
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${address}/releases/visit`);
    await page.getByText('Embargo broken …').click();
    await page.getByLabel('Where was it published?').fill('On the website of a ministry');
    await page.getByRole('button', { name: 'Lift the embargo now' }).click();
    await page.getByText('The embargo is lifted.').waitFor();
    expect((await newsroom.readHead('visit'))?.broken?.reason).toBe('On the website of a ministry');
    await context.close();
  });

  it('sees the proof as its reader will, in a frame of its own', async () => {
    fresh();
    const page = await open('/releases/forum', 1200, 'light');
    await page
      .frameLocator('iframe')
      .getByRole('heading', { name: 'Viet Nam hosts high-level forum' })
      .waitFor();
    await page.context().close();
  });
});
