import type { ContactTable } from '../_shared/aws/contact-table.ts';
import type { Instant } from '../_shared/domain/report.ts';
import { type Dependencies as EditDependencies, setOwnFields } from '../_shared/lists/edit-contact.ts';
import type { Wishes } from './preferences-page.ts';

export type Dependencies = EditDependencies & Pick<ContactTable, 'readStanding' | 'setWishes'>;

/** Saves a person's own choices: lists and pause in the standing, beats and languages on the card. */
export async function saveWishes(
  dependencies: Dependencies,
  contactId: string,
  { beats, languages, leftLists, pausedUntil }: Wishes,
  at: Instant,
): Promise<void> {
  const before = await dependencies.readStanding(contactId);
  await dependencies.setWishes(contactId, { leftLists, pausedUntil });
  const was = { leftLists: before.leftLists, pausedUntil: before.pausedUntil };
  const is = { leftLists, pausedUntil };
  if (JSON.stringify(was) !== JSON.stringify(is))
    await dependencies.appendAudit({
      subject: `CONTACT#${contactId}`,
      at,
      by: 'contact',
      act: 'set-wishes',
      reason: null,
      before: was,
      after: is,
    });
  await setOwnFields(dependencies, {
    contactId,
    email: null,
    by: 'contact',
    act: 'set-preferences',
    at,
    change: () => ({ beats, languages }),
  });
}
