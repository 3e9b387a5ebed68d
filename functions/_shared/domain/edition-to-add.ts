import type { RecipientState } from './delivery.ts';
import type { Language } from './newsroom.ts';
import {
  type AddedReader,
  isOpen,
  type Live,
  type PlannedEdition,
  type Release,
  undecided,
} from './release-life.ts';
import type { Instant } from './report.ts';

/** Why one more reader gets nothing, and what to do. */
export interface AddRefusal {
  code:
    | 'killed'
    | 'undecided-version'
    | 'other-version'
    | 'not-approved'
    | 'not-planned'
    | 'no-such-contact'
    | 'suppressed'
    | 'already-has-it'
    | 'not-sent-yet'
    | 'not-accredited'
    | 'full';
  message: string;
}

/** What is known about a contact to whom somebody wants to send a release. */
export interface OneMore {
  addedContact: string;
  isAccredited: boolean;
  /** Why nothing may be sent to this contact, whatever the release. */
  barred: AddRefusal | null;
  /** What the deliveries of the live version say about them; null if they are in none. */
  has: { edition: PlannedEdition['edition']; state: RecipientState } | null;
  isInAudience: boolean;
  language: Language;
  list: string;
  /** Holders of the embargoed edition of this version get a lift notice. */
  liftNotice: boolean;
}

export type EditionToAdd =
  | { ok: true; edition: 'embargoed' | 'general' }
  | { ok: false; refusal: AddRefusal };

/** So many fit into the head, which every window reads. */
export const mostAdded = 50;
/** Seconds. The lift notice and the general edition are armed two minutes before the embargo, for those who hold it. */
const embargoedEndsBefore = 180;
/** States in which someone does not have an edition and will not get it by itself. */
const without = new Set<RecipientState>(['left-out', 'bounced']);
export const isWithout = (state: RecipientState): boolean => without.has(state);

/** The edition of the live version that one more reader may have now, or the reason why they get nothing. */
export function editionToAdd(
  release: Release,
  one: OneMore & { version: number },
  now: Instant,
): EditionToAdd {
  const { live, killed, added } = release;
  const waiting = undecided(release);
  if (killed) return no('killed', 'This release was killed: nobody gets it any more.');
  if (!live)
    return no(
      'not-approved',
      'It has not been approved. Whoever is on its lists when it is composed gets it.',
    );
  if (waiting)
    return no(
      'undecided-version',
      `Version ${waiting.version} waits for a decision, and nothing of this release goes out until then. Approve it or cancel it first.`,
    );
  if (live.version !== one.version)
    return no('other-version', `Version ${live.version} has taken the place of ${one.version}. Look again.`);
  if (one.barred) return { ok: false, refusal: one.barred };
  const edition = isReached(generalOf(live), now) ? 'general' : 'embargoed';
  const had = wordsForHad(one) ?? wordsForAdded(release, one, edition);
  if (had) return no('already-has-it', had);
  const refusal = whyNotYet(release, live, one, now);
  if (refusal) return no(refusal.code, refusal.message);
  if (added.length >= mostAdded)
    return no(
      'full',
      `${mostAdded} readers were added to this release one by one, and no more fit. Put further ones on one of its lists and drop a new version.`,
    );
  return { ok: true, edition };
}

function no(code: AddRefusal['code'], message: string): EditionToAdd {
  return { ok: false, refusal: { code, message } };
}

/** How they have it, or why they will get it without being added. */
function wordsForHad({ has }: OneMore): string | null {
  if (has?.state === 'refused')
    return `SES refused the ${has.edition} edition to them. Once the cause is removed, put it back: npx dateline settle.`;
  if (has && !isWithout(has.state))
    return wasSent.has(has.state)
      ? `They have it already: the ${has.edition} edition is ${has.state}.`
      : `They are among the readers of the ${has.edition} edition (${has.state}), so they get it without you.`;
  return null;
}

/** Nobody is added twice for one edition: its delivery to them exists. */
function wordsForAdded(
  { added }: Release,
  { addedContact, version }: OneMore & { version: number },
  edition: AddedReader['edition'],
): string | null {
  const own = added.find(
    (one) =>
      one.addedContact === addedContact &&
      one.version === version &&
      (one.edition === edition || isOpen(one) || one.state === 'overdue'),
  );
  return own ? `It was sent to them before: the ${own.edition} edition is ${own.state}.` : null;
}

const wasSent = new Set<RecipientState>(['sent', 'delivered', 'complained']);

function whyNotYet(release: Release, live: Live, one: OneMore, now: Instant): AddRefusal | null {
  const general = generalOf(live);
  if (isReached(general, now)) return general ? whyNotGoing(general, one) : null;
  const { embargo, sendAt } = live;
  if (embargo === null || release.broken || Date.parse(embargo) <= Date.parse(now)) return notYet(one);
  if (!one.isAccredited)
    return {
      code: 'not-accredited',
      message: `It is under embargo, and they are not accredited. ${one.isInAudience ? 'They get it when the embargo lifts.' : 'They are not among its readers: send it to them after the embargo has lifted.'} To send it now, accredit them.`,
    };
  const early = live.editions.find(({ edition }) => edition === 'embargoed');
  if (early?.state === 'planned' || early?.state === 'overdue') return notYet(one);
  if (!early && sendAt !== null && Date.parse(sendAt) > Date.parse(now)) return notYet(one);
  if (Date.parse(embargo) - Date.parse(now) < embargoedEndsBefore * 1000)
    return {
      code: 'not-sent-yet',
      message: `Its embargo lifts within minutes. ${fate(one)}`,
    };
  return null;
}

/** The general edition is due. Null if it is being sent or was sent. */
function whyNotGoing({ state }: PlannedEdition, one: OneMore): AddRefusal | null {
  if (state === 'armed' || state === 'sent') return null;
  if (state === 'stopped') return { code: 'not-planned', message: 'This version was stopped.' };
  if (state === 'planned') return notYet(one);
  return {
    code: 'not-sent-yet',
    message: 'It is overdue and waits for a person. Approve it again, or cancel it, first.',
  };
}

function notYet(one: OneMore): AddRefusal {
  return { code: 'not-sent-yet', message: `Nothing of it has been sent yet. ${fate(one)}` };
}

function fate({ isInAudience }: OneMore): string {
  return isInAudience
    ? 'They are among its readers and get it with the others.'
    : 'They are not among its readers: send it to them once it has gone out.';
}

function generalOf({ editions }: Live): PlannedEdition | null {
  return editions.find(({ edition }) => edition === 'general') ?? null;
}

function isReached(general: PlannedEdition | null, now: Instant): boolean {
  return general !== null && Date.parse(general.dueAt) <= Date.parse(now);
}
