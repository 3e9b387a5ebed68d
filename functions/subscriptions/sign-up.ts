import type { Standing } from '../_shared/domain/contact.ts';
import type { LinkClaims } from '../_shared/domain/link-token.ts';
import type { Notice } from '../_shared/domain/notice.ts';
import type { Instant } from '../_shared/domain/report.ts';
import { confirmWithinSeconds, type SignUp } from '../_shared/domain/sign-up.ts';

export interface Dependencies {
  contactIdOf: (email: string) => string;
  readStanding: (contactId: string) => Promise<Standing>;
  /** False when the same address signed up after `notSince`. */
  putSignUp: (signUp: SignUp, notSince: Instant, expiresAt: Date) => Promise<boolean>;
  titleOfList: (list: string) => Promise<string>;
  confirmUrl: (claims: LinkClaims) => string;
  sendNotice: (noticeId: string, to: { email: string; contactId: string }, notice: Notice) => Promise<void>;
  newNonce: () => string;
}

/** The form can be made to write to a stranger; not more often than this. */
const quietMilliseconds = 10 * 60 * 1000;

/**
 * Takes a sign-up and mails the link that confirms it. The caller answers the same whatever happens here: nobody
 * learns from the form whether an address is on the lists. No mail goes to an address that bounced or complained, or
 * that an admin suppressed; people who left themselves may come back.
 */
export async function signUp(
  dependencies: Dependencies,
  form: Pick<SignUp, 'email' | 'name' | 'outlet' | 'role' | 'beats' | 'language' | 'list'>,
  now: Date,
): Promise<void> {
  const contactId = dependencies.contactIdOf(form.email);
  const { suppressed } = await dependencies.readStanding(contactId);
  if (suppressed && suppressed.reason !== 'unsubscribed' && suppressed.reason !== 'erased') return;
  const nonce = dependencies.newNonce();
  const kept = await dependencies.putSignUp(
    { ...form, contactId, nonce, requestedAt: now.toISOString(), confirmedAt: null },
    new Date(now.getTime() - quietMilliseconds).toISOString(),
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
