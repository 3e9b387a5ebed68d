import { describe, expect, it, vi } from 'vitest';
import { signLink, verifyLink } from '../../../functions/_shared/domain/link-token.ts';
import { unsubscribePage } from '../../../functions/subscriptions/unsubscribe-page.ts';
import { cardOf } from '../../people.ts';
import { form, newsroom, request } from './page-request.ts';

const key = new Uint8Array(32).fill(7);
const card = cardOf('linh@daily.example.org', {
  lists: ['general-press', 'viet-nam-press'],
  languages: ['vi', 'en'],
});
const token = signLink(
  'unsubscribe',
  { contact: card.contactId, scope: 'general-press', release: 'forum' },
  key,
);

function pages() {
  const unsubscribe = vi.fn(async (_contactId: string, _evidence: string, _at: string) => undefined);
  const leaveList = vi.fn(async (_contactId: string, _list: string, _at: string) => undefined);
  return {
    unsubscribe,
    leaveList,
    dependencies: {
      newsroom,
      verify: (given: string) => verifyLink('unsubscribe', given, [key]),
      readCard: async (contactId: string) => (contactId === card.contactId ? card : null),
      titleOfList: async () => 'General press',
      unsubscribe,
      leaveList,
      preferencesPath: () => '/p/token',
      now: () => new Date('2026-01-05T08:00:00Z'),
    },
  };
}

describe('unsubscribing (RFC 8058)', () => {
  it('takes effect on a one-click POST, urlencoded', async () => {
    const { unsubscribe, dependencies } = pages();
    const response = await unsubscribePage(
      await form(`/u/${token}`, [['List-Unsubscribe', 'One-Click']]),
      dependencies,
    );
    expect(response.status).toBe(200);
    expect(unsubscribe.mock.calls).toEqual([
      [card.contactId, 'one-click; list general-press; release forum', '2026-01-05T08:00:00.000Z'],
    ]);
  });

  it('takes effect on a one-click POST as multipart/form-data, base64-encoded by the gateway', async () => {
    const { unsubscribe, dependencies } = pages();
    const body =
      '--b1\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b1--\r\n';
    const response = await unsubscribePage(
      await request('POST', `/u/${token}`, {
        headers: { 'content-type': 'multipart/form-data; boundary=b1' },
        body: Buffer.from(body).toString('base64'),
        isBase64Encoded: true,
      }),
      dependencies,
    );
    expect(response.status).toBe(200);
    expect(unsubscribe.mock.calls[0]?.[1]).toMatch(/^one-click/);
  });

  it('takes effect even if the form is broken, because the URL is sufficient', async () => {
    const { unsubscribe, dependencies } = pages();
    const broken = await request('POST', `/u/${token}`, {
      headers: { 'content-type': 'multipart/form-data' },
      body: 'no boundary at all',
    });
    expect((await unsubscribePage(broken, dependencies)).status).toBe(200);
    expect(unsubscribe).toHaveBeenCalledOnce();
  });

  it('answers 200 again the second time, needs no cookie, sets none and never redirects', async () => {
    const { dependencies } = pages();
    for (let time = 0; time < 2; time++) {
      const response = await unsubscribePage(
        await form(`/u/${token}`, [['List-Unsubscribe', 'One-Click']]),
        dependencies,
      );
      expect(response.status).toBe(200);
      expect(Object.keys(response.headers)).not.toContain('set-cookie');
      expect(Object.keys(response.headers)).not.toContain('location');
    }
  });

  it('changes nothing on GET, because mail scanners follow every link', async () => {
    const { unsubscribe, leaveList, dependencies } = pages();
    const response = await unsubscribePage(await request('GET', `/u/${token}`), dependencies);
    expect(response.status).toBe(200);
    expect(response.body).toContain('<form method="post">');
    expect(unsubscribe).not.toHaveBeenCalled();
    expect(leaveList).not.toHaveBeenCalled();
  });

  it.each([
    '',
    'nonsense',
    `${token}x`,
    token.slice(0, -3),
    signLink('preferences', { contact: card.contactId, scope: '', release: '' }, key),
  ])('answers 404 to a token that is not an unsubscribe link of this newsroom (%#)', async (wrong) => {
    const { unsubscribe, dependencies } = pages();
    const response = await unsubscribePage(await form(`/u/${wrong}`, []), dependencies);
    expect(response.status).toBe(404);
    expect(unsubscribe).not.toHaveBeenCalled();
  });

  it('lets the page ask to leave one list only', async () => {
    const { unsubscribe, leaveList, dependencies } = pages();
    await unsubscribePage(await form(`/u/${token}`, [['leave', 'list']]), dependencies);
    expect(leaveList.mock.calls).toEqual([[card.contactId, 'general-press', '2026-01-05T08:00:00.000Z']]);
    expect(unsubscribe).not.toHaveBeenCalled();
  });

  it("speaks the contact's language and shows no address", async () => {
    const { dependencies } = pages();
    const { body } = await unsubscribePage(await request('GET', `/u/${token}`), dependencies);
    expect(body).toContain('<html lang="vi"');
    expect(body).not.toContain('@daily');
  });
});
