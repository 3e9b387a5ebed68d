import { deliveryTable } from '../../functions/_shared/aws/delivery-table.ts';
import { recipientsFile } from '../../functions/_shared/aws/recipients-file.ts';
import { type JoinedRecipient, joinRecipients } from '../../functions/_shared/deliveries/join-recipients.ts';
import { type Delivery, progressOf } from '../../functions/_shared/domain/delivery.ts';
import { progressOfEdition } from '../../functions/_shared/domain/progress.ts';
import { type Group, groupFinder } from '../../functions/_shared/domain/recipient-groups.ts';
import { plansOf } from '../../functions/_shared/domain/release-life.ts';
import { deliveryIdOf } from '../../functions/_shared/domain/release-tag.ts';
import type { Accepted } from './fake-ses.ts';
import type { Simulated } from './simulate-newsroom.ts';

/** The lease of a window: none of its mails is sent later, even if its worker stalls. */
const windowMilliseconds = 30_000;
/** The length of a window if no worker stalls. */
const steadyWindowMilliseconds = 12_000;
const graceMilliseconds = 900_000;
const editions = ['embargoed', 'embargo-moved', 'general', 'lift-notice', 'kill'] as const;
/** Editions for people who hold the release, independent of what they may see now. */
const owed = new Set<string | undefined>(['kill', 'embargo-moved']);
/** A worker may stall after it asked whether sending has stopped. */
const longestStallMilliseconds = 450_000;
/** Editions that go out although bounces have stopped all others. */
const passesStop = new Set<string | undefined>(['kill', 'lift-notice', 'embargo-moved']);
/**
 * For a kill to reach everybody at one mail in two seconds, although functions, SES and the network fail: a lost message
 * is sent again after ten minutes.
 */
const retractionMilliseconds = 30 * 60_000;
const withText = new Set<string | undefined>(['embargoed', 'general']);
/** Identifies one delivery to one recipient. */
const keyOf = ({ version, edition, recipient }: Accepted['tags']) => `v${version} ${edition} ${recipient}`;

/** Checks the rules that must hold whatever happened. Returns each broken rule as a sentence. */
export async function checkInvariants(run: Simulated): Promise<string[]> {
  return [
    ...doubled(run),
    ...early(run),
    ...beforeTheirHour(run),
    ...superseded(run),
    ...unwanted(run),
    ...sentWhileStopped(run),
    ...retractedLate(run),
    ...(await lost(run)),
    ...(await twoEditions(run)),
    ...(await untold(run)),
    ...(await toldOfOthers(run)),
    ...sentOnTop(run),
    ...(await unretracted(run)),
  ];
}

/** Nobody gets an edition twice, except if policy resends and SES's Send event never came. */
function doubled({ ses, resends }: Simulated): string[] {
  const byRecipient = new Map<string, Accepted[]>();
  for (const accepted of ses.accepted) {
    const key = keyOf(accepted.tags);
    byRecipient.set(key, [...(byRecipient.get(key) ?? []), accepted]);
  }
  const problems: string[] = [];
  for (const [key, copies] of byRecipient)
    for (const [i, copy] of copies.entries()) {
      const before = copies[i - 1];
      if (!before) continue;
      const isByPolicy =
        resends &&
        copy.tags.edition !== 'embargoed' &&
        before.isSendEventLost &&
        copy.at - before.at > graceMilliseconds &&
        copy.tags.attempt !== before.tags.attempt;
      if (!isByPolicy) problems.push(`${key} was sent twice`);
    }
  return problems;
}

/** Before its embargo lifts, a release reaches accredited contacts only. */
function early({ ses, versions, accredited, revoked, world }: Simulated): string[] {
  return ses.accepted.flatMap(({ at, tags }) => {
    const version = versions[Number(tags.version) - 1];
    if (!version || version.embargo === null || owed.has(tags.edition)) return [];
    const isLifted = at >= Math.min(version.embargo, version.brokenAt ?? version.embargo);
    const accreditedAt = accredited.get(tags.recipient ?? '') ?? Number.POSITIVE_INFINITY;
    const isAccredited =
      version.audience.some((one) => one.contactId === tags.recipient && one.accredited) ||
      at >= accreditedAt;
    const revokedAt = revoked.get(tags.recipient ?? '') ?? Number.POSITIVE_INFINITY;
    // Somebody may accredit them anew afterwards.
    const isRevoked = accreditedAt < revokedAt || at < accreditedAt;
    const until = isRevoked ? revokedAt + openWindow(world) : Number.POSITIVE_INFINITY;
    const mayHaveIt = tags.edition === 'embargoed' && isAccredited && at <= until;
    return isLifted || mayHaveIt ? [] : [`${keyOf(tags)} was sent before the embargo lifted`];
  });
}

