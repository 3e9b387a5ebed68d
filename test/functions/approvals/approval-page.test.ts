import { describe, expect, it } from 'vitest';
import { approveRelease } from '../../../functions/_shared/decisions/approve-release.ts';
import { approvalUrl, readApprovalToken } from '../../../functions/_shared/domain/approval-link.ts';
import type { Version } from '../../../functions/_shared/domain/release.ts';
import type { EmbargoElsewhere } from '../../../functions/_shared/domain/twin.ts';
import { approvalPage } from '../../../functions/approvals/approval-page.ts';
import { ARelease, anAudience } from '../_shared/domain/a-release.ts';
import { renderedOf } from '../send-emails/sample-mail.ts';
import { form, newsroom as local, request } from '../subscriptions/page-request.ts';

const morning = '2026-03-01T08:00:00.000Z';
const key = Buffer.alloc(32, 1);
const newsroom = { ...local, desk: ['ann@press.example.org', 'bob@press.example.org'] };
const linkOf = (by: string, over: Partial<{ version: number; audienceHash: string }> = {}) =>
  approvalUrl('', { by, releaseId: 'forum', version: 1, audienceHash: anAudience.hash, ...over }, key);

const version: Version = {
  releaseId: 'forum',
  version: 1,
  contentHash: 'h',
  readAt: morning,
  sources: [],
  texts: [{ language: 'en', key: 'en', title: 'Forum <opens>' }],
  embargo: null,
  sendAt: null,
  audience: { origin: 'declared', lists: [], segments: [], beats: [], regions: [], exclude: [] },
  correction: null,
  liftNotice: true,
  approval: null,
  sender: { name: null, replyTo: null },
  topics: [],
  regions: [],
  problems: [],
  assumptions: [{ field: 'embargo', message: 'read as Asia/Ho_Chi_Minh' }],
};

function page(
  life: ARelease,
  {
    joined = 0,
    elsewhere = null,
    stopped = null,
  }: { joined?: number | null; elsewhere?: EmbargoElsewhere | null; stopped?: string | null } = {},
) {
  const now = () => new Date(life.now);
  const readHead = async () => structuredClone(life.head);
  return async (method: 'GET' | 'POST', link: string, meanwhile = () => {}) =>
    approvalPage(method === 'GET' ? await request('GET', link) : await form(link, []), {
      newsroom,
      now,
      readHead,
      readToken: (token) => readApprovalToken(token, [key], newsroom.desk),
      readVersion: async () => version,
      readRenderedEmail: async (releaseId, number, name) =>
        name === 'general.en'
          ? { ...renderedOf('As it will look', { edition: 'general' }), releaseId, version: number }
          : null,
      fileToken: (by) => `files-of-${by}`,
      approve: (approval) => {
        meanwhile();
        return approveRelease(
          {
            now,
            readHead,
            putRelease: async (release) => {
              life.head = release;
              return true;
            },
            appendAuditOnce: async () => {},
            carryOut: async () => {},
            embargoElsewhere: async () => elsewhere,
          },
          approval,
        );
      },
      countJoined: async () => joined,
      whyStopped: async () => stopped,
      embargoElsewhere: async () => elsewhere,
    });
}

const awaiting = (policy: 'required' | 'four-eyes' = 'required') =>
  new ARelease(morning).dropped({ policy }).composed();

