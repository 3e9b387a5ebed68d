import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { toItem } from '../../functions/_shared/aws/item.ts';
import type { Recipient } from '../../functions/_shared/domain/audience.ts';
import type { Card } from '../../functions/_shared/domain/contact.ts';
import type { Version } from '../../functions/_shared/domain/release.ts';

/** The item of a person's card: what sending to one more person reads of them. */
export function cardItem(
  { contactId, email, name, language, zone, list }: Recipient,
  at: string,
): Record<string, AttributeValue> {
  const card: Card = {
    contactId,
    revision: 1,
    email,
    name,
    outlet: null,
    outletKind: null,
    role: null,
    phone: null,
    beats: [],
    regions: [],
    languages: [language],
    zone,
    lists: [list],
    tier: null,
    consent: null,
    notes: null,
    createdAt: at,
    updatedAt: at,
  };
  return toItem({ pk: `CONTACT#${contactId}`, sk: 'CARD', ...card });
}

/** A version in three languages for the list `press`. */
export function aVersion(releaseId: string, version: number): Version {
  const text = (language: 'en' | 'vi' | 'ar') => ({
    language,
    key: `store/texts/${language}`,
    title: 'Forum',
  });
  const lists = { lists: ['press'], segments: [], beats: [], regions: [], exclude: [] };
  return {
    releaseId,
    version,
    contentHash: `hash-${version}`,
    readAt: '2026-01-05T09:00:00.000Z',
    sources: [],
    texts: [text('en'), text('vi'), text('ar')],
    embargo: null,
    sendAt: null,
    audience: { origin: 'declared', ...lists },
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
