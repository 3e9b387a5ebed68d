import { describe, expect, it } from 'vitest';
import type { Html } from '../../../functions/_shared/runtime/html.ts';
import type { PageResponse } from '../../../functions/_shared/runtime/page.ts';
import { consolePages } from '../../../functions/console/console-pages.ts';
import { formTo } from '../../../functions/console/form.ts';
import { releaseOf } from '../_shared/deliveries/release-of.ts';
import {
  armedFor,
  audience,
  consoleOf,
  contactId,
  embargoed,
  get,
  lan,
  now,
  post,
  releaseNamed,
  signedInAs,
} from './newsroom-of.ts';

const bodyOf = ({ body }: PageResponse): string =>
  typeof body === 'string' ? body : Buffer.from(body).toString();

function tokenFor(action: string): string {
  const form: Html = formTo(consoleOf([]).keys, action, '');
  return /name="token" value="([^"]+)"/.exec(form.markup)?.[1] ?? '';
}

describe('the releases page', () => {
  it('shows first what waits for the desk', async () => {
    const done = releaseNamed('old', {
      candidate: null,
      killed: { at: '2025-06-12T06:51:00Z', by: 'Lan', reason: 'x' },
    });
    const body = bodyOf(await consolePages(consoleOf([done, releaseNamed('new')]))(get('/')));
    expect(body.indexOf('/releases/new')).toBeLessThan(body.indexOf('/releases/old'));
    expect(body).toContain('Waiting for you');
  });

  it('shows a headline as text, whatever it contains', async () => {
    const release = releaseNamed('x', { title: '<img src=x onerror=alert(1)> & “quotes”' });
    expect(bodyOf(await consolePages(consoleOf([release]))(get('/')))).toContain(
      '&lt;img src=x onerror=alert(1)&gt; &amp;',
    );
  });

  it('says at the top when all sending has stopped, and what to do', async () => {
    const stopped = consoleOf([], {
      readPace: async () => ({
        openBecause: 'bounces',
        signUpsStoppedBecause: null,
        signUpsStoppedSince: null,
        openSince: '2025-06-12T06:00:00.000Z',
        pause: null,
        parkedUntil: 0,
      }),
    });
    const body = bodyOf(await consolePages(stopped)(get('/')));
    expect(body).toContain('All sending has stopped');
    expect(body).toContain('action="/resume-sending"');
  });

  it('says after an approval how many contacts are being checked, until the recipients are chosen', async () => {
    const { live, ...rest } = armedFor('forum', now);
    if (!live) throw new Error('not approved');
    const many = { ...live, audience: { ...audience, recipients: 1_000_000 } };
    const planned = many.editions.map((edition) => ({ ...edition, state: 'planned' as const }));
    const release = { ...rest, live: { ...many, editions: planned } };
    const body = bodyOf(await consolePages(consoleOf([release]))(get('/releases/forum?part=live')));
    expect(body).toContain('checking 1,000,000 contacts …');
  });

  it('links the inbox only in a newsroom that stores its mail', async () => {
    expect(bodyOf(await consolePages(consoleOf([]))(get('/')))).not.toContain('Inbox');
    expect(bodyOf(await consolePages(consoleOf([], { inboxUrl: '/inbox' }))(get('/')))).toContain(
      'href="/inbox"',
    );
  });
});