/** A release that goes out by its readers' clocks reaches nobody before their own hour. */
function beforeTheirHour({ ses, versions }: Simulated): string[] {
  return ses.accepted
    .filter(({ at, tags }) => {
      const hour = versions[Number(tags.version) - 1]?.hours?.get(tags.recipient ?? '');
      return tags.edition === 'general' && hour !== undefined && at < hour;
    })
    .map(({ tags }) => `${keyOf(tags)} was sent before it was their hour`);
}

/** No mail of a version is sent after the approval of the next one, except in the window that was open then. */
function superseded({ ses, versions, world }: Simulated): string[] {
  return ses.accepted
    .filter(({ at, tags }) => {
      const next = versions[Number(tags.version)];
      return next && at > next.approvedAt + openWindow(world);
    })
    .map(({ tags }) => `${keyOf(tags)} was sent though a newer version had been approved`);
}

/** How long a window that was open at a write may continue after it. */
function openWindow({ faults }: Simulated['world']): number {
  return faults.stall > 0 ? windowMilliseconds : steadyWindowMilliseconds;
}

/** After a kill only its notice is sent, and nobody who left is written to, except in the window that was open then. */
function unwanted({ ses, killedAt, unsubscribed, world }: Simulated): string[] {
  const problems: string[] = [];
  const window = openWindow(world);
  for (const { at, tags } of ses.accepted) {
    if (tags.edition === 'kill') continue;
    if (killedAt !== null && at > killedAt + window)
      problems.push(`${tags.edition} was sent ${at - killedAt} ms after the kill`);
    const left = unsubscribed.get(tags.recipient ?? '');
    if (left !== undefined && at > left + window && !owed.has(tags.edition))
      problems.push(`${tags.edition} reached ${tags.recipient}, who had left`);
  }
  return problems;
}

/** While bounces have stopped all sending, only what is owed to holders goes out, except in the window that was open then. */
function sentWhileStopped({ ses, stopped, world }: Simulated): string[] {
  if (!stopped) return [];
  const from = stopped.at + openWindow(world) + (world.faults.stall > 0 ? longestStallMilliseconds : 0);
  return ses.accepted
    .filter(({ at, tags }) => at > from && at < stopped.resumedAt && !passesStop.has(tags.edition))
    .map(({ tags }) => `${keyOf(tags)} was sent though all sending had stopped`);
}

/** A retraction does not wait until somebody resumes sending. */
function retractedLate({ ses, stopped, killedAt, world }: Simulated): string[] {
  if (!stopped || killedAt === null || killedAt < stopped.at) return [];
  if (world.faults.crashBefore > 0 || world.faults.stall > 0) return [];
  const latest = killedAt + retractionMilliseconds;
  if (latest > stopped.resumedAt) return [];
  return ses.accepted
    .filter(({ at, tags }) => tags.edition === 'kill' && tags.attempt === '1' && at > latest)
    .map(({ tags, at }) => `${keyOf(tags)} was sent ${at - killedAt} ms after the kill`);
}

/** At the end every recipient of every delivery is in one final state, and that state is true. */
async function lost(run: Simulated): Promise<string[]> {
  const problems: string[] = [];
  for await (const delivery of deliveriesOf(run)) {
    if (delivery.state !== 'sent' && delivery.state !== 'stopped')
      problems.push(`${delivery.deliveryId} is still ${delivery.state}`);
    problems.push(
      ...(await untrue(run, delivery)),
      ...(await miscounted(run, delivery)),
      ...(await untrueProgress(run, delivery)),
    );
  }
  if (run.killedAt !== null) return problems;
  for (const { edition, state } of plansOf(run.release))
    if (state !== 'sent' && state !== 'stopped') problems.push(`the head says ${edition} is ${state}`);
  return problems;
}

