import * as z from 'zod';
import type { Bucket } from '../../functions/_shared/aws/bucket.ts';
import { contactTable } from '../../functions/_shared/aws/contact-table.ts';
import { deliveryTable } from '../../functions/_shared/aws/delivery-table.ts';
import { toItem } from '../../functions/_shared/aws/item.ts';
import { paceTable } from '../../functions/_shared/aws/pace-table.ts';
import { recipientsFile } from '../../functions/_shared/aws/recipients-file.ts';
import { releaseTable } from '../../functions/_shared/aws/release-table.ts';
import type { Table } from '../../functions/_shared/aws/table.ts';
import { connectOneMore } from '../../functions/_shared/decisions/connect-one-more.ts';
import { moveRelease } from '../../functions/_shared/decisions/move-release.ts';
import {
  type OneMoreDependencies,
  offerOneMore,
  sendToOneMore,
} from '../../functions/_shared/decisions/send-to-one-more.ts';
import { connectEditions } from '../../functions/_shared/deliveries/connect-editions.ts';
import type { AudienceSummary, Recipient } from '../../functions/_shared/domain/audience.ts';
import type { Delivery } from '../../functions/_shared/domain/delivery.ts';
import {
  type ArmMessage,
  armMessageSchema,
  sendMessageSchema,
} from '../../functions/_shared/domain/messages.ts';
import { groupFinder, groupTag } from '../../functions/_shared/domain/recipient-groups.ts';
import type { Edition } from '../../functions/_shared/domain/release.ts';
import type { Release } from '../../functions/_shared/domain/release-life.ts';
import type { Effect } from '../../functions/_shared/domain/release-moves.ts';
import { deliveryIdOf } from '../../functions/_shared/domain/release-tag.ts';
import { consumeQueue } from '../../functions/_shared/runtime/queue-consumer.ts';
import { armDelivery } from '../../functions/arm-delivery/arm-delivery.ts';
import { connectDependencies as connectArming } from '../../functions/arm-delivery/dependencies.ts';
import { connectDependencies as connectSending } from '../../functions/send-emails/dependencies.ts';
import { sendChunk } from '../../functions/send-emails/send-chunk.ts';
import type { Dependencies as Sending } from '../../functions/send-emails/work.ts';
import { connectDependencies as connectTracking } from '../../functions/track-delivery/dependencies.ts';
import { trackDelivery } from '../../functions/track-delivery/track-delivery.ts';
import { closeResults } from '../../functions/watch/close-results.ts';
import { connectDependencies as connectWatching } from '../../functions/watch/dependencies.ts';
import { sweepDeliveries } from '../../functions/watch/sweep-deliveries.ts';
import { someKeys } from '../some-keys.ts';
import { bucketThrough, FakeBucket } from './fake-bucket.ts';
import { FakeQueues } from './fake-queues.ts';
import { FakeSes, type SesBehaviour } from './fake-ses.ts';
import { FakeTable, tableThrough } from './fake-table.ts';
import { aVersion, cardItem } from './late-reader.ts';
import { approveVersion, writeAudience, writeEmails } from './newer-version.ts';
import { newsroom } from './newsroom.ts';
import { kill, type Process, randomOf, World } from './world.ts';

/** A planted bug: changes the dependencies of the sender, or of whoever sends to one more person. */
export type Mutation =
  | ((sending: Sending, hands: { random: () => number }) => Sending)
  | { oneMore: (oneMore: OneMoreDependencies) => OneMoreDependencies };

export interface SimulatedVersion {
  approvedAt: number;
  audience: Recipient[];
  /** The instant T; null for an immediate release. */
  embargo: number | null;
  /** When somebody ended its embargo early. */
  brokenAt: number | null;
  /** Contact → when their own clock shows the hour of this version. Null if it goes to all at once. */
  hours: ReadonlyMap<string, number> | null;
}

