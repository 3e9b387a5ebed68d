import { describe, expect, it } from 'vitest';
import { goodStanding, type Standing } from '../../../functions/_shared/domain/contact.ts';
import type { RecipientState } from '../../../functions/_shared/domain/delivery.ts';
import { fileToken, readFileToken } from '../../../functions/_shared/domain/file-link.ts';
import { signLink, verifyLink } from '../../../functions/_shared/domain/link-token.ts';
import type { Text, Version } from '../../../functions/_shared/domain/release.ts';
import { missingPage } from '../../../functions/_shared/public-pages/missing-page.ts';
import { routeRequest } from '../../../functions/_shared/public-pages/route-request.ts';
import { releasePage } from '../../../functions/subscriptions/release-page.ts';
import { ARelease } from '../_shared/domain/a-release.ts';
import { newsroom, request } from './page-request.ts';

const morning = '2026-03-01T08:00:00.000Z';
const noon = '2026-03-01T12:00:00.000Z';
const key = Buffer.alloc(32, 1);
const reader = `c${'a'.repeat(26)}`;
const accreditation = { termsVersion: '1', at: morning, evidence: 'link', by: 'contact' };

const text: Text = {
  language: 'en',
  title: 'Forum <opens> in Ha Noi',
  subtitle: null,
  summary: 'Two days of talks.',
  dateline: { place: 'Ha Noi, Viet Nam', city: 'Ha Noi', date: '2026-03-01' },
  contacts: [{ name: 'Lan', organisation: 'UN', email: 'lan@press.example.org', phone: '+84 24 1' }],
  images: [{ file: 'map one.png', alt: 'A map', caption: 'The route', credit: null }],
  attachments: [{ file: 'agenda.pdf', title: 'Agenda' }],
  body: [
    {
      type: 'paragraph',
      inlines: [{ type: 'text', text: 'It opened <script>alert(1)</script> on Monday.' }],
    },
    { type: 'paragraph', inlines: [{ type: 'link', href: 'javascript:alert(1)', text: 'click' }] },
    {
      type: 'list',
      ordered: false,
      items: [[{ type: 'paragraph', inlines: [{ type: 'text', text: 'one' }] }]],
    },
    { type: 'table', header: null, rows: [[[{ type: 'text', text: 'cell' }]]] },
  ],
  boilerplate: [],
  notesToEditors: [],
};
const secondText: Text = { ...text, title: 'Forum moves to Hue' };
const thirdText: Text = { ...text, title: 'Forum calls for a truce' };
const arabic: Text = { ...text, language: 'ar', title: 'افتتاح المنتدى', body: [], contacts: [], images: [] };

function version(number: number): Version {
  return {
    releaseId: 'forum',
    version: number,
    contentHash: 'h',
    readAt: morning,
    sources: [],
    texts:
      number === 1
        ? [
            { language: 'en', key: 'en', title: text.title },
            { language: 'ar', key: 'ar', title: arabic.title },
          ]
        : [{ language: 'en', key: `en${number}`, title: '' }],
    embargo: noon,
    sendAt: null,
    audience: { origin: 'declared', lists: [], segments: [], beats: [], regions: [], exclude: [] },
    correction: null,
    liftNotice: true,
    approval: null,
    sender: { name: null, replyTo: null },
    topics: [],
    regions: [],
    problems: [],
    assumptions: [],
  };
}