async function* deliveriesOf({ table, versions, release }: Simulated): AsyncGenerator<Delivery> {
  for (const { deliveryId } of release.added) {
    const delivery = await deliveryTable(table).readDelivery(deliveryId);
    if (delivery) yield delivery;
  }
  for (let version = 1; version <= versions.length; version++)
    for (const edition of editions) {
      const delivery = await deliveryTable(table).readDelivery(deliveryIdOf('forum', version, edition));
      if (delivery) yield delivery;
    }
}

async function untrue(run: Simulated, delivery: Delivery): Promise<string[]> {
  const problems: string[] = [];
  const { edition: name, version } = delivery;
  const edition = `v${version} ${name}`;
  const accepted = new Map(
    run.ses.accepted
      .filter(({ tags }) => tags.edition === name && tags.version === String(version))
      .filter(({ tags }) => (tags.added === '1') === (delivery.addedContact !== undefined))
      .map((each) => [each.tags.recipient, each]),
  );
  let joined = 0;
  let unknown = 0;
  for await (const { recipient, state } of joinAll(run, delivery)) {
    joined += 1;
    const message = accepted.get(recipient.contactId);
    const isSent = state === 'sent' || state === 'delivered' || state === 'bounced' || state === 'complained';
    if (state === 'unknown') unknown += 1;
    if (state === 'pending' || state === 'sending' || state === 'parked')
      problems.push(`${edition}: ${recipient.contactId} is ${state} at the end`);
    if (isSent && !message)
      problems.push(`${edition}: ${recipient.contactId} is said to be sent and was not`);
    if (message && !isSent && state !== 'unknown')
      problems.push(`${edition}: ${recipient.contactId} was sent and is said to be ${state}`);
    if (state === 'refused' && !run.ses.refused.has(`${edition} ${recipient.contactId}`))
      problems.push(`${edition}: SES never refused ${recipient.contactId}`);
    // Before the lift nothing is sent again. After it, an unknown may stay undecided only if the release was stopped.
    if (state === 'unknown' && name !== 'embargoed' && delivery.state === 'sent')
      problems.push(`${edition}: ${recipient.contactId} is unknown for good`);
  }
  if (joined !== delivery.recipients)
    problems.push(`${edition}: ${joined} of ${delivery.recipients} are listed`);
  const chunks = await Array.fromAsync(deliveryTable(run.table).readChunks(delivery.deliveryId));
  const progress = progressOf(chunks);
  if (progress.missing > 0 || (progress.expected !== delivery.recipients && delivery.state === 'sent'))
    problems.push(`${edition}: the chunks miss ${progress.missing} of ${delivery.recipients}`);
  if (progress.unknown < unknown)
    problems.push(`${edition}: ${unknown} unknown, ${progress.unknown} counted`);
  return problems;
}

/** A day after the last mail it is counted of how many recipients SES said nothing. */
async function miscounted(run: Simulated, delivery: Delivery): Promise<string[]> {
  const { deliveryId, edition, version } = delivery;
  const { silence } = await deliveryTable(run.table).readResults(deliveryId);
  const copies = run.ses.accepted.filter(
    ({ tags }) => tags.edition === edition && tags.version === String(version),
  );
  const heard = new Set(copies.filter(({ isSilent }) => !isSilent).map(({ tags }) => tags.recipient));
  let silent = 0;
  let of = 0;
  for await (const { recipient, state } of joinAll(run, delivery)) {
    const isAccepted = copies.some(({ tags }) => tags.recipient === recipient.contactId);
    if (!isAccepted || state === 'unknown') continue;
    of += 1;
    if (!heard.has(recipient.contactId)) silent += 1;
  }
  const counted = silence ? `${silence.recipients} of ${silence.of}` : '0 of 0';
  return counted === `${silent} of ${of}`
    ? []
    : [`${deliveryId}: SES said nothing of ${silent} of ${of}, and ${counted} are counted`];
}

