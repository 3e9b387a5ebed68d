import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { goodStanding, type Standing, standingSchema } from '../domain/contact.ts';
import { shardOf } from './id-shards.ts';
import { upgraded } from './item-version.ts';
import type { Table } from './table.ts';
import { type Condition, type Update, updateItem } from './write-items.ts';

export const standingKey = (contactId: string) => ({ pk: `CONTACT#${contactId}`, sk: 'STANDING' });

/** Each update writes only its own attributes, so an item may lack the others. */
export function toStanding(item: Record<string, AttributeValue>): Standing {
  const contactId = (item.pk?.S ?? '').slice('CONTACT#'.length);
  return standingSchema.parse({ ...goodStanding(contactId), ...upgraded(unmarshall(item)) });
}

export interface StandingUpdate extends Condition {
  /** Part of DynamoDB's update expression: `a = :a, b = :b`. */
  set?: string;
  /** The rest of the update expression: `REMOVE c`, `ADD d :one`. */
  also?: string;
}

/** Updates or creates a standing. False if the condition was not met. */
export function updateStanding(table: Table, contactId: string, update: StandingUpdate): Promise<boolean> {
  return updateItem(table, standingKey(contactId), indexed(contactId, update));
}

/** What every write of a standing sets: the id, and its position in the index that `streamStandings` reads. */
export function indexed(contactId: string, { set, also, values, ...condition }: StandingUpdate): Update {
  const sets = ['contactId = :id', 'gsi1pk = :index', 'gsi1sk = :id', ...(set ? [set] : [])];
  return {
    ...condition,
    update: [`SET ${sets.join(', ')}`, ...(also ? [also] : [])].join(' '),
    values: { ':id': contactId, ':index': `STANDINGS#${shardOf(contactId)}`, ...values },
  };
}

/**
 * Written before the card, so that every later claim finds the mark: the claim of a send reads all standings with
 * strong consistency, but cards only of contacts who left something.
 */
export async function noteTakenOff(table: Table, contactId: string): Promise<void> {
  await updateStanding(table, contactId, { set: 'wasTakenOff = :yes', values: { ':yes': true } });
}
