import type { AuditTable } from '../_shared/aws/audit-table.ts';
import type { ContactTable } from '../_shared/aws/contact-table.ts';
import type { Instant } from '../_shared/domain/report.ts';

/** Takes a person off one list at their own wish, and says so in the trail once. */
export async function leaveList(
  dependencies: Pick<ContactTable, 'leaveList'> & Pick<AuditTable, 'appendAudit'>,
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