export interface Simulated {
  seed: number;
  world: World;
  ses: FakeSes;
  table: Table;
  bucket: Bucket;
  release: Release;
  /** All approved versions; the first is version 1. */
  versions: SimulatedVersion[];
  killedAt: number | null;
  /** When bounces stopped all sending, and when a person resumed it. */
  stopped: { at: number; resumedAt: number } | null;
  /** Contact → when somebody accredited them, to send to them early. */
  accredited: Map<string, number>;
  /** Contact → when they lost their accreditation. */
  revoked: Map<string, number>;
  /** Contact → when they left. */
  unsubscribed: Map<string, number>;
  resends: boolean;
}

const start = Date.UTC(2026, 0, 5, 9);
const minute = 60_000;
const hour = 60 * minute;
/** For how long bounces stop all sending. */
const stopMinutes = 50;
const end = start + 30 * hour;
const releaseId = 'forum';
const languages = ['en', 'vi', 'ar'] as const;
const untouched: Process = { isDead: false, onDeath: () => undefined };

/**
 * Runs one newsroom from the approval until nothing is left to do, with all faults and decisions that follow from the
 * seed.
 */
export async function simulateNewsroom(seed: number, mutation: Mutation | null = null): Promise<Simulated> {
  Error.stackTraceLimit = 0;
  const rough = seed % 4;
  const world = new World(seed, start, {
    crashBefore: [0, 0.004, 0.01, 0.002][rough] ?? 0,
    crashAfter: [0, 0.004, 0.01, 0.002][rough] ?? 0,
    failBefore: [0, 0.005, 0.01, 0][rough] ?? 0,
    failAfter: [0, 0.005, 0.01, 0][rough] ?? 0,
    stall: [0, 0.002, 0.004, 0.02][rough] ?? 0,
  });
  const queues = new FakeQueues(world, {
    duplicate: world.chance(0.5) ? 0.1 : 0,
    drop: world.chance(0.3) ? 0.05 : 0,
    delay: 500,
  });
  const behaviour: SesBehaviour = {
    maxSendRate: [0.5, 0.5, 0.8, 14][world.integer(0, 3)] ?? 14,
    dailyQuota: world.chance(0.1) ? 8 : Number.POSITIVE_INFINITY,
    quotaBackAt: start + 6 * hour,
    refuse: 0.01,
    throttle: world.chance(0.3) ? 0.05 : 0,
    unreachable: world.chance(0.2) ? 0.05 : 0,
    fault: world.chance(0.6) ? 0.06 : 0,
    bounce: 0.03,
    complain: 0.005,
    loseSendEvent: world.chance(0.15) ? 0.1 : 0,
  };
  const fakeTable = new FakeTable();
  const fakeBucket = new FakeBucket();
  // Late, but within the grace time. An event that comes even later counts as lost.
  const slowestEvent = world.chance(0.3) ? 14 * minute : 40_000;
  const duplicateEvents = world.chance(0.5) ? 0.2 : 0;
  const ses = new FakeSes(world, behaviour, (event) => {
    const body = JSON.stringify(event);
    const copies = world.chance(duplicateEvents) ? 2 : 1;
    for (let i = 0; i < copies; i++)
      world.after(world.between(0, slowestEvent), () => eventQueues.put('events', body));
  });
  // The event bus loses no events. Lost Send events are simulated in SES, so that the invariants know about them.
  const eventQueues = new FakeQueues(world, { duplicate: 0.05, drop: 0, delay: 500 });
  const untroubled = {
    table: tableThrough(async (command) => fakeTable.execute(command)),
    bucket: bucketThrough(async (command) => fakeBucket.execute(command)),
  };
  const log = () => undefined;
  const resourcesOf = (process: Process) => ({
    newsroom,
    table: tableThrough((command) => world.call(process, () => fakeTable.execute(command))),
    bucket: bucketThrough((command) => world.call(process, () => fakeBucket.execute(command))),
    bulkQueue: queues.through('bulk', process),
    urgentQueue: queues.through('urgent', process),
    armQueue: queues.through('arm', process),
    composeQueue: queues.through('compose', process),
    now: () => world.now,
    log,
    measure: () => undefined,
  });
  let ids = 0;
  const chunkSize = world.chance(0.4) ? 40 : world.integer(5, 12);

  queues.consume('arm', {
    atOnce: 2,
    timeout: 5 * minute,
    visibility: 6 * minute,
    handler: (process, event, context) => {
      const arming = connectArming({ ...resourcesOf(process), chunkSize });
      return consumeQueue(
        'arm-delivery',
        armMessageSchema,
        (message) => armDelivery(arming, message),
        log,
      )(event, context);
    },
  });
  for (const queue of ['urgent', 'bulk'])
    queues.consume(queue, {
      atOnce: 3,
      timeout: 15 * minute,
      visibility: 16 * minute,
      handler: (process, event, context) => {
        const connected = connectSending({
          ...resourcesOf(process),
          keys: someKeys,
          ses: {
            client: ses.client(process),
            quotaClient: ses.client(process),
            configurationSet: 'newsroom',
          },
          publicUrl: 'https://news.example',
          sleep: (milliseconds) => world.sleep(process, milliseconds),
          skew: () => 0,
          newId: () => `owner-${ids++}`,
        });
        const sending: Sending = { ...connected, prepareMails: async (delivery) => plainMail(delivery) };
        const wired = typeof mutation === 'function' ? mutation(sending, world) : sending;
        return consumeQueue(
          'send-emails',
          sendMessageSchema,
          (message, deadline) => sendChunk(wired, message, deadline),
          log,
        )(event, context);
      },
    });
  eventQueues.consume('events', {
    atOnce: 5,
    timeout: minute,
    visibility: 2 * minute,
    handler: (process, event, context) => {
      const tracking = connectTracking({
        ...resourcesOf(process),
        configurationSets: ['newsroom', 'notices'],
      });
      // A person must close the circuit. Here it would only stop every second run.
      const steady = { ...tracking, countRates: async () => undefined };
      return consumeQueue(
        'track-delivery',
        z.unknown(),
        (body) => trackDelivery(steady, JSON.stringify(body)),
        log,
      )(event, context);
    },
  });
  const sweep = () => {
    const process: Process = { isDead: false, onDeath: () => queues.running.delete(process) };
    queues.running.add(process);
    const watching = connectWatching({
      ...resourcesOf(process),
      eventQueue: eventQueues.through('events', process),
      eventDeadLetters: eventQueues.through('dead events', process),
    });
    const stop = () => {
      process.isDead = true;
      queues.running.delete(process);
    };
    sweepDeliveries(watching).then(stop, stop);
  };
  const sweepAgain = (): void => {
    if (!isQuiet(fakeTable)) sweep();
    world.after(world.now < start + 2 * hour ? 5 * minute : 30 * minute, sweepAgain);
  };
  world.after(5 * minute, sweepAgain);

  // The story: one release, with or without an embargo. People leave; somebody may break the embargo or kill it.
  const audience = audienceOf(world);
  const embargo = world.chance(0.5) ? start + world.integer(1, 40) * minute : null;
  // By the seed and not by chance, so that the other stories stay as they were.
  const hours = !embargo && seed % 8 < 4 ? hoursOf(audience) : null;
  const release = headOf(await writeAudience(untroubled.bucket, 1, audience), embargo, hours !== null);
  const first: SimulatedVersion = { approvedAt: start, audience, embargo, brokenAt: null, hours };
  const versions = [first];
  const latest = () => versions.at(-1) ?? first;
  for (const version of [1, 2, 3, 4]) {
    await writeEmails(untroubled.bucket, releaseId, version);
    await releaseTable(untroubled.table).putVersion(aVersion(releaseId, version));
  }
  fakeTable.put(toItem({ pk: `RELEASE#${releaseId}`, sk: 'HEAD', ...release }));
  for (const { contactId, accredited } of audience)
    if (accredited)
      fakeTable.put(
        toItem({
          pk: `CONTACT#${contactId}`,
          sk: 'STANDING',
          accreditation: { termsVersion: '1', at: iso(start), evidence: 'x', by: 'x' },
        }),
      );
  const arm = (edition: Edition, at: number) =>
    armMessage({ releaseId, version: versions.length, edition }, at);
  const armMessage = (message: ArmMessage, at: number) => {
    // In reality the life cycle arms editions, and its sweep repeats the request for planned editions that are not
    // armed.
    for (const late of [0, 10 * minute, 20 * minute, 40 * minute])
      world.after(Math.max(0, at - 2 * minute - world.now) + late, () =>
        queues.put('arm', JSON.stringify(message)),
      );
  };
  for (const { edition, dueAt } of release.live?.editions ?? []) arm(edition, Date.parse(dueAt));

  const editions = connectEditions({ ...resourcesOf(untouched), ...untroubled });
  // The effects of a decision (composing, arming) are simulated below.
  const life = { ...editions.life, carryOut: async () => undefined };
  /** A random moment, often while one of the editions is being sent. */
  const moment = () => {
    if (world.chance(0.25)) return world.between(0, 70 * minute);
    const hour =
      hours && world.chance(0.6) ? ([...hours.values()][world.integer(0, hours.size - 1)] ?? 0) : 0;
    const due = embargo && world.chance(0.6) ? embargo - start : Math.max(0, hour - start);
    return due + world.between(0, minute);
  };
  const unsubscribed = new Map<string, number>();
  if (world.chance(0.6))
    for (const { contactId } of audience)
      if (world.chance(0.08))
        world.after(moment(), () => {
          unsubscribed.set(contactId, world.now);
          void contactTable(untroubled.table).suppress(contactId, 'unsubscribed', 'link', iso(world.now));
        });
  const revoked = new Map<string, number>();
  let killedAt: number | null = null;
  /** A newer version moves the embargo. Some holders may have lost their accreditation by then. */
  const moveEmbargo = async () => {
    const version = versions.length + 1;
    const next = latest().audience.map((one) => ({
      ...one,
      accredited: one.accredited && !world.chance(0.1),
    }));
    const until = world.now + world.integer(1, 60) * minute;
    const summary = await writeAudience(untroubled.bucket, version, next);
    const live = await approveVersion(life, releaseId, { version, embargo: iso(until), audience: summary });
    if (!live) return;
    for (const { contactId, accredited } of latest().audience)
      if (accredited && !next.find((one) => one.contactId === contactId)?.accredited) {
        revoked.set(contactId, world.now);
        void contactTable(untroubled.table).revokeAccreditation(contactId);
      }
    versions.push({ approvedAt: world.now, audience: next, embargo: until, brokenAt: null, hours: null });
    for (const { edition, dueAt } of live.editions) arm(edition, Date.parse(dueAt));
  };
  if (embargo && world.chance(0.5)) world.after(world.between(0, embargo - start), moveEmbargo);
  if (embargo && world.chance(0.2)) world.after(world.between(0, embargo - start), moveEmbargo);
  if (embargo && world.chance(0.15))
    world.after(world.between(0, embargo - start), async () => {
      const outcome = await moveRelease(life, releaseId, { act: 'lift', by: 'Ann', reason: 'leak' });
      if (!outcome.ok) return;
      latest().brokenAt = world.now;
      if (world.chance(0.3)) return moveEmbargo();
      arm('general', world.now);
      arm('lift-notice', world.now);
    });
  // Somebody sends it to one more person, who joined later or was accredited during the embargo. These choices are made
  // apart, so that the other stories stay as they are.
  const choose = randomOf(seed ^ 0x0e4d);
  const accredited = new Map<string, number>();
  const others = strangersOf(Math.floor(choose() * 4));
  const everybody = [...audience, ...others];
  for (const one of everybody) fakeTable.put(cardItem(one, iso(start)));
  const oneMoreLife = {
    ...editions.life,
    carryOut: async (effect: Effect) => {
      if (effect.kind === 'arm') armMessage(effect.message, Date.parse(effect.at) + 2 * minute);
    },
  };
  const connected = connectOneMore({ ...resourcesOf(untouched), ...untroubled }, oneMoreLife);
  const oneMore = mutation && 'oneMore' in mutation ? mutation.oneMore(connected) : connected;
  const sendOneMore = async ({ contactId }: Recipient, evidence: string | null) => {
    const asked = { releaseId, contactId, isToBeAccredited: evidence !== null };
    const offered = await offerOneMore(oneMore, asked);
    if (!offered.ok) return;
    const { version, edition } = offered.offer;
    if (evidence !== null && !accredited.has(contactId)) accredited.set(contactId, world.now);
    const shown = { version, edition };
    await sendToOneMore(oneMore, { releaseId, contactId, shown, evidence, by: 'Ann' });
  };
  const oneMoreTimes = choose() < 0.5 ? Math.ceil(choose() * 5) : 0;
  for (let i = 0; i < oneMoreTimes; i++) {
    const from = choose() < 0.7 ? others : everybody;
    const one = from[Math.floor(choose() * from.length)];
    const evidence = choose() < 0.6 ? 'press card' : null;
    const due = embargo && choose() < 0.6 ? embargo - start : 0;
    const people = choose() < 0.3 ? 2 : 1;
    world.after(Math.max(0, due + (choose() - 0.5) * 20 * minute), () => {
      for (let twice = 0; one && twice < people; twice++) void sendOneMore(one, evidence);
    });
  }
  const killRelease = async () => {
    const outcome = await moveRelease(life, releaseId, { act: 'kill', by: 'Ann', reason: 'wrong' });
    if (!outcome.ok) return;
    killedAt = world.now;
    arm('kill', world.now);
  };
  if (world.chance(0.3)) world.after(moment(), killRelease);
  if (world.chance(0.4))
    world.after(moment(), () => {
      for (const process of [...queues.running, ...eventQueues.running]) kill(process);
    });
  // Bounces stop all sending; a person looks into them for most of an hour. Sometimes the reason is in the release itself.
  let stopped: Simulated['stopped'] = null;
  if (Number.isFinite(behaviour.dailyQuota))
    world.after(
      7 * hour,
      () =>
        void paceTable(untroubled.table)
          .parkAll(0)
          .then(() => paceTable(untroubled.table).closeCircuit(world.now)),
    );
  else if (world.chance(0.25))
    world.after(moment(), async () => {
      const resumedAt = world.now + stopMinutes * minute;
      stopped = { at: world.now, resumedAt };
      await paceTable(untroubled.table).openCircuit('bounces', iso(world.now));
      world.after(resumedAt - world.now, () => void paceTable(untroubled.table).closeCircuit(world.now));
      if (world.chance(0.5)) world.after(world.integer(1, 10) * minute, killRelease);
    });

  await world.run(end);
  await closeResults({
    ...deliveryTable(untroubled.table),
    ...recipientsFile(untroubled.bucket, ['store/deliveries/']),
    now: () => end + 24 * hour,
    log,
    measure: log,
  });
  return {
    seed,
    world,
    ses,
    ...untroubled,
    release: (await releaseTable(untroubled.table).readHead(releaseId)) ?? release,
    versions,
    killedAt,
    stopped,
    accredited,
    revoked,
    unsubscribed,
    resends: newsroom.unknown.otherwise === 'resend',
  };
}

