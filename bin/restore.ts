import { ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { auditStore } from '../functions/_shared/aws/audit-store.ts';
import { bucketObjects } from '../functions/_shared/aws/bucket.ts';
import { deliveryTable } from '../functions/_shared/aws/delivery-table.ts';
import { keysIn } from '../functions/_shared/aws/keys.ts';
import { paceTable } from '../functions/_shared/aws/pace-table.ts';
import { recipientsFile } from '../functions/_shared/aws/recipients-file.ts';
import type { AuditLine } from '../functions/_shared/domain/audit.ts';
import { whenInWords } from '../functions/_shared/domain/when-in-words.ts';
import { connectPeople } from '../functions/_shared/lists/connect-people.ts';
import { eraseContact } from '../functions/_shared/lists/erase-contact.ts';
import { armedDeliveries } from '../functions/_shared/restore/armed-deliveries.ts';
import { type HeldDelivery, holdDeliveries } from '../functions/_shared/restore/hold-deliveries.ts';
import { type Repeated, repeatRestrictions } from '../functions/_shared/restore/repeat-restrictions.ts';
import { type CommandIo, defineCommand, Refusal, UsageError } from './command.ts';
import type { Connection } from './connection.ts';

/** Milliseconds. The line of an act is dated a little before its write. */
const beforeRestorePoint = 60_000;

export const restore = defineCommand({
  usage: 'restore --table NAME --since INSTANT [--by NAME]',
  summary: 'prepare a table that was restored from a backup, before the newsroom uses it',
  options: {
    table: { type: 'string', value: 'NAME', about: 'the restored table' },
    since: { type: 'string', value: 'INSTANT', about: 'the restore point, as 2026-06-12T07:00:00Z' },
  },
  examples: ['restore --table dateline-restored --since 2026-06-12T07:00:00Z'],
  positionals: { atLeast: 0, atMost: 0 },
  async run({ values: { table: name, since: written = '' }, io }) {
    if (!name) throw new UsageError('say which table: --table NAME');
    const point = Date.parse(written);
    if (!/(Z|[+-]\d{2}:\d{2})$/.test(written) || Number.isNaN(point))
      throw new UsageError('--since is the restore point, with its zone: 2026-06-12T07:00:00Z');
    const connected = await io.connect();
    const table = { ...connected.table, name };
    // The connection's own keys look into the lost table too.
    const keys = keysIn(connected.keySecret, table, Date.now);
    const connection = { ...connected, table, keys };
    await pauseTable(connection, written);
    const held = await holdDeliveries({
      ...deliveryTable(connection.table),
      ...recipientsFile(connection.bucket, ['store/deliveries/']),
      armedDeliveries: () => armedDeliveries(bucketObjects(connection.bucket)),
      now: connection.now,
    });
    const people = await connectPeople(connection);
    const restrictions = await repeatRestrictions(
      {
        ...people,
        erase: (contactId) =>
          eraseContact(people, { contactId, by: connection.by, at: connection.now().toISOString() }),
      },
      new Date(point - beforeRestorePoint),
    );
    await appendLine(connection, { table: name, since: written }, held, restrictions);
    say(io, connection, held, restrictions, name);
    return 0;
  },
});

/** Nothing may be sent of the restored table before a person has looked. Refuses if there is no such table. */
async function pauseTable({ table, by, now }: Connection, point: string): Promise<void> {
  const reason = `restored to ${point}`;
  const pause = { by, since: now().toISOString(), until: null, reason, everything: true };
  try {
    await paceTable(table).setPause(pause);
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    throw new Refusal(
      `There is no table ${table.name} here. Restore it first: docs/aws.md, “Restoring a table”.`,
    );
  }
}

async function appendLine(
  { bucket, by, now }: Connection,
  point: { table: string; since: string },
  held: readonly HeldDelivery[],
  { repeated }: Repeated,
): Promise<void> {
  await auditStore(bucket).appendAudit({
    subject: 'NEWSROOM',
    at: now().toISOString(),
    by,
    act: 'restore',
    reason: null,
    before: null,
    after: { ...point, deliveriesHeld: held.length, restrictionsRepeated: repeated },
  });
}

function say(
  io: CommandIo,
  { newsroom }: Connection,
  held: readonly HeldDelivery[],
  { repeated, toRepeat }: Repeated,
  table: string,
): void {
  io.say(
    `${io.style.good('✓')} all sending of ${table} is paused. ${repeated} restrictions are in force again.`,
  );
  if (held.length > 0) io.say('\nMay have been sent after the restore point, and are held:');
  for (const { deliveryId, held: count } of held)
    io.record(
      { deliveryId, held: count },
      () =>
        `  ${deliveryId}: ${count} recipients. Decide: npx dateline settle ${deliveryId} --as sent|resend`,
    );
  if (toRepeat.length > 0)
    io.say('\nDone after the restore point, and not in the table. Repeat what still counts:');
  for (const line of toRepeat) io.record({ toRepeat: line }, () => `  ${lineInWords(line, newsroom.zone)}`);
  io.say(
    `\nNow set table: '${table}' in infra/configuration.ts and deploy, drop and approve again what was dropped since, settle what is held, then: npx dateline resume`,
  );
}

function lineInWords({ at, by, act, subject, reason }: AuditLine, zone: string): string {
  return `${whenInWords(at, zone)}  ${act} ${subject} by ${by}${reason ? `: ${reason}` : ''}`;
}
