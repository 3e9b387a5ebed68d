import type { BucketObjects } from '../_shared/aws/bucket.ts';
import type { DeliveryTable } from '../_shared/aws/delivery-table.ts';
import type { ChunkQueues } from '../_shared/aws/queue.ts';
import type { RecipientsFile } from '../_shared/aws/recipients-file.ts';
import type { ReleaseTable } from '../_shared/aws/release-table.ts';
import type { Upload } from '../_shared/aws/upload-object.ts';
import type { MoveOutcome } from '../_shared/decisions/move-release.ts';
import type { EditionOf } from '../_shared/decisions/record-edition.ts';
import { type JoinDependencies, joinRecipients } from '../_shared/deliveries/join-recipients.ts';
import type { Delivery } from '../_shared/domain/delivery.ts';
import type { ArmMessage } from '../_shared/domain/messages.ts';
import { type Edition, isOwed } from '../_shared/domain/release.ts';
import {
  isHeldBack,
  isOverdue,
  type Live,
  type PlannedEdition,
  type Release,
} from '../_shared/domain/release-life.ts';
import { deliveryIdOf } from '../_shared/domain/release-tag.ts';
import { chooseRecipients, type Sources } from './choose-recipients.ts';
import { cutChunks } from './cut-chunks.ts';
import { freezeRecipients } from './freeze-recipients.ts';
import type { RenderedLanguages } from './rendered-languages.ts';

export interface Dependencies
  extends JoinDependencies,
    Pick<ReleaseTable, 'readHead'>,
    Pick<DeliveryTable, 'readDelivery' | 'createDelivery' | 'moveDelivery' | 'createChunk'>,
    Pick<RecipientsFile, 'streamLines'>,
    Pick<BucketObjects, 'deleteObject'>,
    Pick<ChunkQueues, 'enqueueChunks'> {
  upload: (key: string) => Upload;
  renderedLanguages: (releaseId: string, version: number, edition: Edition) => Promise<RenderedLanguages>;
  recordArmed: (of: EditionOf) => Promise<MoveOutcome>;
  recordOverdue: (of: EditionOf) => Promise<MoveOutcome>;
  settleDelivery: (deliveryId: string) => Promise<unknown>;
  /** Comes back to arm-delivery itself. */
  enqueueArm: (message: ArmMessage, delaySeconds: number) => Promise<void>;
  overdueLimitSeconds: number;
  chunkSize: number;
  /** Epoch milliseconds. */
  now: () => number;
  log: (line: Record<string, unknown>) => void;
}

/** Workers begin this long before the instant: time to start, to load and to wait in. */
const headStartSeconds = 20;
/** SQS delays a message for no longer. */
const longestDelaySeconds = 900;
/** A release to few people goes through the urgent queue, where no large one stands before it. */
const smallDelivery = 1000;
const createdAtOnce = 16;
/** How soon an owed notice is armed again that found somebody still sending. */
const closingSeconds = 3;

/**
 * Freezes who gets one edition, cuts it into chunks and hands them to the senders, who wait for the instant. Safe to
 * be asked for twice at any time: the delivery's item says which file counts, chunks never begin anew, and a queue
 * message too many finds nothing to do.
 */
