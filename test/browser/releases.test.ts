import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { goodStanding } from '../../functions/_shared/domain/contact.ts';
import type { Language } from '../../functions/_shared/domain/newsroom.ts';
import type { Text, Version } from '../../functions/_shared/domain/release.ts';
import { approvalPage } from '../../functions/approvals/approval-page.ts';
import { releasePage } from '../../functions/subscriptions/release-page.ts';
import { ARelease, anAudience } from '../functions/_shared/domain/a-release.ts';
import { newsroom, request } from '../functions/subscriptions/page-request.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const noon = '2026-03-01T12:00:00.000Z';
const words: Partial<Record<Language, string>> = {
  en: 'The Forum on Women in Peacekeeping opened in Ha Noi with more than a hundred participants.',
  ar: 'افتتح منتدى المرأة في حفظ السلام في هانوي بمشاركة أكثر من 100 مشارك.',
  zh: '妇女参与维和论坛在河内开幕，一百多名代表出席。',
};

const textIn = (language: Language): Text => ({
  language,
  title: words[language] ?? '',
  subtitle: null,
  summary: words[language] ?? '',
  dateline: { place: 'Ha Noi, Viet Nam', city: 'Ha Noi', date: '2026-03-01' },
  contacts: [
    {
      name: 'Lan',
      organisation: 'UN',
      email: 'a-very-long-address-of-the-press-office@press.example.org',
      phone: '+84 24 1',
    },
  ],
  images: [{ file: 'map.png', alt: null, caption: words[language] ?? '', credit: 'UN' }],
  attachments: [{ file: 'agenda.pdf', title: null }],
  body: [
    { type: 'heading', level: 2, inlines: [{ type: 'text', text: words[language] ?? '' }] },
    {
      type: 'paragraph',
      inlines: [
        {
          type: 'link',
          href: `https://example.org/${'long'.repeat(30)}`,
          text: `https://example.org/${'long'.repeat(30)}`,
        },
      ],
    },
    {
      type: 'quote',
      blocks: [{ type: 'paragraph', inlines: [{ type: 'text', text: 'Yes.' }] }],
      speaker: 'Lan',
    },
    {
      type: 'list',
      ordered: true,
      items: [[{ type: 'paragraph', inlines: [{ type: 'text', text: 'one' }] }]],
    },
    {
      type: 'table',
      header: Array.from({ length: 9 }, (_, i) => [{ type: 'text', text: `Column ${i}` }]),
      rows: [Array.from({ length: 9 }, () => [{ type: 'text', text: 'A wide cell' }])],
    },
    { type: 'rule' },
  ],
  boilerplate: [],
  notesToEditors: [],
});

const version: Version = {
  releaseId: 'forum',
  version: 1,
  contentHash: 'h',
  readAt: noon,
  sources: [],
  texts: (['en', 'ar', 'zh'] as const).map((language) => ({
    language,
    key: language,
    title: words[language] ?? '',
  })),
  embargo: noon,
  sendAt: null,
  audience: { origin: 'declared', lists: [], segments: [], beats: [], regions: [], exclude: [] },
  correction: 'The number of participants was wrong.',
  liftNotice: true,
  approval: null,
  sender: { name: null, replyTo: null },
  topics: [],
  regions: [],
  problems: [],
  assumptions: [{ field: 'embargo', message: 'read as Asia/Ho_Chi_Minh' }],
};

const waiting = () => new ARelease('2026-03-01T08:00:00.000Z').dropped({ embargo: noon }).composed();
const lives = {
  embargoed: () => waiting().approved().sent('embargoed'),
  public: () => waiting().approved().at(noon).sent('general'),
  killed: () =>
    waiting().approved().at(noon).sent('general').does({ act: 'kill', by: 'a', reason: 'Wrong figures' }),
};

async function pageOf(kind: keyof typeof lives | 'approval', language: Language): Promise<string> {
  const life = kind === 'approval' ? waiting() : lives[kind]();
  const shared = {
    now: () => new Date(life.now),
    readHead: async () => life.head,
    readVersion: async () => version,
  };
  const asked = await request('GET', `/${kind === 'approval' ? 'a/x' : 'r/forum'}?t=x&language=${language}`);
  const { body } =
    kind === 'approval'
      ? await approvalPage(asked, {
          ...shared,
          newsroom: { ...newsroom, defaultLanguage: language },
          readToken: () => ({ by: 'ann', releaseId: 'forum', version: 1, audienceHash: anAudience.hash }),
          readRenderedEmail: async () => null,
          fileToken: () => 'token',
          approve: () => Promise.reject(new Error('a GET approves nothing')),
          countJoined: async () => 2,
          whyStopped: async () => null,
          embargoElsewhere: async () => null,
        })
      : await releasePage(asked, {
          ...shared,
          newsroom,
          verify: () => ({ contact: 'c', scope: '', release: 'forum' }),
          fileToken: () => 'token',
          readFileToken: () => null,
          readText: async (key) => textIn(key === 'ar' || key === 'zh' ? key : 'en'),
          readObject: async () => null,
          sizeOfObject: async () => null,
          addressOfObject: async () => '',
          readCard: async () => null,
          readRecord: async () => null,
          readStanding: async (id) => ({
            ...goodStanding(id),
            accreditation: { termsVersion: '1', at: noon, evidence: '', by: '' },
          }),
        });
  return String(body);
}

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
});
afterAll(() => browser?.close());

describe.each(['en', 'ar', 'zh'] as const)('a release on the web in %s', (language) => {
  it.each(['light', 'dark'] as const)(
    'has no accessibility fault and fits any width, %s',
    async (colorScheme) => {
      const context = await browser.newContext({ colorScheme, bypassCSP: true });
      const page = await context.newPage();
      const found: string[] = [];
      for (const kind of ['embargoed', 'public', 'killed', 'approval'] as const) {
        await page.setContent(await pageOf(kind, language));
        expect(await page.getAttribute('html', 'lang')).toBe(language);
        for (const width of [320, 375, 1280]) {
          await page.setViewportSize({ width, height: 800 });
          const overflow = await page.evaluate(
            'document.documentElement.scrollWidth - document.documentElement.clientWidth',
          );
          if (overflow !== 0) found.push(`${kind} at ${width}: ${overflow} px too wide`);
        }
        const violations: string[] = await page.evaluate(
          `${axe};axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'], resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
        );
        found.push(...violations.map((violation) => `${kind}: ${violation}`));
      }
      await context.close();
      expect(found).toEqual([]);
    },
  );
});
