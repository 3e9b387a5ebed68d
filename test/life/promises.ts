import * as z from 'zod';
import { type Edition, isOwed } from '../../functions/_shared/domain/release.ts';
import { isPaused, releaseState } from '../../functions/_shared/domain/release-life.ts';
import type { NewsroomInMemory, Sent } from './newsroom-in-memory.ts';

/** All promises that a history broke, in words. Empty if none. */
export function brokenPromises(newsroom: NewsroomInMemory): string[] {
  return [
    ...earlySends(newsroom),
    ...doubleSends(newsroom),
    ...sendsNobodyMeant(newsroom),
    ...lostRecipients(newsroom),
    ...earlyTwins(newsroom),
    ...missingTrail(newsroom),
    ...toldOfOthers(newsroom),
    ...untold(newsroom),
    ...newsroom.refusedEarly.map((who) => `refused under its embargo: ${who}`),
  ];
}

const tell = ({ contactId, edition, version, at }: Sent) =>
  `${contactId} ${edition} v${version} at ${new Date(at).toISOString()}`;

/** Only accredited contacts get anything before the embargo of the approved version. */
function earlySends({ sent, declared, brokenAt, publicSince }: NewsroomInMemory): string[] {
  return sent.flatMap((one) => {
    const embargo = declared.get(one.version)?.embargo;
    const isLifted =
      !embargo || one.at >= Date.parse(embargo) || one.at >= (brokenAt.get(one.version) ?? publicSince);
    if (isLifted || one.at >= publicSince || isOwed(one.edition)) return [];
    return one.edition === 'embargoed' && one.wasAccredited ? [] : [`early: ${tell(one)}`];
  });
}

function doubleSends({ sent }: NewsroomInMemory): string[] {
  const seen = new Set<string>();
  return sent.flatMap((one) => {
    const key = `${one.contactId} ${one.deliveryId}`;
    if (seen.has(key)) return [`twice: ${tell(one)}`];
    seen.add(key);
    return [];
  });
}

/** Nothing is sent without approval, to somebody outside the approved audience, or after a kill. */
function sendsNobodyMeant({ sent, approved, declared, killedAt, release }: NewsroomInMemory): string[] {
  return sent.flatMap((one) => {
    if (one.edition === 'kill') return killedAt === null ? [`unkilled: ${tell(one)}`] : [];
    if (killedAt !== null && one.at > killedAt) return [`after the kill: ${tell(one)}`];
    const policy = declared.get(one.version)?.policy;
    if (policy === 'auto') return [];
    const approval = approved.get(one.version);
    // After a crash right behind the write of the approval, the person gets no answer, but the version is approved.
    if (!approval)
      return release?.trail !== undefined &&
        wasApproved(release.sentVersions, release.live?.version, one.version)
        ? []
        : [`unapproved: ${tell(one)}`];
    if (policy === 'four-eyes' && approval.people < 2) return [`two eyes: ${tell(one)}`];
    return speaksOfWhatIsHeld.has(one.edition) || approval.audience.has(one.contactId)
      ? []
      : [`not in the audience: ${tell(one)}`];
  });
}

const withText: readonly Edition[] = ['embargoed', 'general', 'correction'];
const speaksOfWhatIsHeld = new Set<Edition>(['correction', 'lift-notice', 'embargo-moved', 'kill']);

/** Every mail about a release concerns a version that its reader was sent, or may have been sent (unknown). */
function toldOfOthers({ sent, deliveries }: NewsroomInMemory): string[] {
  const texts = [...deliveries.values()].filter(({ edition }) => withText.includes(edition));
  return sent
    .filter(({ edition }) => speaksOfWhatIsHeld.has(edition))
    .flatMap((one) => {
      const wasSent = sent.some(
        ({ contactId, edition, version, at }) =>
          contactId === one.contactId && version === one.holds && withText.includes(edition) && at <= one.at,
      );
      const isUnknown = texts.some(
        ({ version, recipients }) =>
          version === one.holds &&
          recipients.some(({ contactId, state }) => contactId === one.contactId && state === 'unknown'),
      );
      return wasSent || isUnknown ? [] : [`told of v${one.holds}, which they never got: ${tell(one)}`];
    });
}

/**
 * After everything has ended, everybody who holds an earlier version knows the embargo of the approved one; or the
 * message about it was still on its way when the embargo lifted, and they are among its recipients.
 */