/** `sent`: the deliveries that were sent to the reader. */
function web(
  life: ARelease,
  standing: Partial<Standing> = { accreditation },
  sent: Partial<Record<string, RecipientState>> = {},
) {
  const asked: string[] = [];
  const visit = async (path: string, headers: Record<string, string> = {}) =>
    releasePage(await request('GET', path, { headers }), {
      newsroom,
      now: () => new Date(life.now),
      verify: (purpose, token) => verifyLink(purpose, token, [key]),
      fileToken: (whose, of) => fileToken(whose, of, key),
      readFileToken: (given) =>
        readFileToken(given, { recent: [key], all: [key] }, ['desk@press.example.org']),
      readHead: async (id) => (id === 'forum' ? life.head : null),
      readVersion: async (_, number) => version(number),
      readText: async (name) => ({ en: text, ar: arabic, en2: secondText, en3: thirdText })[name] ?? null,
      readRecord: async (deliveryId, contactId) => {
        const state = contactId === reader ? sent[deliveryId] : undefined;
        return state
          ? {
              deliveryId,
              contactId,
              state,
              email: null,
              language: 'en',
              reason: null,
              at: morning,
              sesMessageId: null,
              attempt: 1,
            }
          : null;
      },
      readObject: async (name) => {
        asked.push(name);
        return name.endsWith('mail-map one.png.jpg') ? new Uint8Array([1]) : null;
      },
      sizeOfObject: async (name) => (name.endsWith('mail-map one.png.jpg') ? 1 : null),
      addressOfObject: async () => '',
      readCard: async () => null,
      readStanding: async (id) => ({ ...goodStanding(id), ...standing }),
    });
  return { visit, asked };
}

const token = signLink('web', { contact: reader, scope: '', release: 'forum' }, key);
const waiting = () =>
  new ARelease(morning).dropped({ embargo: noon }).composed().approved().sent('embargoed');
const out = () => waiting().at('2026-03-01T11:58:00.000Z').sent('general', 'armed').at(noon);

describe('a release under embargo on the web', () => {
  it('gets the same answer as a release that does not exist', async () => {
    const { visit } = web(waiting());
    const nothing = missingPage(newsroom, await request('GET', '/r/nothing'));
    expect(await visit('/r/forum')).toEqual(nothing);
    expect(await visit('/r/nothing')).toEqual(nothing);
    expect(await visit('/r/forum?t=forged')).toEqual(nothing);
    expect(await visit('/r/forum/files/forged/map.png')).toEqual(nothing);
  });

  it('opens to an accredited contact with their link, and shows the embargo at the top', async () => {
    const page = await web(waiting()).visit(`/r/forum?t=${token}`);
    expect(page.status).toBe(200);
    expect(page.body).toContain('Embargoed until');
    expect(page.body).toContain('12:00 UTC');
    expect(page.headers['cache-control']).toBe('no-store');
  });

  it('closes to a contact whose accreditation was revoked, whatever link they kept', async () => {
    expect((await web(waiting(), {}).visit(`/r/forum?t=${token}`)).status).toBe(404);
  });

  it('gives its reader pictures by personal links, which end with their accreditation', async () => {
    const { body } = await web(waiting()).visit(`/r/forum?t=${token}`);
    const src = /src="(\/r\/forum\/files\/[^"]+)"/.exec(String(body))?.[1] ?? '';
    expect((await web(waiting()).visit(src)).status).toBe(200);
    expect((await web(waiting(), {}).visit(src)).status).toBe(404);
  });

  it('does not open by the link of another release, or by one for another purpose', async () => {
    const other = signLink('web', { contact: reader, scope: '', release: 'other' }, key);
    const terms = signLink('terms', { contact: reader, scope: '', release: 'forum' }, key);
    for (const t of [other, terms]) expect((await web(waiting()).visit(`/r/forum?t=${t}`)).status).toBe(404);
  });

  it('is public from T on, and not a millisecond earlier', async () => {
    const life = out().at('2026-03-01T11:59:59.999Z');
    expect((await web(life).visit('/r/forum')).status).toBe(404);
    expect((await web(life.at(noon)).visit('/r/forum')).status).toBe(200);
  });

  it('is public at once when its embargo is broken', async () => {
    const life = waiting().does({ act: 'lift', by: 'ann', reason: 'on the wire' }).sent('general', 'armed');
    expect((await web(life).visit('/r/forum')).status).toBe(200);
  });
});

it.each([
  ['of 3,000 letters', 'x'.repeat(3000)],
  ['of 3,000 bytes', encodeURIComponent('ủ'.repeat(1000))],
  ['with a NUL', '%00'],
  ['with a line break', 'forum%0A'],
])('a release with a name %s is not looked up and does not exist', async (_, name) => {
  const page = await routeRequest(
    { r: async () => Promise.reject(new Error('the table refuses such a key')) },
    (asked) => missingPage(newsroom, asked),
    await request('GET', `/r/${name}`),
  );
  expect(page).toEqual(missingPage(newsroom, await request('GET', '/r/nothing')));
});

