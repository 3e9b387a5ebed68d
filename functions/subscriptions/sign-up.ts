import type { ContactTable } from '../_shared/aws/contact-table.ts';
import type { ListTable } from '../_shared/aws/list-table.ts';
import type { SignUpTable } from '../_shared/aws/sign-up-table.ts';
import type { LinkClaims } from '../_shared/domain/link-token.ts';
import type { Measure } from '../_shared/domain/metrics.ts';
import type { Notice } from '../_shared/domain/notice.ts';
import { confirmWithinSeconds, type SignUp } from '../_shared/domain/sign-up.ts';
import type { SignUpLimit, SignUpLimits } from '../_shared/domain/sign-up-limit.ts';

export type SignUpForm = Pick<SignUp, 'email' | 'name' | 'outlet' | 'role' | 'beats' | 'language' | 'list'>;

export interface Dependencies
  extends Pick<ContactTable, 'readStanding'>,
    Pick<SignUpTable, 'countSignUp' | 'isLimitReached' | 'readSignUp' | 'putSignUp'>,
    Pick<ListTable, 'titleOfList'> {
  contactIdOf: (email: string) => string;
  limits: SignUpLimits;
  hoursBetweenConfirmations: number;
  /** Too many confirmations bounced: nobody is sent one before this instant. Null if they are sent. */
  stoppedUntil: () => Promise<Date | null>;
  confirmUrl: (claims: LinkClaims) => string;
  sendNotice: (noticeId: string, to: { email: string; contactId: string }, notice: Notice) => Promise<void>;
  newNonce: () => string;
  measure: Measure;
}

/**
 * `too-many`: no more sign-ups are accepted now, from this network or from anybody. `until`: when they are accepted
 * again.
 */
export type SignUpOutcome = { kind: 'taken' } | { kind: 'too-many'; until: Date };

/**
 * Accepts a sign-up and mails the link that confirms it. The outcome does not depend on the address: the form does not
 * reveal whether it is on the lists, or how often it was entered. The only other outcome is that too many sign-ups came,
 * which is decided before anybody looks at the address. No mail is sent to an address that bounced or complained, or
 * that an admin suppressed. People who left may come back.
 */
export async function signUp(
  dependencies: Dependencies,
  form: SignUpForm,
  sourceIp: string | null,
  now: Date,
): Promise<SignUpOutcome> {
  const outcome = await takeSignUp(dependencies, form, sourceIp, now);
  dependencies.measure(outcome.kind === 'taken' ? { SignUps: 1 } : { SignUpsRefused: 1 });
  return outcome;
}

async function takeSignUp(
  dependencies: Dependencies,
  form: SignUpForm,
  sourceIp: string | null,
  now: Date,
): Promise<SignUpOutcome> {
  const { limits, countSignUp } = dependencies;
  const until = await dependencies.stoppedUntil();
  if (until) return { kind: 'too-many', until };
  const network = limits.ofNetwork(sourceIp, now);
  if (!(await countSignUp(network))) return { kind: 'too-many', until: network.until };
  const all = limits.ofNewsroom(now);
  if (await dependencies.isLimitReached(all)) return { kind: 'too-many', until: all.until };
  await mailConfirmation(dependencies, form, network, now);
  return { kind: 'taken' };
}

async function mailConfirmation(
  dependencies: Dependencies,
  form: SignUpForm,
  network: SignUpLimit,
  now: Date,
): Promise<void> {
  const contactId = dependencies.contactIdOf(form.email);
  const { suppressed } = await dependencies.readStanding(contactId);
  if (suppressed && suppressed.reason !== 'unsubscribed' && suppressed.reason !== 'erased') return;
  const { limits, countSignUp } = dependencies;
  const notSince = new Date(now.getTime() - dependencies.hoursBetweenConfirmations * 3_600_000).toISOString();
  // A second press of the button does not use up a mail of the day.
  const before = await dependencies.readSignUp(contactId);
  if (before && before.requestedAt >= notSince) return;
  // The mailbox first: what is refused to one mailbox does not use up the number that everybody shares.
  const mailbox = limits.ofMailbox(form.email, now);
  for (const limit of [mailbox, limits.ofNewsroom(now)]) if (!(await countSignUp(limit))) return;
  const nonce = dependencies.newNonce();
  const kept = await dependencies.putSignUp(
    {
      ...form,
      contactId,
      nonce,
      counters: [mailbox.counter, network.counter],
      requestedAt: now.toISOString(),
      confirmedAt: null,
    },
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
