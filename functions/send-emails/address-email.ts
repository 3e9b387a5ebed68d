import type { Mail } from '../_shared/aws/mail-sender.ts';
import type { Recipient } from '../_shared/domain/audience.ts';
import type { Delivery } from '../_shared/domain/delivery.ts';
import { fileToken } from '../_shared/domain/file-link.ts';
import { signLink } from '../_shared/domain/link-token.ts';
import { describeInstant } from '../_shared/domain/moment.ts';
import type { Language } from '../_shared/domain/newsroom.ts';
import { pathSegment } from '../_shared/domain/path-segment.ts';
import { releaseTag, shortTag } from '../_shared/domain/release-tag.ts';
import type { Instant } from '../_shared/domain/report.ts';
import type { FillEmail, PersonalValues } from './compile-email.ts';
import { mailbox, smtpAddress } from './header-words.ts';

/** What the messages of one delivery have in common. */
export interface Correspondence {
  delivery: Pick<Delivery, 'deliveryId' | 'releaseId' | 'version' | 'edition'>;
  embargo: Instant | null;
  /** No slash at the end. */
  publicUrl: string;
  linkKey: Uint8Array;
  /** The newsroom's zone, for contacts who have none. */
  zone: string;
  /** Of List-Id and of the unsubscribe mailto. */
  domain: string;
  /** Names of lists as people know them; a list without one goes by its id. */
  listTitles: ReadonlyMap<string, string>;
}

/** Writes one recipient's message; null when no mail can be addressed to them. */
export type AddressEmail = (
  fill: FillEmail,
  from: string,
  recipient: Recipient,
  attempt: number,
) => Mail | null;

export function addressEmail(correspondence: Correspondence): AddressEmail {
  const { delivery, linkKey, publicUrl, domain, listTitles } = correspondence;
  const tag = releaseTag(delivery.releaseId);
  const linkTag = shortTag(delivery.releaseId);
  const localInstant = instantsInZones(correspondence);
  const fileTokenFor = fileTokens(correspondence);
  return (fill, from, recipient, attempt) => {
    const to = smtpAddress(recipient.email);
    if (!to) return null;
    const { contactId, list } = recipient;
    const claims = { contact: contactId, scope: list, release: linkTag };
    const unsubscribe = signLink('unsubscribe', claims, linkKey);
    const unsubscribeUrl = `${publicUrl}/u/${unsubscribe}`;
    const listTag = releaseTag(list);
    const values: PersonalValues = {
      to: mailbox(recipient.name, to),
      messageId: `${delivery.deliveryId}.${contactId}@${domain}`,
      listId: `<${listTag.toLowerCase()}.${domain}>`,
      // A token in the mailto's local part would exceed the 64 characters that mail systems take.
      listUnsubscribe: `<${unsubscribeUrl}>,\r\n <mailto:unsubscribe@${domain}?subject=unsubscribe%20${unsubscribe}>`,
      slots: {
        'unsubscribe-url': unsubscribeUrl,
        'preferences-url': `${publicUrl}/p/${signLink('preferences', claims, linkKey)}`,
        'web-url': webUrl(correspondence, contactId),
        'file-token': fileTokenFor(contactId),
        'embargo-local': localInstant(recipient.zone, recipient.language),
        'list-name': listTitles.get(list) ?? list,
      },
    };
    return {
      from,
      to,
      raw: fill(values),
      tags: {
        release: tag,
        version: String(delivery.version),
        edition: delivery.edition,
        recipient: contactId,
        attempt: String(attempt),
        'ses:feedback-id-a': tag,
        'ses:feedback-id-b': listTag,
      },
    };
  };
}

/** An embargoed release answers on the web to nobody but the holder of this token. */
function webUrl({ delivery, publicUrl, linkKey }: Correspondence, contactId: string): string {
  const url = `${publicUrl}/r/${pathSegment(delivery.releaseId)}`;
  if (delivery.edition !== 'embargoed') return url;
  const claims = { contact: contactId, scope: '', release: releaseTag(delivery.releaseId) };
  return `${url}?t=${signLink('web', claims, linkKey)}`;
}

/** Whose links to pictures and files a mail carries: until the release is public, its reader's alone. */
function fileTokens({ delivery, linkKey }: Correspondence): (contactId: string) => string {
  if (delivery.edition === 'embargoed')
    return (contactId) => fileToken({ kind: 'contact', contactId }, delivery, linkKey);
  const token = fileToken({ kind: 'anybody' }, delivery, linkKey);
  return () => token;
}

/** Formatting an instant costs more than filling a message, and contacts share a few zones. */
function instantsInZones({ embargo, zone: newsroomZone }: Correspondence) {
  const known = new Map<string, string>();
  return (zone: string | null, language: Language): string => {
    if (!embargo) return '';
    const key = `${language} ${zone}`;
    const words = known.get(key) ?? describeInstant(embargo, zone ?? newsroomZone, language);
    known.set(key, words);
    return words;
  };
}
