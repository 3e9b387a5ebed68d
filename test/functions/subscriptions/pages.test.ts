import { describe, expect, it } from 'vitest';
import { cardOf } from '../../people.ts';
import { form, newsroom, request } from './page-request.ts';
import { PaperPages } from './paper-pages.ts';

const card = cardOf('linh@daily.example.org', {
  lists: ['general-press', 'viet-nam-press'],
  languages: ['vi', 'en', 'ko'],
  beats: ['health', 'chess'],
  zone: 'Asia/Ho_Chi_Minh',
});
const { contactId } = card;

function withLinh(): PaperPages {
  const pages = new PaperPages();
  pages.cards.set(contactId, card);
  return pages;
}

/** The path of the confirmation link in the last mail. */
function confirmPath({ notices }: PaperPages): string {
  const { notice } = notices.at(-1) ?? {};
  if (notice?.kind !== 'confirm') throw new Error('no confirmation was mailed');
  return new URL(notice.confirmUrl).pathname;
}

const signUpFields: [string, string][] = [
  ['email', 'New.Person@daily.example.org'],
  ['name', 'New Person'],
  ['consent', 'yes'],
  ['language', 'vi'],
  ['beat', 'health'],
  ['beat', 'made-up'],
];
/** A sign-up from the given network. */
const wish = (pages: PaperPages, email: string, sourceIp: string) =>
  pages.signUpForm(
    '/subscribe?language=en',
    [
      ['email', email],
      ['consent', 'yes'],
    ],
    sourceIp,
  );
const newPerson = cardOf('new.person@daily.example.org').contactId;

