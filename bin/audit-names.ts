import { contactTable } from '../functions/_shared/aws/contact-table.ts';
import type { AuditLine } from '../functions/_shared/domain/audit.ts';
import type { Connection } from './connection.ts';

/** Contact id → `Ann Lee <ann@example.org>`. An erased person is missing; the id is shown instead. */
export type Names = ReadonlyMap<string, string>;

const contactId = /\bc[a-z2-7]{26}\b/g;

/** The names of the people whose ids occur in the audit lines, as far as the newsroom still knows them. */
export async function namesOf({ table }: Connection, lines: readonly AuditLine[]): Promise<Names> {
  const ids = lines.flatMap(
    ({ subject, by, reason }) => `${subject} ${by} ${reason ?? ''}`.match(contactId) ?? [],
  );
  if (ids.length === 0) return new Map();
  const cards = await contactTable(table).readCards(ids);
  return new Map([...cards].map(([id, { name, email }]) => [id, name ? `${name} <${email}>` : email]));
}

/** `RELEASE#forum` → `release forum`, `CONTACT#c…` → `contact Ann Lee <ann@example.org>`. */
export function subjectInWords(subject: string, names: Names): string {
  const [kind = '', ...rest] = subject.split('#');
  return contactsNamed([kind.toLowerCase(), rest.join('#')].filter(Boolean).join(' '), names);
}

export function contactsNamed(text: string, names: Names): string {
  return text.replace(contactId, (id) => names.get(id) ?? id);
}
