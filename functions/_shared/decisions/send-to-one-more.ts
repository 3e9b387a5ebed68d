import type { AuditStore } from '../aws/audit-store.ts';
import type { ContactTable } from '../aws/contact-table.ts';
import type { DeliveryTable } from '../aws/delivery-table.ts';
import type { RecipientFinder } from '../aws/find-recipient.ts';
import type { ReleaseTable } from '../aws/release-table.ts';
import type { SegmentTable } from '../aws/segment-table.ts';
import { chooseContact } from '../domain/audience-choice.ts';
import { chooseLanguage } from '../domain/choose-language.ts';
import type { Card, Standing } from '../domain/contact.ts';
import { partsOf, type RecipientState } from '../domain/delivery.ts';
import { type AddRefusal, editionToAdd, isWithout, type OneMore } from '../domain/edition-to-add.ts';
import type { Newsroom } from '../domain/newsroom.ts';
import type { Release } from '../domain/release-life.ts';
import type { Refusal } from '../domain/release-moves.ts';
import { deliveryIdOf } from '../domain/release-tag.ts';
import type { Instant } from '../domain/report.ts';
import { accreditContact } from '../lists/accredit-contact.ts';
import { readChoice } from '../lists/read-choice.ts';
import { type LifeDependencies, type MoveOutcome, moveRelease } from './move-release.ts';

export interface OneMoreDependencies
  extends LifeDependencies,
    Pick<ReleaseTable, 'readVersion'>,
    Pick<SegmentTable, 'readSegment'>,
    Pick<ContactTable, 'readCard' | 'readStanding' | 'accredit'>,
    Pick<DeliveryTable, 'readDelivery' | 'readRecord'>,
    Pick<AuditStore, 'appendAudit'>,
    RecipientFinder {
  newsroom: Pick<Newsroom, 'defaultLanguage' | 'defaultList' | 'embargoTerms'>;
}

export interface Asked {
  releaseId: string;
  contactId: string;
  /** Treat them as accredited, because they will be when it is sent. */
  isToBeAccredited: boolean;
}

/** What one more reader would get now. */
export interface Offer extends OneMore {
  version: number;
  edition: 'embargoed' | 'general';
  card: Card;
}

export type Offered = { ok: true; offer: Offer } | { ok: false; refusal: Refusal };

const noRelease: Refusal = { code: 'no-such-release', message: 'There is no such release.' };
const nobody: Refusal = {
  code: 'no-such-contact',
  message: 'This address is on no list. Import them first: npx dateline contacts import.',
};

/** What somebody would get of a release now, or why nothing. Changes nothing. */
export async function offerOneMore(
  dependencies: OneMoreDependencies,
  { releaseId, contactId, isToBeAccredited }: Asked,
): Promise<Offered> {
  const release = await dependencies.readHead(releaseId);
  const card = await dependencies.readCard(contactId);
  if (!release) return { ok: false, refusal: noRelease };
  if (!card) return { ok: false, refusal: nobody };
  const one = await lookUp(dependencies, release, card, isToBeAccredited);
  const version = release.live?.version ?? 0;
  const may = editionToAdd(release, { ...one, version }, dependencies.now().toISOString());
  return may.ok ? { ok: true, offer: { ...one, version, edition: may.edition, card } } : may;
}

/**
 * Sends a release to one more reader: the edition that they were offered, in a delivery of their own. All that forbids
 * it is looked up for the head over which it is written. `evidence`: accredits them first; null if they are not to be
 * accredited.
 */
export async function sendToOneMore(
  dependencies: OneMoreDependencies,
  wanted: {
    releaseId: string;
    contactId: string;
    shown: { version: number; edition: Offer['edition'] };
    evidence: string | null;
    by: string;
  },
): Promise<MoveOutcome> {
  const { releaseId, contactId, shown, evidence, by } = wanted;
  const offered = await offerOneMore(dependencies, {
    releaseId,
    contactId,
    isToBeAccredited: evidence !== null,
  });
  if (!offered.ok) return offered;
  const { card } = offered.offer;
  if (evidence !== null)
    await accreditContact(dependencies, {
      contactId,
      termsVersion: dependencies.newsroom.embargoTerms.version,
      evidence,
      by,
      at: dependencies.now().toISOString(),
    });
  return moveRelease(dependencies, releaseId, async (before) => ({
    ...(before ? await lookUp(dependencies, before, card, false) : offered.offer),
    act: 'add',
    by,
    ...shown,
  }));
}