function untold({
  release,
  sent,
  deliveries,
  declared,
  brokenAt,
  approved,
  people,
}: NewsroomInMemory): string[] {
  const { live, killed, lifted } = release ?? {};
  const { embargo } = live ?? {};
  const since = live && approved.get(live.version)?.at;
  if (!live || !embargo || killed || lifted || !since || brokenAt.has(live.version)) return [];
  if (Date.parse(embargo) <= since) return [];
  const toldNow = new Set(
    [...deliveries.values()]
      .filter(({ edition, version }) => edition === 'embargo-moved' && version === live.version)
      .flatMap(({ recipients }) => recipients.map(({ contactId }) => contactId)),
  );
  return people.flatMap(({ contactId }) => {
    const news = sent.filter(
      (one) =>
        one.contactId === contactId &&
        (one.edition === 'embargoed' || one.edition === 'embargo-moved' || one.edition === 'lift-notice'),
    );
    const last = news.filter(({ at, version }) => at <= since && version < live.version).at(-1);
    const isNews =
      last && (last.edition === 'lift-notice' || declared.get(last.version)?.embargo !== embargo);
    return isNews && !toldNow.has(contactId) ? [`not told that the embargo moved: ${contactId}`] : [];
  });
}

function wasApproved(sentVersions: readonly number[], live: number | undefined, version: number): boolean {
  return live === version || sentVersions.includes(version);
}

/**
 * After everything has ended, everybody in the approved audience has the release, may have it, or left; and every
 * retraction is sent.
 */
function lostRecipients(newsroom: NewsroomInMemory): string[] {
  const { release, deliveries, audiences } = newsroom;
  if (!release?.live || isPaused(release)) return [];
  const { live } = release;
  const state = releaseState(release, new Date(newsroom.now).toISOString());
  const open = live.editions.filter((one) => one.state === 'planned' || one.state === 'armed');
  if (open.length > 0) return open.map(({ edition }) => `never sent: ${edition} v${live.version} (${state})`);
  const pending = [...deliveries.values()].flatMap(({ recipients, edition, version }) =>
    version === live.version && live.editions.some((one) => one.edition === edition && one.state === 'sent')
      ? recipients.filter((one) => one.state === 'pending' || one.state === 'open')
      : [],
  );
  if (pending.length > 0) return [`lost: ${pending.map(({ contactId }) => contactId).join()}`];
  if (state !== 'sent' && state !== 'corrected') return [];
  const settled = new Set(
    [...deliveries.values()].flatMap(({ recipients }) => recipients.map(({ contactId }) => contactId)),
  );
  const audience = audiences.get(live.audience.recipientsKey) ?? [];
  return audience
    .filter(({ contactId }) => !settled.has(contactId))
    .map(({ contactId }) => `forgotten: ${contactId}`);
}

/** Nobody approves for the public a text that is under embargo in another release, before that embargo ends. */
function earlyTwins({ audit, twins, declared }: NewsroomInMemory): string[] {
  return [...audit].flatMap(([id, { act, at, before, after }]) => {
    if (act !== 'approve') return [];
    const { live } = approvedSchema.parse(after);
    // The first of two approvals (four-eyes) publishes nothing.
    if (!live || live.version === approvedSchema.parse(before).live?.version) return [];
    const { embargo = null, sendAt = null } = declared.get(live.version) ?? {};
    const publicFrom = Math.max(...[at, embargo ?? at, sendAt ?? at].map((one) => Date.parse(one)));
    const revision = Number(id.slice(0, 6));
    const early = twins.some(
      ({ from, to, until }) => from < revision && revision <= to && until > publicFrom,
    );
    return early ? [`approved before its twin’s embargo: v${live.version} at ${at}`] : [];
  });
}

const approvedSchema = z.object({ live: z.object({ version: z.number() }).optional() });

/** Each revision of the head has its audit line, and the trail contains nothing else. */
function missingTrail({ release, audit }: NewsroomInMemory): string[] {
  const missing: string[] = [];
  for (let revision = 1; revision <= (release?.revision ?? 0); revision++) {
    const id = `${String(revision).padStart(6, '0')}-0`;
    if (!audit.has(id)) missing.push(`no line for revision ${revision}`);
  }
  const last = Math.max(0, ...[...audit.keys()].map((id) => Number(id.slice(0, 6))));
  return last > (release?.revision ?? 0) ? [...missing, 'a line for a move that never was'] : missing;
}
