import type { Mail } from '../../../functions/_shared/aws/mail-sender.ts';
import type { Recipient } from '../../../functions/_shared/domain/audience.ts';
import { type RenderedEmail, type Slot, slotToken } from '../../../functions/_shared/domain/email.ts';
import { joinPieces } from '../../../functions/_shared/domain/message-pieces.ts';
import type { Edition } from '../../../functions/_shared/domain/release.ts';
import { addressEmail } from '../../../functions/send-emails/address-email.ts';
import { compileEmail } from '../../../functions/send-emails/compile-email.ts';

export const linkKey = new Uint8Array(32).fill(7);
export const nonce = 'N0nce1234567';
const slots: Slot[] = ['unsubscribe-url', 'preferences-url', 'web-url', 'embargo-local', 'list-name'];

export function recipientOf(said: Partial<Recipient> = {}): Recipient {
  return {
    contactId: 'cabcdefghijklmnopqrstuvwxyz',
    email: 'ann@paper.example',
    name: 'Ann Reader',
    language: 'en',
    zone: 'Asia/Ho_Chi_Minh',
    list: 'press',
    accredited: true,
    ...said,
  };
}

/** An email with the given words around every slot, in a text and an HTML part that must decode to exactly these. */
export function renderedOf(words: string, said: Partial<RenderedEmail> = {}): RenderedEmail {
  const token = (slot: Slot) => slotToken(slot, nonce);
  return {
    releaseId: 'forum',
    version: 1,
    edition: 'embargoed',
    language: 'en',
    direction: 'ltr',
    subject: words.slice(0, 120),
    preheader: '',
    html: `<!doctype html>\n<p>${words}</p>\n<a href="${token('unsubscribe-url')}">x</a><a href="${token('web-url')}">${token('list-name')}</a>\n<p>${token('embargo-local')}</p>${words}`,
    text: `${words}\n\n${token('embargo-local')}\n${token('unsubscribe-url')}\n${token('preferences-url')}\n${token('web-url')}${token('list-name')}\n${words}`,
    nonce,
    slots,
    sender: { name: 'Văn phòng Báo chí', address: 'press@news.example', replyTo: 'lan@news.example' },
    ...said,
  };
}

export async function mailOf(
  email: RenderedEmail,
  recipient: Recipient,
  releaseId = 'forum',
  edition: Edition = email.edition,
): Promise<Omit<Mail, 'raw'> & { raw: Buffer }> {
  const fill = await compileEmail(email, new Date('2026-01-05T09:00:00Z'));
  const address = addressEmail({
    listTitles: new Map(),
    delivery: { deliveryId: `${releaseId}_v1_${edition}`, releaseId, version: 1, edition },
    embargo: '2026-01-06T07:00:00Z',
    publicUrl: 'https://abcdefghij.execute-api.ap-southeast-1.amazonaws.com',
    linkKey,
    zone: 'Europe/Paris',
    domain: 'news.example',
  });
  const mail = address(fill, email.sender.address, recipient, 1);
  if (!mail) throw new Error('not addressable');
  return { ...mail, raw: joinPieces(mail.raw) };
}