async function lookUp(
  dependencies: OneMoreDependencies,
  release: Release,
  card: Card,
  isToBeAccredited: boolean,
): Promise<OneMore> {
  const { contactId: addedContact } = card;
  const standing = await dependencies.readStanding(addedContact);
  const now = dependencies.now().toISOString();
  const isAccredited = isToBeAccredited || standing.accreditation !== null;
  const { defaultLanguage: language, defaultList: list } = dependencies.newsroom;
  const unread = { language, list, liftNotice: false, has: null, isInAudience: false };
  if (!release.live) return { addedContact, isAccredited, barred: whyBarred(standing, now), ...unread };
  const { version: number, audience } = release.live;
  const version = await dependencies.readVersion(release.releaseId, number);
  if (!version) throw new Error(`version ${number} of a release that was approved is not there`);
  const [main, ...others] = version.texts.map((text) => text.language);
  const way = await wayTo(dependencies, version.audience, card, standing, now);
  return {
    addedContact,
    isAccredited,
    barred: whyBarred(standing, now) ?? way.barred,
    has: await whatTheyHave(dependencies, release, number, addedContact),
    isInAudience: (await dependencies.findRecipient(audience.recipientsKey, addedContact)) !== null,
    language: main ? chooseLanguage(card.languages, [main, ...others], language) : language,
    list: way.list,
    liftNotice: version.liftNotice,
  };
}

/** Out means out: also for a person whom somebody names. */
function whyBarred({ suppressed, pausedUntil }: Standing, now: Instant): AddRefusal | null {
  if (suppressed)
    return {
      code: 'suppressed',
      message: `They are not written to any more: ${suppressed.reason.replaceAll('-', ' ')}.`,
    };
  if (pausedUntil === null || pausedUntil <= now) return null;
  return { code: 'suppressed', message: `They asked for no mail until ${pausedUntil.slice(0, 10)}.` };
}

/** The list that the mail names: one that brings them into the audience, else the first that they have not left. */
async function wayTo(
  { readSegment, newsroom }: OneMoreDependencies,
  rule: Parameters<typeof readChoice>[2],
  card: Card,
  standing: Standing,
  now: Instant,
): Promise<{ list: string; barred: AddRefusal | null }> {
  const chosen = chooseContact(await readChoice(readSegment, newsroom, rule), card, standing, now);
  if (chosen?.reason === null) return { list: chosen.list, barred: null };
  const left = (message: string): AddRefusal => ({ code: 'suppressed', message });
  if (chosen?.reason === 'left-list')
    return { list: chosen.list, barred: left(`They have left the list ${chosen.list}.`) };
  if (chosen?.reason === 'excluded-by-rule')
    return { list: chosen.list, barred: left('The release itself excludes them.') };
  const list = card.lists.find((name) => !standing.leftLists.includes(name));
  if (list === undefined)
    return {
      list: newsroom.defaultList,
      barred: left('They are on no list any more. Put them on one first.'),
    };
  return { list, barred: null };
}

const editionsWithText = ['embargoed', 'correction', 'general'] as const;

/** What the deliveries of a version say about a contact: first what they have or will get, else what failed. */
async function whatTheyHave(
  dependencies: OneMoreDependencies,
  { releaseId, added }: Release,
  version: number,
  contactId: string,
): Promise<OneMore['has']> {
  const own = added.filter((one) => one.addedContact === contactId && one.version === version);
  const deliveries = [
    ...editionsWithText.map((edition) => ({
      edition,
      deliveryId: deliveryIdOf(releaseId, version, edition),
    })),
    ...own,
  ];
  let failed: OneMore['has'] = null;
  for (const { edition, deliveryId } of deliveries) {
    const state = await stateIn(dependencies, deliveryId, contactId);
    if (state && !isWithout(state)) return { edition, state };
    if (state) failed ??= { edition, state };
  }
  return failed;
}

/** Null if they are not among its recipients. Without a record they are being sent to, or will be. */
async function stateIn(
  { readDelivery, readRecord, findRecipient }: OneMoreDependencies,
  deliveryId: string,
  contactId: string,
): Promise<RecipientState | null> {
  const delivery = await readDelivery(deliveryId);
  if (!delivery || delivery.recipientsKey === '') return null;
  const record = await readRecord(deliveryId, contactId);
  if (record) return record.state;
  for (const { recipientsKey } of partsOf(delivery))
    if (await findRecipient(recipientsKey, contactId))
      return delivery.state === 'stopped' ? 'left-out' : 'pending';
  return null;
}
