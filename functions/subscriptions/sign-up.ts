import type { ContactTable } from '../_shared/aws/contact-table.ts';
import type { ListTable } from '../_shared/aws/list-table.ts';
import type { SignUpTable } from '../_shared/aws/sign-up-table.ts';
import type { LinkClaims } from '../_shared/domain/link-token.ts';
import type { Notice } from '../_shared/domain/notice.ts';
import { confirmWithinSeconds, type SignUp } from '../_shared/domain/sign-up.ts';
import type { SignUpLimit } from '../_shared/domain/sign-up-limit.ts';

export type SignUpForm = Pick<SignUp, 'email' | 'name' | 'outlet' | 'role' | 'beats' | 'language' | 'list'>;

export interface Dependencies
  extends Pick<ContactTable, 'readStanding'>,
    Pick<SignUpTable, 'countSignUp' | 'readSignUp' | 'putSignUp'>,
    Pick<ListTable, 'titleOfList'> {
  contactIdOf: (email: string) => string;
  limitOfNetwork: (sourceIp: string | null, now: Date) => SignUpLimit;
  limitOfMailbox: (email: string, now: Date) => SignUpLimit;
  confirmUrl: (claims: LinkClaims) => string;
  sendNotice: (noticeId: string, to: { email: string; contactId: string }, notice: Notice) => Promise<void>;
  newNonce: () => string;
}

/** `too-many`: too many sign-ups came from this network. `until`: when the next one is accepted. */
export type SignUpOutcome = { kind: 'taken' } | { kind: 'too-many'; until: Date };

/** The form can be abused to send mail to a stranger, so it sends at most one per this time. */
const quietMilliseconds = 10 * 60 * 1000;

/**
 * Accepts a sign-up and mails the link that confirms it. The outcome does not depend on the address: the form does not
 * reveal whether it is on the lists, or how often it was entered. The only other outcome is that too many sign-ups came
 * from one network. No mail is sent to an address that bounced or complained, or that an admin suppressed. People who
 * left may come back.
 */
export async function signUp(
  dependencies: Dependencies,
  form: SignUpForm,
  sourceIp: string | null,
  now: Date,
): Promise<SignUpOutcome> {
  const network = dependencies.limitOfNetwork(sourceIp, now);
  if (!(await dependencies.countSignUp(network))) return { kind: 'too-many', until: network.until };
  await mailConfirmation(dependencies, form, now);
  return { kind: 'taken' };
}

async function mailConfirmation(dependencies: Dependencies, form: SignUpForm, now: Date): Promise<void> {
  const contactId = dependencies.contactIdOf(form.email);
  const { suppressed } = await dependencies.readStanding(contactId);
  if (suppressed && suppressed.reason !== 'unsubscribed' && suppressed.reason !== 'erased') return;
  const notSince = new Date(now.getTime() - quietMilliseconds).toISOString();
  // A second press of the button does not use up a mail of the day.
  const before = await dependencies.readSignUp(contactId);
  if (before && before.requestedAt >= notSince) return;
  if (!(await dependencies.countSignUp(dependencies.limitOfMailbox(form.email, now)))) return;
  const nonce = dependencies.newNonce();
  const kept = await dependencies.putSignUp(
    { ...form, contactId, nonce, requestedAt: now.toISOString(), confirmedAt: null },
    notSince,
    new Date(now.getTime() + confirmWithinSeconds * 1000),
  );
  if (!kept) return;
  await dependencies.sendNotice(
    `confirm-${contactId}-${nonce}`,
    { email: form.email, contactId },
    {
      kind: 'confirm',
      language: form.language,
      listName: await dependencies.titleOfList(form.list),
      confirmUrl: dependencies.confirmUrl({ contact: contactId, scope: nonce, release: '' }),
    },
  );
}