describe('the page of a release', () => {
  it('shows counts, exclusions, warnings and assumptions beside the approval', async () => {
    const body = bodyOf(await consolePages(consoleOf([releaseNamed('forum')]))(get('/releases/forum')));
    for (const words of [
      'It goes to 52 contacts',
      'unsubscribed',
      'The picture forum.jpg has no alternative text.',
      'no year written; read as 2025',
      'it was proposed',
    ])
      expect(body).toContain(words);
  });

  it('offers no approval that would be refused: the same text is under embargo elsewhere', async () => {
    const embargo = { releaseId: 'forum-2', until: null, inWords: '' };
    const forum = consoleOf([releaseNamed('forum')]);
    const life = { ...forum.life, embargoElsewhere: async () => embargo };
    for (const address of ['/releases/forum', '/releases/forum?part=live']) {
      const body = bodyOf(await consolePages({ ...forum, life })(get(address)));
      expect(body).toContain('The same text is held as “forum-2”');
      expect(body).not.toContain('action="/releases/forum/approve"');
    }
  });

  it('offers to lift a future embargo, and no approval that is not needed', async () => {
    const body = bodyOf(await consolePages(consoleOf([embargoed('visit')]))(get('/releases/visit')));
    expect(body).toContain('action="/releases/visit/lift"');
    expect(body).not.toContain('action="/releases/visit/approve"');
  });

  it('says when sending is stopped, why and what to do, also right after a decision', async () => {
    const stopped = consoleOf([embargoed('visit')], {
      readPace: async () => ({
        openBecause: 'complaints',
        openSince: '2025-06-12T06:00:00.000Z',
        signUpsStoppedBecause: null,
        signUpsStoppedSince: null,
        pause: null,
        parkedUntil: 0,
      }),
    });
    for (const path of ['/releases/visit', '/releases/visit?done=killed']) {
      const body = bodyOf(await consolePages(stopped)(get(path)));
      expect(body).toContain('too many complaints. Kill and lift notices go out all the same.');
      expect(body).toContain('action="/resume-sending"');
    }
  });

  it('says that confirmations of sign-ups are stopped, until when, and resumes them; not after their end', async () => {
    const stoppedSince = (signUpsStoppedSince: string) =>
      consoleOf([embargoed('visit')], {
        readPace: async () => ({
          openBecause: null,
          openSince: null,
          parkedUntil: 0,
          signUpsStoppedBecause: 'bounces',
          signUpsStoppedSince,
          pause: null,
        }),
      });
    const today = bodyOf(await consolePages(stoppedSince(now))(get('/')));
    expect(today).toContain('too many bounces of confirmations');
    expect(today).toContain('action="/resume-sending"');
    const before = new Date(Date.parse(now) - 24 * 3_600_000).toISOString();
    expect(bodyOf(await consolePages(stoppedSince(before))(get('/')))).not.toContain('resume-sending');
  });

  it('says who has paused sending, until when and why, and ends the pause by a form', async () => {
    const ended: string[] = [];
    const paused = consoleOf([embargoed('visit')], {
      endPause: async (by) => ended.push(by) > 0,
      readPace: async () => ({
        openBecause: null,
        openSince: null,
        signUpsStoppedBecause: null,
        signUpsStoppedSince: null,
        pause: {
          by: 'Lan Nguyen',
          since: '2025-06-12T06:00:00.000Z',
          until: null,
          reason: 'wrong <list>',
          everything: false,
        },
        parkedUntil: 0,
      }),
    });
    const body = bodyOf(await consolePages(paused)(get('/releases/visit')));
    expect(body).toContain('Lan Nguyen has paused all sending until somebody resumes: “wrong &lt;list&gt;”.');
    expect(body).toContain('action="/end-pause"');
    const fields = { token: tokenFor('/end-pause') };
    expect((await consolePages(paused)(post('/end-pause', fields))).status).toBe(303);
    expect(ended).toEqual(['Lan']);
  });

  it('shows the results of what was sent: delivered, bounced, complained', async () => {
    const newsroom = consoleOf([embargoed('visit')], {
      readResults: async () => ({
        delivered: 563,
        bounced: 12,
        complained: 1,
        refused: 0,
        silence: null,
        byGroup: {},
      }),
    });
    const body = bodyOf(await consolePages(newsroom)(get('/releases/visit')));
    for (const heading of ['Delivered', 'Bounced', 'Complained']) expect(body).toContain(`>${heading}</th>`);
    expect(body).toContain('<td class="number">563</td><td class="number">12</td><td class="number">1</td>');
  });

  it('says of how many recipients SES has said nothing for a day, who they are and what it means', async () => {
    const silence = { recipients: 20, of: 563, at: '2025-06-13T07:00:00.000Z' };
    const newsroom = consoleOf([embargoed('visit')], {
      readResults: async () => ({
        delivered: 543,
        bounced: 0,
        complained: 0,
        refused: 0,
        silence,
        byGroup: {},
      }),
    });
    const body = bodyOf(await consolePages(newsroom)(get('/releases/visit')));
    expect(body).toContain('had not said of 20 of them');
    expect(body).toContain('href="/releases/visit/recipients/visit_v1_embargoed?state=sent"');
    expect(body).toContain('href="/alarms/events-missing"');
  });

  it('has one form to stop the release, from the approval on', async () => {
    const page = async (release: ReturnType<typeof embargoed>) =>
      bodyOf(await consolePages(consoleOf([release]))(get(`/releases/${release.releaseId}`)));
    const before = await page(armedFor('visit', '2025-06-12T08:00:00.000Z'));
    expect(before).toContain('action="/releases/visit/stop"');
    expect(before).toContain('Nobody has it yet');
    const begun = await page(armedFor('visit', '2025-06-12T06:56:00.000Z'));
    expect(begun).toContain('action="/releases/visit/stop"');
    expect(begun).toContain('Kill …');
    expect(begun).not.toContain('action="/releases/visit/cancel"');
    const waiting = await page(releaseNamed('forum'));
    expect(waiting).toContain('action="/releases/forum/cancel"');
    expect(waiting).not.toContain('action="/releases/forum/stop"');
  });

  it('updates the parts that may change: no proof, no text, no trail', async () => {
    const body = bodyOf(
      await consolePages(consoleOf([releaseNamed('forum')]))(get('/releases/forum?part=live')),
    );
    for (const id of ['sending', 'standing', 'approval', 'decisions']) expect(body).toContain(`id="${id}"`);
    expect(body).not.toContain('<iframe');
    expect(body).not.toContain('<html');
  });

  it('answers 404 for a release that does not exist', async () => {
    expect((await consolePages(consoleOf([]))(get('/releases/none'))).status).toBe(404);
  });

  it.each(['x'.repeat(3000), '%00', 'a%0Ab'])(
    'answers that there is no release for a name that is impossible',
    async (name) => {
      const pages = consolePages({
        ...consoleOf([]),
        readHead: () => Promise.reject(new Error('the table refuses such a key')),
      });
      expect((await pages(get(`/releases/${name}`))).status).toBe(404);
    },
  );

  it('names subject, preview line, sender and reply address of the mail before anybody approves it', async () => {
    const page = bodyOf(await consolePages(consoleOf([releaseNamed('forum')]))(get('/releases/forum')));
    for (const name of ['Subject', 'Preview line', 'From', 'Replies go to'])
      expect(page).toContain(`<dt>${name}</dt>`);
    expect(page).toContain('Ministers open the forum.');
  });

  it('frames the proof without scripts, origin or external content, with its personal links disabled', async () => {
    const proof = await consolePages(consoleOf([releaseNamed('forum')]))(
      get('/releases/forum/proofs/1/general.en'),
    );
    expect(proof.headers['content-security-policy']).toMatch(/^sandbox allow-popups; default-src 'none'/);
    expect(bodyOf(proof)).not.toContain('SLOT');
  });
});