describe('a public release on the web', () => {
  it('shows the text, and nothing in it as markup', async () => {
    const { body } = await web(out()).visit('/r/forum');
    expect(body).toContain('Forum &lt;opens&gt; in Ha Noi');
    expect(body).not.toMatch(/<script|javascript:/);
    expect(body).toContain('Ha Noi, Viet Nam');
    expect(body).toContain('<td>cell</td>');
  });

  it('comes in the reader’s language, right to left if needed, with links to the others', async () => {
    const page = await web(out()).visit('/r/forum', { 'Accept-Language': 'ar,en;q=0.5' });
    expect(page.body).toContain('<html lang="ar" dir="rtl">');
    expect(page.body).toContain('افتتاح المنتدى');
    expect(page.body).toContain('hreflang="en"');
    expect((await web(out()).visit('/r/forum?language=en')).body).toContain('lang="en"');
  });

  it('gives its pictures URLs that nobody can guess', async () => {
    const { visit, asked } = web(out());
    const { body } = await visit('/r/forum');
    const src = /src="(\/r\/forum\/files\/[^"]+)"/.exec(String(body))?.[1] ?? '';
    const picture = await visit(src);
    expect(picture.status).toBe(200);
    expect(picture.headers['content-type']).toBe('image/jpeg');
    expect(asked).toEqual(['store/pictures/forum/1/mail-map one.png.jpg']);
    expect((await visit(src.replace('mail-', '..%2F..%2Fmail-'))).status).toBe(404);
  });
});

describe('a killed release on the web', () => {
  const kill = { act: 'kill', by: 'ann', reason: 'wrong figures' } as const;

  it('answers 410 with the notice and without its text', async () => {
    const page = await web(out().does(kill)).visit('/r/forum');
    expect(page.status).toBe(410);
    expect(page.body).toContain('wrong figures');
    expect(page.body).not.toContain('on Monday');
  });

  it('that was never public still does not exist, except for holders', async () => {
    const life = waiting().does(kill);
    expect((await web(life).visit('/r/forum')).status).toBe(404);
    const page = await web(life, { accreditation }, { forum_v1_embargoed: 'delivered' }).visit(
      `/r/forum?t=${token}`,
    );
    expect(page.status).toBe(410);
    // A link that was passed on without the mail, or a link of a person who was never sent the mail.
    expect((await web(life).visit(`/r/forum?t=${token}`)).status).toBe(404);
  });

  describe('of which newer versions were under embargo', () => {
    const evening = '2026-03-01T18:00:00.000Z';
    const later = () => waiting().dropped({ embargo: evening }).composed().approved().sent('embargoed');
    const latest = () => later().dropped({ embargo: evening }).composed().approved().does(kill);
    const had = (sent: Partial<Record<string, RecipientState>>) =>
      web(latest(), {}, sent).visit(`/r/forum?t=${token}`);

    it('names to each reader the version they were sent, and no newer headline', async () => {
      const first = await had({ forum_v1_embargoed: 'sent' });
      expect(first.status).toBe(410);
      expect(first.body).toContain('Forum &lt;opens&gt; in Ha Noi');
      expect(first.body).not.toMatch(/Hue|truce/);
      const second = await had({ forum_v1_embargoed: 'sent', forum_v2_embargoed: 'delivered' });
      expect(second.body).toContain('Forum moves to Hue');
      expect(second.body).not.toContain('truce');
    });

    it('names a version that a reader certainly was sent rather than an unknown one', async () => {
      const page = await had({ forum_v1_embargoed: 'complained', forum_v2_embargoed: 'unknown' });
      expect(page.body).toContain('Forum &lt;opens&gt; in Ha Noi');
      expect((await had({ forum_v2_embargoed: 'unknown' })).body).toContain('Forum moves to Hue');
    });

    it('tells the public nothing, as if it never existed', async () => {
      const { visit } = web(latest());
      expect(await visit('/r/forum')).toEqual(missingPage(newsroom, await request('GET', '/r/nothing')));
    });
  });
});