/** True if a sweep has nothing left to do. */
function isQuiet(table: FakeTable): boolean {
  const head = table.get(`RELEASE#${releaseId}`, 'HEAD');
  const states = head?.live?.M?.editions?.L?.map(({ M }) => M?.state?.S) ?? [];
  if (states.some((state) => state === 'planned' || state === 'armed')) return false;
  return !table.items().some((item) => item.gsi1pk?.S === 'DELIVERIES#open');
}

/** `holds` replaces what the text of a real mail would show. */
function plainMail({
  groups = [],
  ...delivery
}: Pick<Delivery, 'edition' | 'version' | 'groups' | 'addedContact'>) {
  const find = groupFinder(groups);
  return (recipient: Recipient, attempt: number) => ({
    from: 'press@news.example',
    to: recipient.email,
    raw: [],
    tags: {
      release: releaseId,
      version: String(delivery.version),
      edition: delivery.edition,
      recipient: recipient.contactId,
      ...(delivery.addedContact && { added: '1' }),
      holds: String(recipient.holds ?? delivery.version),
      attempt: String(attempt),
      groups: groupTag(find(recipient)),
    },
  });
}

/** Contacts outside the audience. */
function strangersOf(count: number): Recipient[] {
  return Array.from({ length: count }, (_, i) => ({
    contactId: `c${letters[(i * 11 + 5) % 32]}${'z'.repeat(25)}`,
    email: `stranger${i}@example.org`,
    name: null,
    language: languages[i % 3] ?? 'en',
    zone: null,
    list: 'late',
    accredited: false,
  }));
}