/** The progress that page and command show is what the records say, in all and of each group. */
async function untrueProgress(run: Simulated, delivery: Delivery): Promise<string[]> {
  const { readChunks, readResults } = deliveryTable(run.table);
  const { deliveryId, groups = [] } = delivery;
  const chunks = await Array.fromAsync(readChunks(deliveryId));
  const results = await readResults(deliveryId);
  const progress = progressOfEdition([{ delivery, chunks, results }], run.world.now);
  // A chunk of a stopped release is not reviewed: it says unknown of whom a later event proved the send.
  const mayBeMissing = delivery.state === 'stopped' ? progress.unknown : 0;
  const find = groupFinder(groups);
  const seen = new Map<string, Seen>();
  for await (const { recipient, state } of joinAll(run, delivery))
    for (const name of ['all', ...find(recipient).map((group) => nameOf(groups[group]))])
      seen.set(name, withState(seen.get(name) ?? nothing, state));
  return [progress, ...progress.groups].flatMap((shown) => {
    const name = 'by' in shown ? nameOf(shown) : 'all';
    const { sent, ...others } = seen.get(name) ?? nothing;
    const isTrue =
      shown.sent <= sent &&
      sent <= shown.sent + mayBeMissing &&
      resultStates.every((state) => shown[state] === others[state]);
    return isTrue ? [] : [`${deliveryId}: the progress of ${name} is not what the records say`];
  });
}

const resultStates = ['delivered', 'bounced', 'complained'] as const;
const nothing = { sent: 0, delivered: 0, bounced: 0, complained: 0 };
type Seen = typeof nothing;
const nameOf = (group: Pick<Group, 'by' | 'name'> | undefined) => `${group?.by} ${group?.name}`;

function withState(seen: Seen, state: string): Seen {
  const result = resultStates.find((one) => one === state);
  if (state !== 'sent' && !result) return seen;
  const sent = { ...seen, sent: seen.sent + 1 };
  return result ? { ...sent, [result]: seen[result] + 1 } : sent;
}

function joinAll({ table, bucket }: Simulated, delivery: Delivery): AsyncGenerator<JoinedRecipient> {
  return joinRecipients(
    {
      readChunks: (id) => deliveryTable(table).readChunks(id),
      readRecords: (id) => deliveryTable(table).readRecords(id),
      streamRecipients: (key) =>
        recipientsFile(bucket, ['store/audiences/', 'store/deliveries/']).streamRecipients(key),
    },
    delivery,
  );
}

/**
 * Everybody who is known to hold the embargoed edition at the lift gets the lift notice and not the whole release
 * again. A recipient who was unknown then, or whose worker stalled over the lift, may get both.
 */
async function twoEditions({ ses, table, world, versions, release }: Simulated): Promise<string[]> {
  const version = versions.length;
  const { embargo = null, brokenAt = null } = versions.at(-1) ?? {};
  if (embargo === null || brokenAt !== null || world.faults.stall > 0) return [];
  const general = ses.accepted.filter(
    ({ tags }) => tags.edition === 'general' && tags.version === String(version),
  );
  const readers = general.map(({ tags }) => tags.recipient ?? '');
  const early = [
    deliveryIdOf('forum', version, 'embargoed'),
    ...release.added.filter((one) => one.version === version).map(({ deliveryId }) => deliveryId),
  ].filter((deliveryId) => deliveryId.includes('embargoed'));
  const held = new Set<string>();
  for (const deliveryId of early)
    for (const [contactId, { outcome }] of await deliveryTable(table).readKnown(deliveryId, readers))
      if (outcome?.state === 'sent' && Date.parse(outcome.at) < embargo - windowMilliseconds)
        held.add(contactId);
  return readers
    .filter((recipient) => held.has(recipient))
    .map((recipient) => `${recipient} holds the embargoed edition and got the general one`);
}

/**
 * Everybody who was sent an earlier version under embargo is among the recipients of the message about the new embargo.
 */
