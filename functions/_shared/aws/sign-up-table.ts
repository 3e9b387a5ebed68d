import * as z from 'zod';
import type { Instant } from '../domain/report.ts';
import { type SignUp, signUpSchema } from '../domain/sign-up.ts';
import type { SignUpLimit } from '../domain/sign-up-limit.ts';
import { batchGet } from './batch-get.ts';
import { fromItem } from './item.ts';
import { readItem } from './read-items.ts';
import type { Table } from './table.ts';
import { deleteItem, putItem, updateItem } from './write-items.ts';

const keyOf = (contactId: string) => ({ pk: `SIGNUP#${contactId}`, sk: 'SIGNUP' });

const countKeyOf = (counter: string) => ({ pk: `SIGNUPS#${counter}`, sk: 'COUNT' });
const countSchema = z.object({ signUps: z.number() });

export type SignUpTable = ReturnType<typeof signUpTable>;

export function signUpTable(table: Table) {
  return {
    readSignUp: (contactId: string): Promise<SignUp | null> =>
      readItem(table, keyOf(contactId), signUpSchema),

    /** Those of these contacts who have signed up, confirmed or not. Strongly consistent. */
    async readSignUps(contactIds: readonly string[]): Promise<Set<string>> {
      const items = await batchGet(table, [...new Set(contactIds)].map(keyOf));
      return new Set(items.map((item) => fromItem(signUpSchema, item).contactId));
    },

    /**
     * Stores a sign-up until it is confirmed or expires. False if there is one for the same address that is newer than
     * `notSince`.
     */
    putSignUp(signUp: SignUp, notSince: Instant, expiresAt: Date): Promise<boolean> {
      const expires = { expiresAt: Math.floor(expiresAt.getTime() / 1000) };
      return putItem(
        table,
        { ...keyOf(signUp.contactId), ...signUp, ...expires },
        {
          condition: 'attribute_not_exists(pk) OR requestedAt < :notSince',
          values: { ':notSince': notSince },
        },
      );
    },

    ...counting(table),

    async confirmSignUp(contactId: string, at: Instant): Promise<void> {
      await updateItem(table, keyOf(contactId), {
        update: 'SET confirmedAt = :at',
        values: { ':at': at },
      });
    },

    async deleteSignUp(contactId: string): Promise<void> {
      await deleteItem(table, keyOf(contactId));
    },
  };
}

function counting(table: Table) {
  return {
    /** Adds one to a limited counter. False, without counting, if the limit is reached. */
    countSignUp: ({ counter, most, until }: SignUpLimit): Promise<boolean> =>
      updateItem(table, countKeyOf(counter), {
        update: 'SET expiresAt = :expiresAt ADD signUps :one',
        condition: 'attribute_not_exists(signUps) OR signUps < :most',
        values: { ':one': 1, ':most': most, ':expiresAt': Math.ceil(until.getTime() / 1000) },
      }),

    async isLimitReached({ counter, most }: SignUpLimit): Promise<boolean> {
      const counted = await readItem(table, countKeyOf(counter), countSchema);
      return counted !== null && counted.signUps >= most;
    },

    /**
     * The mailbox and the network behind a sign-up get no more mail until their counters start again. False if the
     * mailbox had none left already.
     */
    async exhaustLimits(contactId: string): Promise<boolean> {
      const signUp = await readItem(table, keyOf(contactId), signUpSchema);
      const [mailbox, ...others] = signUp?.counters ?? [];
      for (const counter of others) await exhaust(table, counter);
      return mailbox === undefined || exhaust(table, mailbox);
    },
  };
}

/** More than any limit. */
const exhausted = Number.MAX_SAFE_INTEGER;

/** False if the counter was exhausted already, or has ended. */
function exhaust(table: Table, counter: string): Promise<boolean> {
  return updateItem(table, countKeyOf(counter), {
    update: 'SET signUps = :exhausted',
    condition: 'signUps < :exhausted',
    values: { ':exhausted': exhausted },
  });
}
