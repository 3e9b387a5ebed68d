import {
  readChunks,
  readDelivery,
  readKnown,
  readRecords,
} from '../../functions/_shared/aws/delivery-table.ts';
import { streamRecipients } from '../../functions/_shared/aws/recipients-file.ts';
import { type JoinedRecipient, joinRecipients } from '../../functions/_shared/deliveries/join-recipients.ts';
import { type Delivery, progressOf } from '../../functions/_shared/domain/delivery.ts';
import { deliveryIdOf } from '../../functions/_shared/domain/release-tag.ts';
import type { Accepted } from './fake-ses.ts';
import type { Simulated } from './simulate-newsroom.ts';

/** A window's lease: nothing of it is sent later, however long its worker stood still. */
const windowMilliseconds = 30_000;
/** A window's length, while no worker stands still. */
const steadyWindowMilliseconds = 12_000;
const graceMilliseconds = 900_000;
const editions = ['embargoed', 'general', 'lift-notice', 'kill'] as const;

/** What never may be, whatever happened; each broken rule as a sentence. */
export async function checkInvariants(run: Simulated): Promise<string[]> {
  return [
    ...doubled(run),
    ...early(run),
    ...unwanted(run),
    ...(await lost(run)),
    ...(await twoEditions(run)),
  ];
}

/** Nobody gets an edition twice, but where policy resends and SES's Send event never came. */
function doubled({ ses, resends }: Simulated): string[] {
  const byRecipient = new Map<string, Accepted[]>();
  for (const accepted of ses.accepted) {
    const key = `${accepted.tags.edition} ${accepted.tags.recipient}`;
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

/** Before its embargo lifts a release reaches accredited contacts only. */
function early({ ses, audience, embargo, brokenAt }: Simulated): string[] {
  if (embargo === null) return [];
  const lift = Math.min(embargo, brokenAt ?? embargo);
  const accredited = new Set(audience.filter((each) => each.accredited).map(({ contactId }) => contactId));
  return ses.accepted
    .filter(({ at, tags }) => at < lift && tags.edition !== 'kill')
    .filter(({ tags }) => tags.edition !== 'embargoed' || !accredited.has(tags.recipient ?? ''))
    .map(({ tags }) => `${tags.edition} reached ${tags.recipient} before the embargo lifted`);
}

/** Nothing follows a kill but its notice, nobody who left is written to; but for the window that was open then. */
function unwanted({ ses, killedAt, unsubscribed, world }: Simulated): string[] {
  const problems: string[] = [];
  const window = world.faults.stall > 0 ? windowMilliseconds : steadyWindowMilliseconds;
  for (const { at, tags } of ses.accepted) {
    if (tags.edition === 'kill') continue;
    if (killedAt !== null && at > killedAt + window)
      problems.push(`${tags.edition} was sent ${at - killedAt} ms after the kill`);
    const left = unsubscribed.get(tags.recipient ?? '');
    if (left !== undefined && at > left + window)
      problems.push(`${tags.edition} reached ${tags.recipient}, who had left`);
  }
  return problems;
}

/** At the end everybody of every delivery is in one final state, and the state is true. */
async function lost(run: Simulated): Promise<string[]> {
  const problems: string[] = [];
  for (const edition of editions) {
    const delivery = await readDelivery(run.table, deliveryIdOf('forum', 1, edition));
    if (!delivery) continue;
    if (delivery.state !== 'sent' && delivery.state !== 'stopped')
      problems.push(`${edition} is still ${delivery.state}`);
    problems.push(...(await untrue(run, delivery)));
  }
  if (run.killedAt !== null) return problems;
  for (const { edition, state } of run.release.live?.editions ?? [])
    if (state !== 'sent' && state !== 'stopped') problems.push(`the head says ${edition} is ${state}`);
  return problems;
}

async function untrue(run: Simulated, delivery: Delivery): Promise<string[]> {
  const problems: string[] = [];
  const { edition } = delivery;
  const accepted = new Map(
    run.ses.accepted
      .filter(({ tags }) => tags.edition === edition)
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
    // Before the lift nothing is repeated; afterwards only a release that ended leaves an unknown undecided.
    if (state === 'unknown' && edition !== 'embargoed' && delivery.state === 'sent')
      problems.push(`${edition}: ${recipient.contactId} is unknown for good`);
  }
  if (joined !== delivery.recipients)
    problems.push(`${edition}: ${joined} of ${delivery.recipients} are listed`);
  const chunks = await Array.fromAsync(readChunks(run.table, delivery.deliveryId));
  const progress = progressOf(chunks);
  if (progress.missing > 0 || (progress.expected !== delivery.recipients && delivery.state === 'sent'))
    problems.push(`${edition}: the chunks miss ${progress.missing} of ${delivery.recipients}`);
  if (progress.unknown < unknown)
    problems.push(`${edition}: ${unknown} unknown, ${progress.unknown} counted`);
  return problems;
}

function joinAll({ table, bucket }: Simulated, delivery: Delivery): AsyncGenerator<JoinedRecipient> {
  return joinRecipients(
    {
      readChunks: (id) => readChunks(table, id),
      readRecords: (id) => readRecords(table, id),
      streamRecipients: (key) => streamRecipients(bucket, key),
    },
    delivery,
  );
}

/**
 * Whoever is known to hold the embargoed edition at the lift gets the lift notice and not the whole release again. Who
 * was unknown then, or whose worker stood still over the lift, may get both.
 */
async function twoEditions({ ses, embargo, brokenAt, table, world }: Simulated): Promise<string[]> {
  if (embargo === null || brokenAt !== null || world.faults.stall > 0) return [];
  const general = ses.accepted.filter(({ tags }) => tags.edition === 'general');
  const known = await readKnown(
    table,
    deliveryIdOf('forum', 1, 'embargoed'),
    general.map(({ tags }) => tags.recipient ?? ''),
  );
  return general
    .map(({ tags }) => tags.recipient ?? '')
    .filter((recipient) => {
      const outcome = known.get(recipient)?.outcome;
      return outcome?.state === 'sent' && Date.parse(outcome.at) < embargo - windowMilliseconds;
    })
    .map((recipient) => `${recipient} holds the embargoed edition and got the general one`);
}