export async function armDelivery(dependencies: Dependencies, message: ArmMessage): Promise<void> {
  const { releaseId, version, edition } = message;
  const release = await dependencies.readHead(releaseId);
  const planned = release && plannedEdition(release, message);
  if (!release?.live || !planned) return;
  const now = dependencies.now();
  const of = { releaseId, version, edition };
  if (
    !isOwed(edition) &&
    planned.state === 'planned' &&
    isOverdue(planned, new Date(now).toISOString(), dependencies.overdueLimitSeconds)
  ) {
    await dependencies.recordOverdue(of);
    return;
  }
  const secondsLeft = Math.floor((Date.parse(planned.dueAt) - now) / 1000);
  if (secondsLeft > longestDelaySeconds) {
    await dependencies.enqueueArm(message, Math.min(longestDelaySeconds, secondsLeft - longestDelaySeconds));
    return;
  }
  const delivery = await freeze(dependencies, release, release.live, planned);
  if (!delivery) {
    await dependencies.enqueueArm(message, closingSeconds);
    return;
  }
  // Recorded as armed and begun: a message too many. Begun but not recorded: an arming that died in its middle.
  if (isSettled(delivery) || (delivery.state === 'sending' && planned.state === 'armed')) return;
  const chunks = await createChunks(dependencies, delivery);
  const recorded = await dependencies.recordArmed(of);
  if (!recorded.ok) {
    // Ended by a sweep before all of its chunks were there: open again, so that the next one ends the others.
    await dependencies.moveDelivery({ ...delivery, state: 'armed' }, 'stopped');
    return;
  }
  if (chunks === 0) await dependencies.settleDelivery(delivery.deliveryId);
  await dependencies.enqueueChunks(
    delivery.isUrgent,
    Array.from({ length: chunks }, (_, chunk) => ({ deliveryId: delivery.deliveryId, chunk })),
    Math.max(0, secondsLeft - headStartSeconds),
  );
  dependencies.log({
    stage: 'arm-delivery',
    delivery: delivery.deliveryId,
    recipients: delivery.recipients,
    chunks,
  });
}

/** The edition as it is planned now; null when this message's time is over. */
function plannedEdition(release: Release, { version, edition }: ArmMessage): PlannedEdition | null {
  const { live, killed } = release;
  if (!live || live.version !== version) return null;
  if (edition === 'kill' ? !killed : killed || isHeldBack(release, edition)) return null;
  const planned = live.editions.find(({ edition: name }) => name === edition);
  return planned?.state === 'planned' || planned?.state === 'armed' ? planned : null;
}

/**
 * Returns the delivery with its recipients frozen, by this call or one before; null while it cannot be told yet who
 * holds the release: a window that is open just now closes within seconds, since what it is of is over.
 */
async function freeze(
  dependencies: Dependencies,
  release: Release,
  live: Live,
  planned: PlannedEdition,
): Promise<Delivery | null> {
  const { readDelivery, createDelivery, moveDelivery, now } = dependencies;
  const { edition, dueAt } = planned;
  const deliveryId = deliveryIdOf(release.releaseId, live.version, edition);
  const found = await readDelivery(deliveryId);
  if (found && found.state !== 'freezing') {
    // The time of an armed edition was changed: an embargo was broken, or the desk let an overdue one go.
    if (found.state !== 'armed' || found.notBefore === dueAt) return found;
    await moveDelivery({ ...found, notBefore: dueAt }, 'armed');
    return { ...found, notBefore: dueAt };
  }
  const fresh: Delivery = found ?? {
    deliveryId,
    releaseId: release.releaseId,
    version: live.version,
    edition,
    notBefore: dueAt,
    recipientsKey: '',
    recipients: 0,
    reachesUnsubscribed: isOwed(edition),
    chunks: 0,
    state: 'freezing',
    createdAt: new Date(now()).toISOString(),
    exclusionsKey: null,
    unknownHolders: 0,
    holdersOf: null,
    isUrgent: false,
  };
  if (!found) await createDelivery(fresh);
  const rendered = await dependencies.renderedLanguages(release.releaseId, live.version, edition);
  if (rendered.size === 0) throw new Error(`no rendered email of ${deliveryId}`);
  const sources = await findSources(dependencies, release, live);
  if (isOwed(edition) && (await isBeingSent(dependencies, [...sources.current, ...sources.earlier])))
    return null;
  const frozen = await freezeRecipients(
    dependencies.upload,
    deliveryId,
    chooseRecipients(live, edition, sources),
    rendered,
  );
  const armed: Delivery = {
    ...fresh,
    ...frozen,
    notBefore: dueAt,
    chunks: Math.ceil(frozen.recipients / dependencies.chunkSize),
    state: 'armed',
    holdersOf: holdersToAsk(live, edition, sources),
    isUrgent: isUrgent(live, edition, frozen.recipients),
    embargo: live.embargo,
  };
  if (await moveDelivery(armed, 'freezing')) return armed;
  const winner = await readDelivery(deliveryId);
  if (!winner) throw new Error(`delivery ${deliveryId} vanished while it was frozen`);
  // Another arming was quicker, or this one was and the answer got lost: only a file that does not count is thrown away.
  if (winner.recipientsKey !== frozen.recipientsKey)
    await Promise.all([
      dependencies.deleteObject(frozen.recipientsKey),
      dependencies.deleteObject(frozen.exclusionsKey),
    ]);
  return winner;
}

