import type { MediaContact, Problem } from '../../_shared/domain/report.ts';
import type { Declared } from '../declarations/declared-schema.ts';
import { addressesIn, findContacts } from '../fields/find-contacts.ts';
import { lineOfText } from '../fields/lines-of.ts';
import type { TextContacts } from '../fields/read-contacts.ts';
import { problem } from '../problems.ts';
import { declaredAt, foundAt, type Origin, type Settled, settled } from './settled.ts';

/** The media contacts: as declared, else as found. A contact without an organisation gets the issuing one. */
export function settleContacts(
  { contacts: declared, organisation }: Pick<Declared, 'contacts' | 'organisation'>,
  origin: Origin | undefined,
  found: TextContacts,
): Settled<MediaContact[]> {
  const isDeclared = declared != null && declared.length > 0;
  const contacts = isDeclared ? declared.flatMap(readContact) : found.contacts;
  const isDoubtTold = found.problems.length > 0;
  const foundHere = contacts.length > 0 ? foundAt(found.at) : null;
  return settled(
    contacts.map((contact) => ({ ...contact, organisation: contact.organisation ?? organisation ?? null })),
    {
      problems: [
        ...(isDeclared ? invalidAddresses(contacts) : []),
        ...(contacts.length === 0 && !isDoubtTold ? [noContact()] : []),
      ],
      provenance: isDeclared ? declaredAt(origin) : foundHere,
    },
  );
}

function readContact(contact: NonNullable<Declared['contacts']>[number]): MediaContact[] {
  if ('text' in contact) return findContacts([lineOfText(contact.text, 1)]).contacts;
  const { name, email, phone } = contact;
  const office = contact.title ?? contact.role ?? null;
  const organisation = [office, contact.organisation ?? contact.organization ?? null]
    .filter((part) => part)
    .join(', ');
  return [
    { name: name || null, organisation: organisation || null, email: email || null, phone: phone || null },
  ];
}

function invalidAddresses(contacts: readonly MediaContact[]): Problem[] {
  return contacts.flatMap(({ email }) =>
    email === null || addressesIn(email)[0] === email
      ? []
      : [
          problem('contact-address-invalid', `“${email.slice(0, 80)}” is not an e-mail address.`, {
            field: 'contacts',
          }),
        ],
  );
}

function noContact(): Problem {
  return problem('contact-missing', 'The release names no media contact.', { field: 'contacts' });
}