describe('a decision', () => {
  const approval = { version: '1', audience: audience.hash };

  it('is made for the version and audience on the page, and then shown', async () => {
    const newsroom = consoleOf([releaseNamed('forum')]);
    const fields = { ...approval, token: tokenFor('/releases/forum/approve') };
    const response = await consolePages(newsroom)(post('/releases/forum/approve', fields));
    expect(response).toMatchObject({ status: 303, headers: { location: '/releases/forum?done=approved' } });
    expect((await newsroom.readHead('forum'))?.live?.approvals[0]?.by).toBe('Lan');
  });

  it.each([
    ['without a token of ours', {}, {}],
    ['with the token of another form', { token: tokenFor('/releases/other/approve') }, {}],
    [
      'from a page elsewhere',
      { token: tokenFor('/releases/forum/approve') },
      { 'sec-fetch-site': 'cross-site' },
    ],
  ])('%s changes nothing', async (_, token, headers) => {
    const newsroom = consoleOf([releaseNamed('forum')]);
    const response = await consolePages(newsroom)(
      post('/releases/forum/approve', { ...approval, ...token }, headers),
    );
    expect(response.status).toBe(403);
    expect((await newsroom.readHead('forum'))?.live).toBeNull();
  });

  it('for an audience that is no longer the one on the page is refused with the reason', async () => {
    const fields = { ...approval, audience: '0'.repeat(64), token: tokenFor('/releases/forum/approve') };
    const response = await consolePages(consoleOf([releaseNamed('forum')]))(
      post('/releases/forum/approve', fields),
    );
    expect(response.status).toBe(409);
  });

  it('to kill needs a reason', async () => {
    const fields = { reason: ' ', token: tokenFor('/releases/visit/kill') };
    const response = await consolePages(consoleOf([embargoed('visit')]))(
      post('/releases/visit/kill', fields),
    );
    expect(response.status).toBe(409);
    expect(bodyOf(response)).toContain('Say why');
  });

  it.each([
    ['takes back what nobody has', '2025-06-12T08:00:00.000Z', 'cancelled'],
    [
      'kills what is going out, also from a page that was opened before',
      '2025-06-12T06:56:00.000Z',
      'killed',
    ],
  ] as const)('to stop %s', async (_, dueAt, done) => {
    const newsroom = consoleOf([armedFor('visit', dueAt)]);
    const fields = { reason: 'wrong figure', token: tokenFor('/releases/visit/stop') };
    const response = await consolePages(newsroom)(post('/releases/visit/stop', fields));
    expect(response.headers.location).toBe(`/releases/visit?done=${done}`);
    expect((await newsroom.readHead('visit'))?.[done]?.reason).toBe('wrong figure');
  });

  it('is recorded in the name of who is signed in, whatever the form says', async () => {
    const newsroom = consoleOf([releaseNamed('forum')]);
    const fields = { ...approval, by: 'Somebody Else', token: tokenFor('/releases/forum/approve') };
    await consolePages(newsroom)(post('/releases/forum/approve', fields));
    expect((await newsroom.readHead('forum'))?.live?.approvals[0]?.by).toBe('Lan');
  });

  it('with the form of somebody else changes nothing', async () => {
    const minh = { ...lan, subject: 'https://id.example|minh', name: 'Minh' };
    const newsroom = consoleOf([releaseNamed('forum')], { signIn: signedInAs(minh) });
    const fields = { ...approval, token: tokenFor('/releases/forum/approve') };
    expect((await consolePages(newsroom)(post('/releases/forum/approve', fields))).status).toBe(403);
    expect((await newsroom.readHead('forum'))?.live).toBeNull();
  });

  it('works for a release whose name needs escaping in a URL', async () => {
    const id = 'thông cáo 1+2';
    const action = `/releases/${encodeURIComponent(id)}/approve`;
    const newsroom = consoleOf([releaseNamed(id)]);
    const response = await consolePages(newsroom)(post(action, { ...approval, token: tokenFor(action) }));
    expect(response.status).toBe(303);
  });
});

