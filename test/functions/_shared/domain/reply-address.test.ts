import { describe, expect, test } from 'vitest';
import { replyAddress } from '../../../../functions/_shared/domain/reply-address.ts';

const newsroom = {
  sender: {
    name: 'UN Viet Nam',
    address: 'press@news.un.example',
    replyTo: 'media@news.un.example',
    domain: 'news.un.example',
  },
  brand: {
    logoUrl: null,
    logoWidth: 1,
    logoHeight: 1,
    primary: '#000000',
    onPrimary: '#ffffff',
    address: [],
    website: 'https://www.vietnam.example.org/en',
    social: [],
  },
};
const text = (emails: (string | null)[], contactsDeclared?: boolean) => ({
  contacts: emails.map((email) => ({ name: 'N', organisation: null, email, phone: '1' })),
  ...(contactsDeclared !== undefined && { contactsDeclared }),
});
const answeredAt = (emails: (string | null)[], contactsDeclared?: boolean) =>
  replyAddress({ replyTo: null }, text(emails, contactsDeclared), newsroom);

describe('an answer to a release', () => {
  test('goes to the address that the release declares for its sender', () => {
    expect(replyAddress({ replyTo: 'r@unicef.example' }, text(['lan@news.un.example'], true), newsroom)).toBe(
      'r@unicef.example',
    );
  });
  test.each([
    'lan@news.un.example',
    'Lan@NEWS.UN.Example',
    'lan@un.example',
    'lan@hanoi.news.un.example',
    'lan@vietnam.example.org',
  ])("goes to the media contact at the newsroom's own domain, even if another comes first: %s", (own) => {
    expect(answeredAt(['ppko@mps.example', own, 'other@news.un.example'])).toBe(own);
    expect(answeredAt(['ppko@mps.example', own], true)).toBe(own);
  });
  test.each([
    ['ppko@mps.example', 'thao@women.example'],
    ['ppko@mps.example'],
    ['someone@notnews.un.example.evil'],
    ['someone@evilun.example'],
    ['someone@example'],
    [null],
    [],
  ])("never goes to a partner's contact that is only in the text, but to the newsroom: %s", (...emails) => {
    expect(answeredAt(emails)).toBe('media@news.un.example');
  });
  test('goes to the first contact that the desk declared, if none belongs to the newsroom', () => {
    expect(answeredAt([null, 'ana@agency.example', 'ben@agency.example'], true)).toBe('ana@agency.example');
    expect(answeredAt([null], true)).toBe('media@news.un.example');
  });
});
