import type { Card } from '../functions/_shared/domain/contact.ts';
import { contactIdOf } from '../functions/_shared/domain/contact-id.ts';

/** The key for the ids of invented people. */
export const contactKey = new Uint8Array(32).fill(1);

/** An invented contact. */
export function cardOf(email: string, fields: Partial<Card> = {}): Card {
  return {
    contactId: contactIdOf(email, contactKey),
    revision: 1,
    email,
    name: null,
    outlet: null,
    outletKind: null,
    role: null,
    phone: null,
    beats: [],
    regions: [],
    languages: [],
    zone: null,
    lists: ['general-press'],
    tier: null,
    consent: null,
    notes: null,
    createdAt: '2026-01-01T00:00:00Z',
    updatedAt: '2026-01-01T00:00:00Z',
    ...fields,
  };
}