describe('signing up (double opt-in)', () => {
  it('puts nobody on a list before the mailed link is confirmed, and then stores the evidence', async () => {
    const pages = new PaperPages();
    const sent = await pages.page(await pages.signUpForm('/subscribe?language=en', signUpFields));
    expect(sent.status).toBe(200);
    expect(pages.cards.size).toBe(0);
    expect(pages.notices).toMatchObject([
      { to: 'New.Person@daily.example.org', notice: { kind: 'confirm', language: 'vi' } },
    ]);

    const asked = await pages.page(await request('GET', confirmPath(pages)));
    expect(asked.body).toContain('<form method="post">');
    expect(pages.cards.size).toBe(0);

    await pages.page(await form(confirmPath(pages), []));
    expect(pages.cards.get(newPerson)).toMatchObject({
      email: 'New.Person@daily.example.org',
      lists: [newsroom.defaultList],
      beats: ['health'],
      languages: ['vi'],
      consent: { source: 'sign-up', at: '2026-01-05T08:00:00.000Z' },
    });
    expect(JSON.stringify(pages.audit)).not.toContain('daily.example.org');
    expect([...pages.lists]).toEqual([newsroom.defaultList]);
  });

  it('gives the same answer for an address that is already on the lists, and for one that may not be written to', async () => {
    const pages = withLinh();
    const fields = (email: string): [string, string][] => [
      ['email', email],
      ['consent', 'yes'],
    ];
    pages.change(cardOf('angry@x.example.org').contactId, {
      suppressed: { reason: 'complained', at: '2026-01-01T00:00:00Z', evidence: '' },
    });
    const known = await pages.page(await pages.signUpForm('/subscribe', fields('linh@daily.example.org')));
    const angry = await pages.page(await pages.signUpForm('/subscribe', fields('angry@x.example.org')));
    const fresh = await pages.page(await pages.signUpForm('/subscribe', fields('fresh@x.example.org')));
    expect([known.body, angry.body]).toEqual([fresh.body, fresh.body]);
    expect(pages.notices.map(({ to }) => to)).toEqual(['linh@daily.example.org', 'fresh@x.example.org']);
  });

  it('cannot be used to flood a stranger: one mail an hour', async () => {
    const pages = new PaperPages();
    for (let i = 0; i < 5; i++) await pages.page(await pages.signUpForm('/subscribe', signUpFields));
    expect(pages.notices).toHaveLength(1);
    pages.now = new Date('2026-01-05T08:59:00Z');
    await pages.page(await pages.signUpForm('/subscribe', signUpFields));
    expect(pages.notices).toHaveLength(1);
    pages.now = new Date('2026-01-05T09:01:00Z');
    await pages.page(await pages.signUpForm('/subscribe', signUpFields));
    expect(pages.notices).toHaveLength(2);
  });

  it('cannot be used to flood one mailbox under sixty plus-addresses: three mails a day, from wherever', async () => {
    const pages = new PaperPages();
    const asked: unknown[] = [];
    for (let i = 0; i < 60; i++) {
      const { status, body } = await pages.page(
        await wish(pages, `ann+${i}@daily.example.org`, `203.0.${i}.1`),
      );
      asked.push([status, body]);
    }
    expect(pages.notices.map(({ to }) => to)).toEqual([0, 1, 2].map((i) => `ann+${i}@daily.example.org`));
    expect(new Set(asked.map((answer) => JSON.stringify(answer))).size).toBe(1);
    await pages.page(await wish(pages, 'bob@daily.example.org', '203.0.0.1'));
    expect(pages.notices).toHaveLength(4);
    pages.now = new Date('2026-01-06T00:00:00Z');
    await pages.page(await wish(pages, 'ann@daily.example.org', '203.0.0.1'));
    expect(pages.notices).toHaveLength(5);
  });

  it('cannot be used to write to a list of strangers: thirty sign-ups an hour from one network, and it says so', async () => {
    const pages = new PaperPages();
    const from = async (n: number) =>
      pages.page(await wish(pages, `reporter-${n}@outlet-${n}.example.org`, `203.0.113.${n}`));
    for (let n = 0; n < 30; n++) expect((await from(n)).status).toBe(200);
    pages.now = new Date('2026-01-05T08:20:00Z');
    const refused = await from(30);
    expect(refused.status).toBe(429);
    expect(refused.headers['retry-after']).toBe('2400');
    expect(refused.body).toContain('Please try again later');
    expect(pages.notices).toHaveLength(30);
    expect((await pages.page(await wish(pages, 'ann@daily.example.org', '203.0.114.1'))).status).toBe(200);
    pages.now = new Date('2026-01-05T09:00:00Z');
    expect((await from(31)).status).toBe(200);
  });

  it('gives the same answer beyond the limit, whether an address is on the lists or may not be written to', async () => {
    const pages = withLinh();
    for (let n = 0; n < 30; n++)
      await pages.page(await wish(pages, `reporter-${n}@outlet.example.org`, '2001:db8::1'));
    const known = await pages.page(await wish(pages, card.email, '2001:db8::2'));
    const unknown = await pages.page(await wish(pages, 'nobody@outlet.example.org', '2001:db8::3'));
    expect([known.status, known.body]).toEqual([429, unknown.body]);
  });

  it('cannot be used by robots with many networks: sixty mails an hour in all, and the page says so', async () => {
    const pages = new PaperPages();
    const from = async (n: number) =>
      pages.page(await wish(pages, `reporter-${n}@outlet-${n}.example.org`, `203.0.${n}.1`));
    for (let n = 0; n < 60; n++) expect((await from(n)).status).toBe(200);
    const refused = await from(60);
    expect([refused.status, refused.headers['retry-after']]).toEqual([429, '3600']);
    expect(pages.notices).toHaveLength(60);
    pages.now = new Date('2026-01-05T09:00:00Z');
    expect((await from(61)).status).toBe(200);
  });

  it('says that it is closed, whatever the address, while confirmations are stopped', async () => {
    const pages = withLinh();
    pages.stoppedUntil = new Date('2026-01-05T10:00:00Z');
    const known = await pages.page(await wish(pages, card.email, '203.0.113.1'));
    const unknown = await pages.page(await wish(pages, 'nobody@outlet.example.org', '203.0.113.1'));
    expect([known.status, known.headers['retry-after'], known.body]).toEqual([429, '7200', unknown.body]);
    expect(pages.notices).toEqual([]);
    expect(pages.counts.size).toBe(0);
  });

  it('sends no mail for a form that no person filled in, and takes it when the button is pressed once more', async () => {
    const pages = new PaperPages();
    const token = (seconds: number) =>
      pages.link('form', { scope: new Date(pages.now.getTime() - seconds * 1000).toISOString() });
    const post = async (...more: [string, string][]) =>
      pages.page(await form('/subscribe?language=en', [...signUpFields, ...more]));
    const robots: [string, string][][] = [
      [],
      [['form', 'made-up']],
      [['form', pages.link('unsubscribe', { scope: '2026-01-05T07:59:00.000Z' })]],
      [['form', token(1)]],
      [['form', token(86_401)]],
      [
        ['form', token(30)],
        ['comment', 'cheap watches'],
      ],
    ];
    for (const fields of robots) {
      const { status, body } = await post(...fields);
      expect([fields, status]).toEqual([fields, 422]);
      expect(body).toContain('once more');
      expect(body).toContain('value="New.Person@daily.example.org"');
    }
    expect(pages.notices).toEqual([]);
    expect(pages.counts.size).toBe(0);
    // A person who was quick keeps the form that they opened, and the second press comes later.
    const shown = String((await post(['form', token(1)])).body);
    const [, again = ''] = /name="form" value="([^"]+)"/.exec(shown) ?? [];
    pages.now = new Date(pages.now.getTime() + 1500);
    expect((await post(['form', again])).status).toBe(200);
    expect(pages.notices).toHaveLength(1);
  });

  it('lets a person who signed up twice get another mail later that day', async () => {
    const pages = new PaperPages();
    for (const time of ['08:00', '08:00', '08:01', '08:30', '09:01', '10:02', '11:03']) {
      pages.now = new Date(`2026-01-05T${time}:00Z`);
      await pages.page(await wish(pages, 'ann@daily.example.org', '203.0.113.1'));
    }
    expect(pages.notices).toHaveLength(3);
    // The last link that was mailed still confirms: the sign-ups over the limit have not replaced it.
    expect((await pages.page(await request('GET', confirmPath(pages)))).status).toBe(200);
  });

  it('stores neither address nor network for the limits', async () => {
    const pages = new PaperPages();
    await pages.page(await wish(pages, 'ann@daily.example.org', '203.0.113.1'));
    for (const counter of pages.counts.keys()) expect(counter).toMatch(/^[\w-]{27}$/);
  });

  it('a link is valid for seven days, and once: after leaving, an old link does not work', async () => {
    const pages = new PaperPages();
    await pages.page(await pages.signUpForm('/subscribe', signUpFields));
    const path = confirmPath(pages);
    await pages.page(await form(path, []));
    pages.change(newPerson, {
      suppressed: { reason: 'unsubscribed', at: '2026-01-06T00:00:00Z', evidence: '' },
    });
    await pages.page(await form(path, []));
    expect(pages.standingOf(newPerson).suppressed?.reason).toBe('unsubscribed');
    pages.now = new Date('2026-01-12T08:00:01Z');
    expect((await pages.page(await request('GET', path))).status).toBe(410);
  });

  it('lets a person who left come back if they confirm it themselves', async () => {
    const pages = withLinh();
    pages.change(contactId, {
      suppressed: { reason: 'unsubscribed', at: '2026-01-01T00:00:00Z', evidence: '' },
      leftLists: ['general-press', 'viet-nam-press'],
    });
    await pages.page(
      await pages.signUpForm('/subscribe', [
        ['email', 'linh@daily.example.org'],
        ['consent', 'yes'],
      ]),
    );
    await pages.page(await form(confirmPath(pages), []));
    expect(pages.standingOf(contactId)).toMatchObject({ suppressed: null, leftLists: ['viet-nam-press'] });
  });

  it('says what is missing, and keeps what was entered', async () => {
    const pages = new PaperPages();
    const { status, body } = await pages.page(
      await pages.signUpForm('/subscribe?language=de', [
        ['email', 'nonsense'],
        ['name', '<b>Ann'],
      ]),
    );
    expect(status).toBe(422);
    expect(body).toContain('Geben Sie eine Adresse');
    expect(body).toContain('value="&lt;b&gt;Ann"');
    expect(pages.notices).toHaveLength(0);
  });

  it('removes line breaks from a name', async () => {
    const pages = new PaperPages();
    await pages.page(
      await pages.signUpForm('/subscribe', [
        ...signUpFields.slice(0, 1),
        ['name', 'Ann\r\nBcc: x@y.example'],
        ['consent', 'yes'],
      ]),
    );
    expect(pages.signUps.get(newPerson)?.name).toBe('Ann Bcc: x@y.example');
  });
});