/** Whether somebody holds a window of one of these open: a lease that has run out says that nobody does. */
async function isBeingSent(
  { readChunks, now }: Pick<Dependencies, 'readChunks' | 'now'>,
  deliveries: readonly Delivery[],
): Promise<boolean> {
  for (const delivery of deliveries.filter((one) => !isSettled(one)))
    for await (const { state, owner, leaseUntil, done, highWater } of readChunks(delivery.deliveryId))
      if (state === 'open' && owner !== null && leaseUntil > now() && done < highWater) return true;
  return false;
}

/** Lifts, retractions, corrections and small releases go before bulk. */
function isUrgent(live: Live, edition: Edition, recipients: number): boolean {
  return recipients <= smallDelivery || edition !== 'general' || live.embargo !== null;
}

/** Set while the embargoed edition may still reach somebody. */
function holdersToAsk(live: Live, edition: Edition, { embargoed }: Sources): string | null {
  if (edition !== 'general' && edition !== 'lift-notice') return null;
  const early = live.editions.find(({ edition: name }) => name === 'embargoed');
  if (!early) return null;
  const isOver = embargoed ? isSettled(embargoed) : early.state === 'stopped';
  return isOver ? null : early.deliveryId;
}

const isSettled = ({ state }: Delivery): boolean => state === 'sent' || state === 'stopped';

/** Of one version, what came last first. */
const sendableEditions: readonly Edition[] = [
  'correction',
  'general',
  'lift-notice',
  'embargo-moved',
  'embargoed',
];

async function findSources(dependencies: Dependencies, release: Release, live: Live): Promise<Sources> {
  const deliveriesOf = async (version: number): Promise<Delivery[]> => {
    const found = await Promise.all(
      sendableEditions.map((edition) =>
        dependencies.readDelivery(deliveryIdOf(release.releaseId, version, edition)),
      ),
    );
    return found.filter((delivery) => delivery !== null).filter(({ state }) => state !== 'freezing');
  };
  const current = await deliveriesOf(live.version);
  const earlier: Delivery[] = [];
  for (const version of release.sentVersions) earlier.push(...(await deliveriesOf(version)));
  return {
    audience: () => dependencies.streamRecipients(live.audience.recipientsKey),
    embargoed: current.find(({ edition }) => edition === 'embargoed') ?? null,
    current,
    earlier,
    join: (delivery) => joinRecipients(dependencies, delivery),
  };
}

/** Returns how many there are. */
async function createChunks(dependencies: Dependencies, delivery: Delivery): Promise<number> {
  if (delivery.chunks === 0) return 0;
  const lines = dependencies.streamLines(delivery.recipientsKey);
  let chunks = 0;
  let writes: Promise<void>[] = [];
  for await (const chunk of cutChunks(delivery.deliveryId, lines, dependencies.chunkSize)) {
    writes.push(dependencies.createChunk(chunk));
    chunks += 1;
    if (writes.length < createdAtOnce) continue;
    await Promise.all(writes);
    writes = [];
  }
  await Promise.all(writes);
  return chunks;
}