describe('the people', () => {
  it('are found by address', async () => {
    const response = await consolePages(consoleOf([]))(get('/contacts?q=linh@daily.example'));
    expect(response.headers.location).toBe(`/contacts/${contactId}`);
  });

  it('are reported as on no list if they are not', async () => {
    const response = await consolePages(consoleOf([], { readCard: async () => null }))(
      get('/contacts?q=who@x.example'),
    );
    expect(response.status).toBe(404);
    expect(bodyOf(response)).toContain('who@x.example is on no list');
  });

  it('show the telephone number that a list gave', async () => {
    const body = bodyOf(await consolePages(consoleOf([]))(get(`/contacts/${contactId}`)));
    expect(body).toMatch(/Phone<[\s\S]*?\+84 24 3825 1/);
  });

  it('are suppressed only with a reason', async () => {
    const done: unknown[] = [];
    const newsroom = consoleOf([], { suppress: async (id, act) => void done.push([id, act]) });
    const action = `/contacts/${contactId}/suppress`;
    const token = tokenFor(action);
    expect((await consolePages(newsroom)(post(action, { reason: '', token }))).status).toBe(409);
    expect((await consolePages(newsroom)(post(action, { reason: 'left the paper', token }))).status).toBe(
      303,
    );
    expect(done).toEqual([[contactId, { by: 'Lan', reason: 'left the paper' }]]);
  });
});

describe('the recipients of an edition', () => {
  it('are listed with state and reason, including those left out', async () => {
    const body = bodyOf(
      await consolePages(consoleOf([]))(get('/releases/forum/recipients/forum_v1_general')),
    );
    for (const words of [
      'linh@daily.example',
      'delivered',
      'Permanent/General',
      'out@paper.example',
      'left out',
    ])
      expect(body).toContain(words);
  });

  it('who are unknown are decided by a person', async () => {
    const settled: unknown[] = [];
    const newsroom = consoleOf([releaseOf({})], {
      settleUnknowns: async (settling) => {
        settled.push(settling);
        return 1;
      },
    });
    const action = '/releases/forum/recipients/forum_v1_general';
    const response = await consolePages(newsroom)(post(action, { as: 'resend', token: tokenFor(action) }));
    expect(response.headers.location).toContain('settled=1');
    expect(settled).toEqual([{ deliveryId: 'forum_v1_general', contactId: null, as: 'resend', by: 'Lan' }]);
  });

  it('of a release that is not approved are promised no other mail', async () => {
    const settled: unknown[] = [];
    const newsroom = consoleOf([releaseNamed('forum')], {
      settleUnknowns: async (settling) => settled.push(settling),
    });
    const action = '/releases/forum/recipients/forum_v1_general';
    const decide = (as: string) =>
      consolePages(newsroom)(post(action, { as, by: 'Lan', token: tokenFor(action) }));
    const refused = await decide('resend');
    expect(refused.status).toBe(409);
    expect(bodyOf(refused)).toContain('nothing of it can go out');
    expect(settled).toEqual([]);
    expect((await decide('sent')).headers.location).toContain('settled=1');
  });
});