/** When the clocks there show 09:05 on the day of the story, in hours after it is 09:05 in London. */
const zones = [
  { name: null, hours: -7 },
  { name: 'Asia/Kolkata', hours: -5.5 },
  { name: 'Europe/London', hours: 0 },
  { name: 'Atlantic/Azores', hours: 1 },
  { name: 'America/Noronha', hours: 2 },
];

function hoursOf(audience: readonly Recipient[]): Map<string, number> {
  const inLondon = start + 5 * minute;
  return new Map(
    audience.map(({ contactId, zone }) => {
      const there = zones.find(({ name }) => name === zone)?.hours ?? 0;
      return [contactId, inLondon + there * hour];
    }),
  );
}

const letters = 'abcdefghijklmnopqrstuvwxyz234567';

function audienceOf(world: World): Recipient[] {
  const count = world.integer(1, 26);
  const share = world.between(0, 0.6);
  return Array.from({ length: count }, (_, i) => ({
    contactId: `c${letters[(i * 7) % 32]}${letters[i % 32]}${'a'.repeat(24)}`,
    email: `reader${i}@example.org`,
    name: null,
    language: languages[i % 3] ?? 'en',
    zone: zones[i % zones.length]?.name ?? null,
    list: 'press',
    accredited: world.chance(share),
  })).sort((a, b) => (a.contactId < b.contactId ? -1 : 1));
}

function headOf(audience: AudienceSummary, embargo: number | null, isLocal: boolean): Release {
  const plan = (edition: Edition, at: number) => ({
    edition,
    deliveryId: deliveryIdOf(releaseId, 1, edition),
    dueAt: iso(at),
    state: 'planned' as const,
  });
  const editions = embargo
    ? [plan('embargoed', start), plan('general', embargo), plan('lift-notice', embargo)]
    : [{ ...plan('general', start), ...(isLocal && { local: { time: '09:05', date: '2026-01-05' } }) }];
  return {
    releaseId,
    revision: 1,
    createdAt: iso(start),
    updatedAt: iso(start),
    latestVersion: 1,
    latestHash: 'x',
    title: 'Forum',
    language: 'en',
    lastStatus: 'accepted',
    candidate: null,
    live: {
      version: 1,
      state: 'approved',
      embargo: embargo ? iso(embargo) : null,
      sendAt: null,
      approvals: [],
      audience,
      editions,
    },
    sentVersions: [],
    lifted: null,
    broken: null,
    killed: null,
    cancelled: null,
    withdrawn: null,
    distinctFrom: [],
    added: [],
    trail: [],
  };
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
