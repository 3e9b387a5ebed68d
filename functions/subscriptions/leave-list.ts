import type { AuditStore } from '../_shared/aws/audit-store.ts';
import type { ContactTable } from '../_shared/aws/contact-table.ts';
import type { Instant } from '../_shared/domain/report.ts';

/** Removes a person from one list at their own wish, and writes one line to the audit trail. */
export async function leaveList(
  dependencies: Pick<ContactTable, 'leaveList'> & Pick<AuditStore, 'appendAudit'>,
  contactId: string,
  list: string,
  at: Instant,
): Promise<void> {
  if (!(await dependencies.leaveList(contactId, list))) return;
  await dependencies.appendAudit({
    subject: `CONTACT#${contactId}`,
    at,
    by: 'contact',
    act: 'leave-list',
    reason: null,
    before: null,
    after: { list },
  });
}