describe('the trail', () => {
  const asked: unknown[] = [];
  const part = { lines: [], older: 'audit/2025-06/release-forum/2025-06-12T06:51:00.000Z#1.json' };
  const newsroom = consoleOf([releaseNamed('forum')], {
    async readTrailOfMonth(...request) {
      asked.push(request);
      return part;
    },
    async readTrailOf(...request) {
      asked.push(request);
      return part;
    },
  });
  const older = `before=${encodeURIComponent(part.older)}`;

  it('shows a page of fifty lines of this month, and leads to the lines before', async () => {
    asked.length = 0;
    const body = bodyOf(await consolePages(newsroom)(get('/trail')));
    expect(asked).toEqual([['2025-06', { before: null, size: 50 }]]);
    expect(body).toContain(`href="/trail?month=2025-06&amp;${older}"`);
    await consolePages(newsroom)(get(`/trail?month=2025-06&${older}`));
    expect(asked[1]).toEqual(['2025-06', { before: part.older, size: 50 }]);
  });

  it('of a release is shown on its page, the latest lines first, and leads to the lines before', async () => {
    asked.length = 0;
    const body = bodyOf(await consolePages(newsroom)(get('/releases/forum')));
    expect(asked).toEqual([['RELEASE#forum', { before: null, size: 50 }]]);
    expect(body).toContain(`href="/trail?subject=RELEASE%23forum&amp;${older}"`);
    const next = bodyOf(await consolePages(newsroom)(get(`/trail?subject=RELEASE%23forum&${older}`)));
    expect(asked[1]).toEqual(['RELEASE#forum', { before: part.older, size: 50 }]);
    expect(next).toContain('<a href="/releases/forum">release forum</a>');
  });
});

describe('every page', () => {
  it.each([
    '/',
    '/releases/forum',
    '/contacts',
    '/lists',
    '/lists/general-press',
    '/segments',
    '/trail',
    '/nowhere',
  ])('%s loads nothing from elsewhere and is not cached', async (path) => {
    const { headers } = await consolePages(consoleOf([releaseNamed('forum')]))(get(path));
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(headers['cache-control']).toBe('no-store');
  });
});

describe('to send a release to one more person', () => {
  const path = '/releases/forum/send';
  const fields = { token: tokenFor(path), to: 'linh@daily.example', evidence: 'signed terms' };
  const confirmed = { ...fields, version: '1', edition: 'embargoed', by: 'Lan' };

  it('is offered on the page of a release that goes out, and not before', async () => {
    const pages = consolePages(consoleOf([embargoed('forum'), releaseNamed('new')]));
    expect(bodyOf(await pages(get('/releases/forum')))).toContain(`action="${path}"`);
    expect(bodyOf(await pages(get('/releases/new')))).not.toContain('/releases/new/send');
  });

  it('shows first to whom, which edition, in which language and with which subject; nothing is sent by that', async () => {
    const newsroom = consoleOf([embargoed('forum')]);
    const response = await consolePages(newsroom)(post(path, fields));
    const body = bodyOf(response);
    for (const words of ['linh@daily.example', 'mbargoed', 'English', 'Viet Nam hosts high-level forum'])
      expect(body).toContain(words);
    expect((await newsroom.readHead('forum'))?.added).toEqual([]);
  });

  it('sends what was confirmed, once, with the name of who did', async () => {
    const newsroom = consoleOf([embargoed('forum')]);
    const response = await consolePages(newsroom)(post(path, confirmed));
    expect(response.headers.location).toBe('/releases/forum?done=sent-to-one-more');
    const head = await newsroom.readHead('forum');
    expect(head?.added).toMatchObject([{ addedContact: contactId, edition: 'embargoed' }]);
    expect(head?.trail).toMatchObject([{ act: 'add', by: 'Lan' }]);
    const again = await consolePages(newsroom)(post(path, confirmed));
    expect(again.status).toBe(409);
    expect(bodyOf(again)).toContain('It was sent to them before');
  });

  it('says why not: under embargo and not accredited', async () => {
    const response = await consolePages(consoleOf([embargoed('forum')]))(
      post(path, { ...fields, evidence: '' }),
    );
    expect(response.status).toBe(409);
    expect(bodyOf(response)).toContain('not accredited');
  });

  it('only by our own form', async () => {
    const response = await consolePages(consoleOf([embargoed('forum')]))(
      post(path, { ...confirmed, token: 'x' }),
    );
    expect(response.status).toBe(403);
  });
});