describe('the preference page', () => {
  const path = (pages: PaperPages) => `/p/${pages.link('preferences', { contact: contactId })}`;

  it('shows the current choice, in the reader’s language, and no address', async () => {
    const pages = withLinh();
    const { body } = await pages.page(await request('GET', path(pages)));
    expect(body).toContain('<html lang="vi"');
    expect(body).toMatch(/value="health" checked/);
    expect(body).not.toContain('@daily');
  });

  it('saves beats, languages in order, lists and a pause; everything that the form does not show stays', async () => {
    const pages = withLinh();
    const { status } = await pages.page(
      await form(path(pages), [
        ['beat', 'climate'],
        ['language', 'en'],
        ['language', 'vi'],
        ['language', ''],
        ['list', 'viet-nam-press'],
        ['pausedUntil', '2026-02-01'],
      ]),
    );
    expect(status).toBe(200);
    expect(pages.cards.get(contactId)).toMatchObject({
      beats: ['chess', 'climate'],
      languages: ['en', 'vi', 'ko'],
    });
    expect(pages.standingOf(contactId)).toMatchObject({
      leftLists: ['general-press'],
      pausedUntil: '2026-01-31T17:00:00Z',
    });
    expect(pages.audit.map(({ act, by }) => [act, by])).toEqual([
      ['set-wishes', 'contact'],
      ['set-preferences', 'contact'],
    ]);
  });

  it('cannot end a suppression: saving leaves it as it is', async () => {
    const pages = withLinh();
    pages.change(contactId, {
      suppressed: { reason: 'unsubscribed', at: '2026-01-01T00:00:00Z', evidence: '' },
    });
    await pages.page(await form(path(pages), [['list', 'general-press']]));
    expect(pages.standingOf(contactId).suppressed).not.toBeNull();
  });

  it('says so if nothing is stored any more', async () => {
    const pages = new PaperPages();
    expect((await pages.page(await request('GET', path(pages)))).status).toBe(410);
  });
});

