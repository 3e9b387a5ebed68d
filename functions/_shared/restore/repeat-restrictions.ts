import * as z from 'zod';
import type { AuditStore } from '../aws/audit-store.ts';
import type { ContactTable } from '../aws/contact-table.ts';
import type { AuditLine } from '../domain/audit.ts';
import { suppressionReasonSchema } from '../domain/contact.ts';
import { instantSchema } from '../domain/report.ts';

export interface RepeatDependencies
  extends Pick<AuditStore, 'readAuditMonth'>,
    Pick<ContactTable, 'suppress' | 'leaveList' | 'setWishes' | 'revokeAccreditation'> {
  erase: (contactId: string) => Promise<unknown>;
  now: () => Date;
}

export interface Repeated {
  /** Restrictions that are in force again: who left, complained, was erased or lost the accreditation. */
  repeated: number;
  /** What people did after the restore point and the table does not know. A person repeats what still counts. */
  toRepeat: AuditLine[];
}

const suppressedSchema = z.object({ suppressed: suppressionReasonSchema });
const listSchema = z.object({ list: z.string() });
const wishesSchema = z.object({ leftLists: z.array(z.string()), pausedUntil: instantSchema.nullable() });

/** The pipeline's own steps: they follow again from what people do. */
const stages = new Set([
  'accept-release',
  'compose-emails',
  'arm-delivery',
  'send-emails',
  'track-delivery',
  'watch',
]);
/** Acts that the restored table needs no more. */
const ofNoAccount = new Set([
  'pause-sending',
  'end-pause',
  'resume-sending',
  'redrive',
  'restore',
  'rotate-keys',
  'forget-keys',
]);

/**
 * Repeats what must never be lost, from the audit trail, which lies outside the table: who unsubscribed, complained, was
 * erased, left a list or lost the accreditation after `since`. It only ever takes people out.
 */
export async function repeatRestrictions(dependencies: RepeatDependencies, since: Date): Promise<Repeated> {
  const all: Repeated = { repeated: 0, toRepeat: [] };
  for (const month of monthsBetween(since, dependencies.now()))
    for await (const line of dependencies.readAuditMonth(month)) {
      if (Date.parse(line.at) < since.getTime()) continue;
      if (await repeat(dependencies, line)) all.repeated += 1;
      else if (!ofNoAccount.has(line.act) && !stages.has(line.by)) all.toRepeat.push(line);
    }
  return all;
}

/** False if the act is none that only takes people out. */
async function repeat(dependencies: RepeatDependencies, line: AuditLine): Promise<boolean> {
  const { subject, act, at, after } = line;
  const [kind, contactId] = subject.split('#');
  if (kind !== 'CONTACT' || !contactId) return false;
  switch (act) {
    case 'unsubscribe':
    case 'suppress': {
      const { suppressed } = suppressedSchema.parse(after);
      await dependencies.suppress(contactId, suppressed, line.reason ?? 'restored', at);
      return true;
    }
    case 'erase':
      await dependencies.erase(contactId);
      return true;
    case 'leave-list':
      await dependencies.leaveList(contactId, listSchema.parse(after).list);
      return true;
    case 'set-wishes':
      await dependencies.setWishes(contactId, wishesSchema.parse(after));
      return true;
    case 'revoke-accreditation':
      await dependencies.revokeAccreditation(contactId);
      return true;
    default:
      return false;
  }
}

/** `2026-01`, `2026-02` … */
function monthsBetween(from: Date, to: Date): string[] {
  const months: string[] = [];
  const month = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth()));
  for (; month <= to; month.setUTCMonth(month.getUTCMonth() + 1))
    months.push(month.toISOString().slice(0, 7));
  return months;
}