async function untold(run: Simulated): Promise<string[]> {
  const version = run.versions.length;
  const delivery = await deliveryTable(run.table).readDelivery(
    deliveryIdOf('forum', version, 'embargo-moved'),
  );
  if (!delivery || delivery.recipientsKey === '') return [];
  const told = new Set<string>();
  for await (const { recipient } of joinAll(run, delivery)) told.add(recipient.contactId);
  const sent = new Set(run.ses.accepted.map(({ tags }) => keyOf(tags)));
  const untold: string[] = [];
  for await (const earlier of deliveriesOf(run)) {
    if (earlier.edition !== 'embargoed' || earlier.version >= version) continue;
    for await (const { recipient, state } of joinAll(run, earlier)) {
      // A recipient whose mail bounced is not included. An unknown that the gate had stopped was never sent anything.
      const isReached = state === 'sent' || state === 'delivered' || state === 'unknown';
      const tags = { version: String(earlier.version), edition: 'embargoed', recipient: recipient.contactId };
      if (isReached && sent.has(keyOf(tags)) && !told.has(recipient.contactId))
        untold.push(
          `${recipient.contactId} holds v${earlier.version} and is not told that its embargo moved`,
        );
    }
  }
  return untold;
}

/**
 * Every mail about a release concerns a version that its reader was sent, or that may have been sent (unknown). A
 * reader who was sent none may have been in a window that a stalled worker left open and resumed.
 */
async function toldOfOthers(run: Simulated): Promise<string[]> {
  const copyOf = (recipient: string | undefined, version: string | number | undefined) =>
    `${recipient} v${version}`;
  const stalls = run.world.faults.stall > 0;
  const texts = run.ses.accepted.filter(({ tags }) => withText.has(tags.edition));
  const readers = new Set(texts.map(({ tags }) => tags.recipient));
  const held = new Set(texts.map(({ tags }) => copyOf(tags.recipient, tags.version)));
  const chosen = new Set<string>();
  for await (const delivery of deliveriesOf(run)) {
    if (!withText.has(delivery.edition)) continue;
    for await (const { recipient, state } of joinAll(run, delivery)) {
      const copy = copyOf(recipient.contactId, delivery.version);
      chosen.add(copy);
      if (state === 'unknown') held.add(copy);
    }
  }
  return run.ses.accepted
    .filter(({ tags }) => tags.holds !== tags.version || owed.has(tags.edition))
    .filter(({ tags }) => {
      const copy = copyOf(tags.recipient, tags.holds);
      const wasPerhapsOpen = stalls && !readers.has(tags.recipient) && chosen.has(copy);
      return !held.has(copy) && !wasPerhapsOpen;
    })
    .map(({ tags }) => `${keyOf(tags)} speaks of v${tags.holds}, which they never got`);
}

/** Nobody is sent a version one by one who was sent that version before, in whatever edition. */
function sentOnTop({ ses }: Simulated): string[] {
  const held = new Map<string, Accepted['tags']>();
  const problems: string[] = [];
  for (const { tags } of ses.accepted) {
    if (!withText.has(tags.edition)) continue;
    const copy = `v${tags.version} ${tags.recipient}`;
    const before = held.get(copy);
    const isAgain = before && before.added === tags.added && before.edition === tags.edition;
    if (before && tags.added && !isAgain)
      problems.push(`${keyOf(tags)} was sent one by one on top of the ${before.edition} edition`);
    held.set(copy, tags);
  }
  return problems;
}

/** Who was added and was sent the release is told of its kill. */
async function unretracted(run: Simulated): Promise<string[]> {
  if (run.killedAt === null || run.world.faults.stall > 0) return [];
  const told = new Set<string>();
  const version = run.release.live?.version ?? 0;
  const kill = await deliveryTable(run.table).readDelivery(deliveryIdOf('forum', version, 'kill'));
  if (kill) for await (const { recipient } of joinAll(run, kill)) told.add(recipient.contactId);
  const sent = new Set(run.ses.accepted.map(({ tags }) => keyOf(tags)));
  const problems: string[] = [];
  for await (const delivery of deliveriesOf(run)) {
    if (!delivery.addedContact) continue;
    for await (const { recipient, state } of joinAll(run, delivery)) {
      const tags = {
        version: String(delivery.version),
        edition: delivery.edition,
        recipient: recipient.contactId,
      };
      if (
        state !== 'bounced' &&
        state !== 'complained' &&
        sent.has(keyOf(tags)) &&
        !told.has(recipient.contactId)
      )
        problems.push(`${keyOf(tags)} was sent one by one, and is not told of the kill`);
    }
  }
  return problems;
}
