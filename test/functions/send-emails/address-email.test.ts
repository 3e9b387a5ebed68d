import { describe, expect, it } from 'vitest';
import { readFileToken } from '../../../functions/_shared/domain/file-link.ts';
import { verifyLink } from '../../../functions/_shared/domain/link-token.ts';
import type { Edition } from '../../../functions/_shared/domain/release.ts';
import { addressEmail } from '../../../functions/send-emails/address-email.ts';
import { linkKey, recipientOf } from './sample-mail.ts';

const recipient = recipientOf();

/** The values of the slots in this recipient's mail. */
function slotsOf(edition: Edition) {
  let slots: Record<string, string> = {};
  const address = addressEmail({
    delivery: { deliveryId: `forum_v2_${edition}`, releaseId: 'forum', version: 2, edition },
    embargo: '2026-03-01T12:00:00.000Z',
    publicUrl: 'https://press.example.org',
    linkKey,
    zone: 'Europe/Paris',
    domain: 'news.example',
    listTitles: new Map(),
  });
  address(
    (values) => {
      slots = values.slots;
      return [];
    },
    'press@news.example',
    recipient,
    1,
  );
  return slots;
}

const webReader = (url = '') => verifyLink('web', url.split('?t=')[1] ?? '', [linkKey])?.contact ?? null;

describe('the links of a mail', () => {
  it('in the embargoed edition are personal: page, pictures and files', () => {
    const slots = slotsOf('embargoed');
    expect(readFileToken(slots['file-token'] ?? '', { recent: [linkKey], all: [linkKey] }, [])).toEqual({
      reader: { kind: 'contact', contactId: recipient.contactId },
      release: 'forum',
      version: 2,
    });
    expect(webReader(slots['web-url'])).toBe(recipient.contactId);
  });

  it.each(['general', 'correction'] as const)(
    'in the %s edition are for anybody, so that the mail can be passed on',
    (edition) => {
      const slots = slotsOf(edition);
      expect(
        readFileToken(slots['file-token'] ?? '', { recent: [linkKey], all: [linkKey] }, [])?.reader,
      ).toEqual({ kind: 'anybody' });
      expect(slots['web-url']).toBe('https://press.example.org/r/forum');
    },
  );
});
