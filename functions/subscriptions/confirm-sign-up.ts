import type { ContactTable } from '../_shared/aws/contact-table.ts';
import type { ListTable } from '../_shared/aws/list-table.ts';
import type { SignUpTable } from '../_shared/aws/sign-up-table.ts';
import { confirmWithinSeconds, type SignUp } from '../_shared/domain/sign-up.ts';
import { type Dependencies as EditDependencies, setOwnFields } from '../_shared/lists/edit-contact.ts';
import { titleOf } from '../_shared/lists/list-name.ts';

export type Dependencies = EditDependencies &
  Pick<SignUpTable, 'readSignUp' | 'confirmSignUp'> &
  Pick<ListTable, 'registerList'> &
  Pick<ContactTable, 'readStanding' | 'resubscribe' | 'setWishes'>;

/**
 * The sign-up that a link's nonce confirms. Null if there is none, if a newer one has replaced it, or if it is too old.
 */
export async function findSignUp(
  { readSignUp }: Pick<Dependencies, 'readSignUp'>,
  contactId: string,
  nonce: string,
  now: Date,
): Promise<SignUp | null> {
  const found = await readSignUp(contactId);
  if (!found || found.nonce !== nonce) return null;
  return now.getTime() - Date.parse(found.requestedAt) <= confirmWithinSeconds * 1000 ? found : null;
}

/**
 * Puts a confirmed sign-up on its list. Writes the card first, then the standing, then the mark that it is done: after
 * a crash in between, the link can be used again. A second use after that changes nothing, because the person may have
 * left meanwhile.
 */
export async function confirmSignUp(dependencies: Dependencies, signUp: SignUp, now: Date): Promise<void> {
  if (signUp.confirmedAt) return;
  const { contactId, list } = signUp;
  const at = now.toISOString();
  // A list that only has people who signed up is registered nowhere else.
  await dependencies.registerList({ list, title: titleOf(list), createdAt: at });
  await setOwnFields(dependencies, {
    contactId,
    email: signUp.email,
    by: 'contact',
    act: 'confirm-sign-up',
    at,
    change: (card) => ({
      name: signUp.name ?? card.name,
      outlet: signUp.outlet ?? card.outlet,
      role: signUp.role ?? card.role,
      beats: [...new Set([...card.beats, ...signUp.beats])],
      languages: [signUp.language, ...card.languages.filter((language) => language !== signUp.language)],
      lists: [...new Set([...card.lists, list])],
      consent: {
        source: 'sign-up',
        at,
        evidence: `asked ${signUp.requestedAt}, confirmed by the link mailed to the address`,
      },
    }),
  });
  const standing = await dependencies.readStanding(contactId);
  if (standing.suppressed) await dependencies.resubscribe(contactId);
  if (standing.leftLists.includes(list))
    await dependencies.setWishes(contactId, {
      pausedUntil: standing.pausedUntil,
      leftLists: standing.leftLists.filter((left) => left !== list),
    });
  await dependencies.confirmSignUp(contactId, at);
}