describe('the link in a proof', () => {
  it('changes nothing when it is opened, by a person or a scanner', async () => {
    const life = awaiting();
    const before = structuredClone(life.head);
    const visit = page(life);
    for (let i = 0; i < 3; i++) {
      const { status, body } = await visit('GET', linkOf('ann@press.example.org'));
      expect(status).toBe(200);
      expect(body).toContain('Forum &lt;opens&gt;');
      expect(body).toContain('read as Asia/Ho_Chi_Minh');
      expect(body).toContain('Unsubscribed: 1');
    }
    expect(life.head).toEqual(before);
  });

  it('says that sending is stopped, before and after the button is pressed: nobody waits for what does not go out', async () => {
    const stopped = 'All sending has stopped: too many bounces.';
    const visit = page(awaiting(), { stopped });
    expect((await visit('GET', linkOf('ann@press.example.org'))).body).toContain(stopped);
    expect((await visit('POST', linkOf('ann@press.example.org'))).body).toContain(stopped);
  });

  it('approves by the button, in the name of the address it was sent to', async () => {
    const life = awaiting();
    expect((await page(life)('POST', linkOf('ann@press.example.org'))).status).toBe(200);
    expect(life.release.live?.approvals.map(({ by }) => by)).toEqual(['ann@press.example.org']);
  });

  it('says why it cannot be approved while the same text is held elsewhere, and works after that is resolved', async () => {
    const life = awaiting();
    const held = { releaseId: 'forum-2', until: null, inWords: '' };
    const why = 'The same text is held as “forum-2”';
    const asked = await page(life, { elsewhere: held })('GET', linkOf('ann@press.example.org'));
    expect(asked.body).toContain(why);
    expect(asked.body).not.toContain('<button');
    const refused = await page(life, { elsewhere: held })('POST', linkOf('ann@press.example.org'));
    expect(refused).toMatchObject({ status: 409, body: expect.stringContaining(why) });
    expect((await page(life)('POST', linkOf('ann@press.example.org'))).status).toBe(200);
  });

  it('works once', async () => {
    const life = awaiting();
    const visit = page(life);
    await visit('POST', linkOf('ann@press.example.org'));
    const after = structuredClone(life.head);
    expect((await visit('POST', linkOf('ann@press.example.org'))).status).toBe(409);
    expect((await visit('GET', linkOf('ann@press.example.org'))).status).toBe(409);
    expect(life.head).toEqual(after);
  });

  it('is followed by the page until a million contacts are checked, and a second click says who approved and what happens', async () => {
    const life = new ARelease(morning).dropped().composed({ recipients: 1_000_000 });
    const visit = page(life);
    const link = linkOf('ann@press.example.org');
    const first = await visit('POST', link);
    expect(first.status).toBe(200);
    expect(first.body).toContain('General edition: Contacts being checked: 1,000,000');
    expect(first.headers.refresh).toBe(`3;url=${link}`);
    const again = await visit('POST', link);
    expect(again.body).toContain('Approved by ann@press.example.org');
    expect(again.body).toContain('Contacts being checked: 1,000,000');
    life.sent('general', 'armed');
    const later = await visit('GET', link);
    expect(later.body).toContain('General edition: being sent');
    expect(later.headers.refresh).toBeUndefined();
    life.does({ act: 'kill', by: 'bob', reason: 'wrong' });
    expect((await visit('GET', link)).body).not.toContain('Approved by');
  });

  it('says to the one who was slower that the other one has approved it', async () => {
    const life = awaiting();
    const faster = structuredClone(life.head);
    const visit = page(life);
    await visit('POST', linkOf('ann@press.example.org'));
    const approved = life.head;
    // Ann's approval is written after Bob's request has read the head.
    life.head = faster;
    const { body } = await visit('POST', linkOf('bob@press.example.org'), () => {
      life.head = approved;
    });
    expect(body).toContain('Approved by ann@press.example.org');
    expect(life.release.live?.approvals).toHaveLength(1);
  });

  it('is invalid for another version, for another audience, or if it is forged', async () => {
    const life = awaiting();
    const visit = page(life);
    const good = linkOf('ann@press.example.org');
    expect((await visit('POST', linkOf('ann@press.example.org', { version: 2 }))).status).toBe(409);
    expect(
      (await visit('POST', linkOf('ann@press.example.org', { audienceHash: 'b'.repeat(64) }))).status,
    ).toBe(409);
    expect((await visit('POST', `${good.slice(0, -3)}xyz`)).status).toBe(404);
    expect((await visit('POST', linkOf('somebody@else.example.org'))).status).toBe(404);
    expect(life.release.live).toBeNull();
  });

  it('counts for one person with four eyes: the other person has their own link', async () => {
    const life = awaiting('four-eyes');
    const visit = page(life);
    await visit('POST', linkOf('ann@press.example.org'));
    expect((await visit('POST', linkOf('ann@press.example.org'))).status).toBe(409);
    expect(life.release.live).toBeNull();
    await visit('POST', linkOf('bob@press.example.org'));
    expect(life.release.live?.version).toBe(1);
  });

  it('says who joined since the proof, and still approves the audience of the proof', async () => {
    const life = awaiting();
    const visit = page(life, { joined: 3 });
    const link = linkOf('ann@press.example.org');
    expect((await visit('GET', link)).body).toContain('Joined since the proof, and not in it: 3');
    expect((await visit('POST', link)).status).toBe(200);
    expect(life.release.live?.audience.hash).toBe(anAudience.hash);
  });

  it('says so if the lists are too long to count who joined', async () => {
    const { body } = await page(awaiting(), { joined: null })('GET', linkOf('ann@press.example.org'));
    expect(body).toContain('Who joined since the proof was not counted');
  });

  it('shows every edition as it will look, even after the approval, and never after a kill', async () => {
    const life = awaiting();
    const visit = page(life);
    const link = linkOf('ann@press.example.org');
    const { body } = await visit('GET', link);
    expect(body).toContain(`href="${link}/general.en"`);
    const mail = await visit('GET', `${link}/general.en`);
    expect(mail.status).toBe(200);
    expect(mail.body).toContain('As it will look');
    expect(mail.headers['content-security-policy']).toMatch(/^sandbox .*default-src 'none'/);
    expect((await visit('GET', `${link}/general.vi`)).status).toBe(404);
    expect((await visit('GET', `${link}/..%2f..%2fsecret`)).status).toBe(404);
    expect((await visit('GET', `${link.slice(0, -3)}xyz/general.en`)).status).toBe(404);
    await visit('POST', link);
    expect((await visit('GET', `${link}/general.en`)).status).toBe(200);
    life.head = { ...life.release, killed: { by: 'ann', at: morning, reason: 'wrong' } };
    expect((await visit('GET', `${link}/general.en`)).status).toBe(404);
  });

  it('contains no address in clear text', () => {
    const payload = linkOf('ann@press.example.org').split('/a/')[1]?.split('.')[0] ?? '';
    expect(Buffer.from(payload, 'base64url').toString()).not.toContain('@');
  });
});
