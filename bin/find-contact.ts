import { readAddress } from '../functions/_shared/domain/address.ts';
import { contactIdSchema } from '../functions/_shared/domain/contact.ts';
import { connectPeople, type People } from '../functions/_shared/lists/connect-people.ts';
import { type CommandIo, UsageError } from './command.ts';
import type { Connection } from './connection.ts';

export interface Found {
  connection: Connection;
  people: People;
  contactId: string;
  at: string;
}

/** Connects to the newsroom and finds the contact id for an address (or an id). */
export async function findContact(io: CommandIo, written: string): Promise<Found> {
  const address = readAddress(written);
  const id = contactIdSchema.safeParse(written);
  if (!id.success && !('email' in address)) throw new UsageError(`"${written}" is no email address`);
  const connection = await io.connect();
  const people = await connectPeople(connection);
  const contactId = 'email' in address ? people.contactIdOf(address.email) : written;
  return { connection, people, contactId, at: connection.now().toISOString() };
}