describe('the embargo terms', () => {
  const { version } = newsroom.embargoTerms;
  const path = (pages: PaperPages, release = version) =>
    `/e/${pages.link('terms', { contact: contactId, release })}`;
  const offered = () => {
    const pages = withLinh();
    pages.change(contactId, { termsOffered: { version, at: '2026-01-01T00:00:00Z', by: 'An Admin' } });
    return pages;
  };

  it('accredit by a POST, with version and time; a GET accepts nothing', async () => {
    const pages = offered();
    await pages.page(await request('GET', path(pages)));
    expect(pages.standingOf(contactId).accreditation).toBeNull();
    expect((await pages.page(await form(path(pages), []))).status).toBe(200);
    expect(pages.standingOf(contactId).accreditation).toMatchObject({
      termsVersion: version,
      at: '2026-01-05T08:00:00.000Z',
      by: 'contact',
    });
    expect(pages.audit).toMatchObject([{ act: 'accept-terms', after: { termsVersion: version } }]);
  });

  it('are neither shown nor accepted after the invitation was revoked, by any link', async () => {
    const pages = offered();
    pages.change(contactId, { termsOffered: null });
    const shown = await pages.page(await request('GET', path(pages)));
    expect(shown.status).toBe(410);
    expect(shown.body).not.toContain('<form');
    expect((await pages.page(await form(path(pages), []))).status).toBe(410);
    expect(pages.standingOf(contactId).accreditation).toBeNull();
    expect(pages.audit).toEqual([]);
  });

  it.each([
    ['that nobody offered', withLinh, version],
    ['of another version', offered, '2020-01'],
  ])('do not accredit by a link %s', async (_, people, release) => {
    const pages = people();
    expect((await pages.page(await request('GET', path(pages, release)))).status).toBe(410);
    expect((await pages.page(await form(path(pages, release), []))).status).toBe(410);
    expect(pages.standingOf(contactId).accreditation).toBeNull();
  });
});

describe('all pages', () => {
  it('answer 404 to unknown paths and tokens, and 405 to other methods', async () => {
    const pages = withLinh();
    for (const path of [
      '/',
      '/nothing',
      '/u/',
      '/p/x',
      '/c/a.b',
      '/e/%E0%A4%A',
      '/u/%zz',
      '/p/%',
      '/subscribe/%00',
      `/subscribe/${'x'.repeat(3000)}`,
      `/${'%'.repeat(3000)}`,
      '/__proto__',
      '/constructor',
    ])
      expect([path, (await pages.page(await request('GET', path))).status]).toEqual([path, 404]);
    expect((await pages.page(await request('DELETE', '/subscribe'))).status).toBe(405);
  });

  it('run no script, load nothing from elsewhere, and send their URL to nobody', async () => {
    const { headers, body } = await new PaperPages().page(await request('GET', '/subscribe'));
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'/);
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(body).not.toContain('<script');
  });
});
