import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languages } from '../../functions/_shared/domain/newsroom.ts';
import { newsroom, request } from '../functions/subscriptions/page-request.ts';
import { PaperPages } from '../functions/subscriptions/paper-pages.ts';
import { cardOf } from '../people.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const card = cardOf('linh@daily.example.org', {
  lists: ['general-press', 'viet-nam-press'],
  beats: ['health'],
});
const contact = card.contactId;
const { version } = newsroom.embargoTerms;

let pages: PaperPages;
let server: Server;
let origin: string;
let browser: Browser;

beforeAll(async () => {
  server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const asked = await request(incoming.method ?? 'GET', incoming.url ?? '/', {
      headers: { 'content-type': incoming.headers['content-type'] ?? '' },
      body: Buffer.concat(chunks).toString(),
    });
    const { status, headers, body } = await pages.page(asked);
    outgoing.writeHead(status, headers).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  origin = `http://127.0.0.1:${address.port}`;
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
});

afterAll(async () => {
  await browser?.close();
  server?.close();
});

function freshPages(): void {
  pages = new PaperPages();
  pages.cards.set(contact, card);
  pages.change(contact, { termsOffered: { version, at: '2026-01-01T00:00:00Z', by: 'An Admin' } });
}

/** Every page that a person can reach, in one language. */
function paths(language: string): Record<string, string> {
  const signUp = {
    contactId: contact,
    email: card.email,
    nonce: 'n',
    name: null,
    outlet: null,
    role: null,
    beats: [],
    counters: [],
    language: languages.find((known) => known === language) ?? 'en',
    list: 'general-press',
    requestedAt: pages.now.toISOString(),
    confirmedAt: null,
  };
  pages.signUps.set(contact, signUp);
  const link = (purpose: Parameters<PaperPages['link']>[0], scope: string, release: string) =>
    `${pages.link(purpose, { contact, scope, release })}?language=${language}`;
  return {
    subscribe: `/subscribe?language=${language}`,
    confirm: `/c/${link('confirm', 'n', '')}`,
    preferences: `/p/${link('preferences', '', '')}`,
    terms: `/e/${link('terms', '', version)}`,
    unsubscribe: `/u/${link('unsubscribe', 'general-press', 'forum')}`,
    missing: `/nothing?language=${language}`,
  };
}

interface Finding {
  id: string;
  nodes: { html: string }[];
}

async function violations(page: Page): Promise<string[]> {
  // The pages allow no scripts, so axe is started from outside their content security policy.
  const findings: Finding[] = await page.evaluate(
    `${axe};axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => ({ html })) })))`,
  );
  return findings.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}

describe.each(languages)('the public pages in %s', (language) => {
  it.each(['light', 'dark'] as const)(
    'have no accessibility fault and fit any width, %s',
    async (colorScheme) => {
      freshPages();
      const context = await browser.newContext({ colorScheme, bypassCSP: true });
      const page = await context.newPage();
      const found: string[] = [];
      for (const [name, path] of Object.entries(paths(language))) {
        await page.goto(origin + path);
        expect(await page.getAttribute('html', 'lang')).toBe(language);
        expect(await page.getAttribute('html', 'dir')).toBe(language === 'ar' ? 'rtl' : 'ltr');
        for (const width of [320, 375, 1280]) {
          await page.setViewportSize({ width, height: 800 });
          const overflow = await page.evaluate(
            'document.documentElement.scrollWidth - document.documentElement.clientWidth',
          );
          if (overflow !== 0) found.push(`${name} at ${width}: ${overflow} px too wide`);
        }
        found.push(...(await violations(page)).map((violation) => `${name}: ${violation}`));
      }
      await context.close();
      expect(found).toEqual([]);
    },
  );
});

describe('a journalist without scripts', () => {
  const visit = async (path: string) => {
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 375, height: 800 },
    });
    const page = await context.newPage();
    await page.goto(origin + path);
    return page;
  };

  it('unsubscribes with one button', async () => {
    freshPages();
    const page = await visit(paths('en').unsubscribe ?? '');
    await page.getByRole('button', { name: 'Unsubscribe from everything' }).click();
    await expect(page.getByRole('heading', { level: 1 }).textContent()).resolves.toBe('You are unsubscribed');
    expect(pages.standingOf(contact).suppressed?.reason).toBe('unsubscribed');
  });

  it('changes what they receive', async () => {
    freshPages();
    const page = await visit(paths('en').preferences ?? '');
    await page.getByLabel('Climate and environment').check();
    await page.getByLabel('First choice').selectOption('fr');
    await page.getByLabel('General press').uncheck();
    await page.getByLabel('Pause until').fill('2026-03-01');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByRole('status').textContent()).resolves.toContain('saved');
    expect(pages.cards.get(contact)).toMatchObject({ beats: ['climate', 'health'], languages: ['fr'] });
    expect(pages.standingOf(contact)).toMatchObject({
      leftLists: ['general-press'],
      pausedUntil: '2026-02-28T17:00:00Z',
    });
  });

  it('signs up, is told what is missing, and confirms by the mailed link', async () => {
    freshPages();
    const page = await visit('/subscribe?language=en');
    await page.getByLabel('Email address').fill('new@daily.example.org');
    pages.now = new Date(pages.now.getTime() + 30_000);
    await page.getByRole('button', { name: 'Sign up' }).click();
    await expect(page.getByRole('alert').textContent()).resolves.toContain('Tick the box');
    await page.getByLabel('Please send me press releases').check();
    await page.getByRole('button', { name: 'Sign up' }).click();
    await expect(page.getByRole('heading', { level: 1 }).textContent()).resolves.toContain(
      'check your inbox',
    );
    const { notice } = pages.notices.at(-1) ?? {};
    if (notice?.kind !== 'confirm') throw new Error('no confirmation was mailed');
    await page.goto(origin + new URL(notice.confirmUrl).pathname);
    await page.getByRole('button', { name: 'Yes, subscribe me' }).click();
    await expect(page.getByRole('status').textContent()).resolves.toContain('You will receive');
    expect(pages.cards.size).toBe(2);
  });

  it('accepts the embargo terms', async () => {
    freshPages();
    const page = await visit(paths('en').terms ?? '');
    await page.getByRole('button', { name: 'I accept these terms' }).click();
    await expect(page.getByRole('status').textContent()).resolves.toContain(version);
    expect(pages.standingOf(contact).accreditation?.termsVersion).toBe(version);
  });
});
