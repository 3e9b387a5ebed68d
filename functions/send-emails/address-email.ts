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

/** What all messages of one delivery have in common. */
export interface Correspondence {
  delivery: Pick<Delivery, 'deliveryId' | 'releaseId' | 'version' | 'edition' | 'addedContact'>;
  embargo: Instant | null;
  /** Without a slash at the end. */
  publicUrl: string;
  linkKey: Uint8Array;
  /** The newsroom's time zone, for contacts without one. */
  zone: string;
  /** The domain in List-Id and in the unsubscribe mailto. */
  domain: string;
  /** Titles of lists. For a list without a title its id is shown. */
  listTitles: ReadonlyMap<string, string>;
}

/** Writes the message for one recipient. Null if the address cannot be used in SMTP. */
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
      // The token is in the subject: a local part of a mailto may have at most 64 characters.
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
        // SES's events name the delivery by these tags.
        ...(delivery.addedContact && { added: '1' }),
        attempt: String(attempt),
        'ses:feedback-id-a': tag,
        'ses:feedback-id-b': listTag,
      },
    };
  };
}

/** An embargoed release is shown on the web only with this token. */
function webUrl({ delivery, publicUrl, linkKey }: Correspondence, contactId: string): string {
  const url = `${publicUrl}/r/${pathSegment(delivery.releaseId)}`;
  if (delivery.edition !== 'embargoed') return url;
  const claims = { contact: contactId, scope: '', release: releaseTag(delivery.releaseId) };
  return `${url}?t=${signLink('web', claims, linkKey)}`;
}

/**
 * The tokens of a mail's links to pictures and files. Until the release is public, each token works for its reader
 * only.
 */
function fileTokens({ delivery, linkKey }: Correspondence): (contactId: string) => string {
  if (delivery.edition === 'embargoed')
    return (contactId) => fileToken({ kind: 'contact', contactId }, delivery, linkKey);
  const token = fileToken({ kind: 'anybody' }, delivery, linkKey);
  return () => token;
}

/** Cached: formatting an instant takes longer than filling a message, and contacts share few time zones. */
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
