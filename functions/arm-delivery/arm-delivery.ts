import type { BucketObjects } from '../_shared/aws/bucket.ts';
import type { ContactTable } from '../_shared/aws/contact-table.ts';
import type { DeliveryTable } from '../_shared/aws/delivery-table.ts';
import type { ChunkQueues } from '../_shared/aws/queue.ts';
import type { RecipientsFile } from '../_shared/aws/recipients-file.ts';
import type { ReleaseTable } from '../_shared/aws/release-table.ts';
import type { Upload } from '../_shared/aws/upload-object.ts';
import type { MoveOutcome } from '../_shared/decisions/move-release.ts';
import type { EditionOf } from '../_shared/decisions/record-edition.ts';
import { cutChunks } from '../_shared/deliveries/cut-chunks.ts';
import { type JoinDependencies, joinRecipients } from '../_shared/deliveries/join-recipients.ts';
import { millisecondsAfterEmbargo } from '../_shared/domain/after-embargo.ts';
import { type Chunk, type Delivery, partsOf } from '../_shared/domain/delivery.ts';
import { instantIn, zoneOfReader } from '../_shared/domain/local-time.ts';
import type { ArmMessage } from '../_shared/domain/messages.ts';
import type { Measure } from '../_shared/domain/metrics.ts';
import { type Edition, isOwed } from '../_shared/domain/release.ts';
import {
  isHeldBack,
  isOverdue,
  type Live,
  type Plan,
  planOf,
  type Release,
} from '../_shared/domain/release-life.ts';
import { deliveryIdOf } from '../_shared/domain/release-tag.ts';
import type { Instant } from '../_shared/domain/report.ts';
import { within } from '../_shared/domain/within.ts';
import { addedReader, addedRecipients, withAdded } from './added-readers.ts';
import { chooseRecipients, type Sources } from './choose-recipients.ts';
import { type DueOf, type FrozenRecipients, freezeRecipients } from './freeze-recipients.ts';
import type { RenderedLanguages } from './rendered-languages.ts';

export interface Dependencies
  extends JoinDependencies,
    Pick<ReleaseTable, 'readHead'>,
    Pick<ContactTable, 'readCards'>,
    Pick<DeliveryTable, 'readDelivery' | 'createDelivery' | 'moveDelivery' | 'createChunk'>,
    Pick<RecipientsFile, 'streamLines'>,
    Pick<BucketObjects, 'deleteObject'>,
    Pick<ChunkQueues, 'enqueueChunks'> {
  upload: (key: string) => Upload;
  renderedLanguages: (releaseId: string, version: number, edition: Edition) => Promise<RenderedLanguages>;
  recordArmed: (of: EditionOf) => Promise<MoveOutcome>;
  recordOverdue: (of: EditionOf) => Promise<MoveOutcome>;
  settleDelivery: (deliveryId: string) => Promise<unknown>;
  /** Sends the message to arm-delivery's own queue again. */
  enqueueArm: (message: ArmMessage, delaySeconds: number) => Promise<void>;
  overdueLimitSeconds: number;
  /** For readers without a zone of their own. */
  newsroomZone: string;
  chunkSize: number;
  /** Epoch milliseconds. */
  now: () => number;
  log: (line: Record<string, unknown>) => void;
  measure: Measure;
}

/** Workers get their messages this long before the instant. They need the time to start and to load. */
const headStartSeconds = 20;
/** The longest delay of a message in SQS. */
const longestDelaySeconds = 900;
/** Recipients. A smaller delivery goes through the urgent queue, so that it does not wait behind a large one. */
const smallDelivery = 1000;
const createdAtOnce = 16;
/**
 * A `kill` or `embargo-moved` notice is armed again after this long if a worker is still sending an edition that it
 * concerns.
 */
const closingSeconds = 3;

/**
 * Freezes the recipients of one edition, cuts them into chunks and enqueues the chunks; the senders then wait for the
 * instant. Idempotent: the delivery's item says which file counts, a chunk that exists is not created again, and a
 * duplicate message finds nothing to do.
 */
export async function armDelivery(dependencies: Dependencies, message: ArmMessage): Promise<void> {
  const { releaseId, version, edition, addedContact } = message;
  const release = await dependencies.readHead(releaseId);
  const planned = release && plannedEdition(release, message);
  if (!release?.live || !planned) return;
  const now = dependencies.now();
  const of = { releaseId, version, edition, ...(addedContact && { addedContact }) };
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
  // Either a duplicate message: recorded as armed, and begun. Begun but not recorded means that an earlier run crashed
  // half way.
  // The release was approved again after a restore: the head learns that this edition is over. Nobody is sent to.
  if (delivery.restoredAt !== undefined && isSettled(delivery)) {
    await dependencies.recordArmed(of);
    await dependencies.moveDelivery({ ...delivery, state: 'armed' }, delivery.state);
    await dependencies.settleDelivery(delivery.deliveryId);
    return;
  }
  if (isSettled(delivery)) return;
  if (delivery.state === 'sending' && planned.state === 'armed') {
    if (!delivery.parts) return;
    const from = message.part ?? firstPartAhead(delivery, now);
    return enqueueParts(dependencies, message, delivery, from);
  }
  const chunks = await createChunks(dependencies, delivery);
  const recorded = await dependencies.recordArmed(of);
  if (!recorded.ok) {
    // A sweep ended the delivery before all of its chunks existed. Open it again, so that the next sweep ends the other
    // chunks.
    await dependencies.moveDelivery({ ...delivery, state: 'armed' }, 'stopped');
    return;
  }
  if (chunks === 0) await dependencies.settleDelivery(delivery.deliveryId);
  await enqueueParts(dependencies, message, delivery, message.part ?? 0);
  const armed = millisecondsAfterEmbargo(delivery, dependencies.now());
  if (armed !== null) dependencies.measure({ EmbargoArmed: armed }, { delivery: delivery.deliveryId });
  dependencies.log({
    stage: 'arm-delivery',
    delivery: delivery.deliveryId,
    recipients: delivery.recipients,
    chunks,
  });
}

/** The number of parts if none is still to come: they are in the queue, and the sweep puts back what is lost. */
function firstPartAhead(delivery: Delivery, now: number): number {
  const parts = partsOf(delivery);
  const ahead = parts.findIndex(({ notBefore }) => Date.parse(notBefore) > now);
  return ahead < 0 ? parts.length : ahead;
}

/**
 * Enqueues the chunks of the parts that are due soon, beginning with part `from`. For the first that is due later the
 * message comes again, as the queue delays none for long. While the release is paused that ends here; arming it again
 * begins with the first part that is ahead.
 */
async function enqueueParts(
  { enqueueChunks, enqueueArm, now }: Dependencies,
  message: ArmMessage,
  delivery: Delivery,
  from: number,
): Promise<void> {
  const { deliveryId, isUrgent } = delivery;
  let next = 0;
  for (const [part, { chunks, notBefore }] of partsOf(delivery).entries()) {
    const first = next;
    next += chunks;
    if (part < from) continue;
    const secondsLeft = Math.floor((Date.parse(notBefore) - now()) / 1000);
    if (secondsLeft > longestDelaySeconds) {
      const delaySeconds = Math.min(longestDelaySeconds, secondsLeft - longestDelaySeconds);
      return enqueueArm({ ...message, part }, delaySeconds);
    }
    await enqueueChunks(
      isUrgent,
      Array.from({ length: chunks }, (_, i) => ({ deliveryId, chunk: first + i })),
      Math.max(0, secondsLeft - headStartSeconds),
    );
  }
}

/** The edition as it is planned now. Null if this message is out of date. */
function plannedEdition(release: Release, message: ArmMessage): Plan | null {
  const { version, edition } = message;
  const { live, killed } = release;
  if (!live || live.version !== version) return null;
  if (edition === 'kill' ? !killed : killed || isHeldBack(release, edition)) return null;
  const planned = planOf(release, message);
  return planned?.state === 'planned' || planned?.state === 'armed' ? planned : null;
}

/**
 * The delivery with its recipients frozen, by this call or an earlier one. Null while a window of another edition is open:
 * it is not yet known who holds the release. The window closes within seconds, because that edition has ended.
 */
async function freeze(
  dependencies: Dependencies,
  release: Release,
  live: Live,
  planned: Plan,
): Promise<Delivery | null> {
  const { edition, dueAt, deliveryId } = planned;
  const found = await dependencies.readDelivery(deliveryId);
  if (found && found.state !== 'freezing') return withTime(dependencies, found, dueAt);
  const fresh = found ?? freshDelivery(release.releaseId, live.version, planned, dependencies.now());
  if (!found) await dependencies.createDelivery(fresh);
  const rendered = await dependencies.renderedLanguages(release.releaseId, live.version, edition);
  if (rendered.size === 0) throw new Error(`no rendered email of ${deliveryId}`);
  const sources = await findSources(dependencies, release, live);
  if (isOwed(edition) && (await isBeingSent(dependencies, [...sources.current, ...sources.earlier])))
    return null;
  const frozen = await freezeRecipients(
    dependencies.upload,
    deliveryId,
    planned.addedContact
      ? addedReader(dependencies, release, planned.deliveryId)
      : chooseRecipients(live, edition, sources),
    rendered,
    dueOf(planned, dependencies.newsroomZone),
  );
  return armFrozen(dependencies, {
    ...fresh,
    ...whenDue(frozen, dueAt, dependencies.chunkSize),
    exclusionsKey: frozen.exclusionsKey,
    recipients: frozen.recipients,
    unknownHolders: frozen.unknownHolders,
    groups: frozen.groups,
    state: 'armed',
    ...(planned.addedContact ? {} : holdersToAsk(release, live, edition, sources)),
    isUrgent: isUrgent(live, edition, frozen.recipients),
    embargo: live.embargo,
  });
}

/** When each recipient of an edition is due. */
function dueOf({ local, dueAt }: Plan, newsroomZone: string): DueOf {
  if (!local) return () => null;
  const known = new Map<string | null, Instant>();
  return ({ zone }) => {
    const found = known.get(zone);
    if (found !== undefined) return found;
    const own = instantIn(local, zoneOfReader(zone, newsroomZone));
    const at = Date.parse(own) < Date.parse(dueAt) ? dueAt : own;
    known.set(zone, at);
    return at;
  };
}

function whenDue(
  { parts }: FrozenRecipients,
  dueAt: Instant,
  chunkSize: number,
): Pick<Delivery, 'notBefore' | 'recipientsKey' | 'chunks' | 'parts'> {
  const [first] = parts;
  const cut = parts.map((part) => ({
    ...part,
    notBefore: part.notBefore ?? dueAt,
    chunks: Math.ceil(part.recipients / chunkSize),
  }));
  return {
    notBefore: first.notBefore ?? dueAt,
    recipientsKey: first.recipientsKey,
    chunks: cut.reduce((sum, { chunks }) => sum + chunks, 0),
    ...(first.notBefore !== null && { parts: cut }),
  };
}

/** The time of an armed edition may have changed: an embargo was broken, or the desk released an overdue edition. */
async function withTime(
  { moveDelivery }: Dependencies,
  found: Delivery,
  notBefore: Instant,
): Promise<Delivery> {
  if (found.state !== 'armed' || found.notBefore === notBefore) return found;
  await moveDelivery({ ...found, notBefore }, 'armed');
  return { ...found, notBefore };
}

function freshDelivery(
  releaseId: string,
  version: number,
  { edition, dueAt, deliveryId, addedContact }: Plan,
  now: number,
): Delivery {
  return {
    deliveryId,
    releaseId,
    version,
    edition,
    notBefore: dueAt,
    recipientsKey: '',
    recipients: 0,
    reachesUnsubscribed: isOwed(edition),
    chunks: 0,
    state: 'freezing',
    createdAt: new Date(now).toISOString(),
    exclusionsKey: null,
    unknownHolders: 0,
    holdersOf: null,
    isUrgent: false,
    ...(addedContact && { addedContact }),
  };
}

/** Makes the files of this run the delivery's files, unless another run was faster. Returns the resulting delivery. */
async function armFrozen(
  { readDelivery, moveDelivery, deleteObject }: Dependencies,
  armed: Delivery & { exclusionsKey: string },
): Promise<Delivery> {
  if (await moveDelivery(armed, 'freezing')) return armed;
  const winner = await readDelivery(armed.deliveryId);
  if (!winner) throw new Error(`delivery ${armed.deliveryId} vanished while it was frozen`);
  // Another run was faster, or this run was and the answer was lost. Delete our files only if they do not count.
  if (winner.recipientsKey !== armed.recipientsKey)
    for (const key of [...partsOf(armed).map(({ recipientsKey }) => recipientsKey), armed.exclusionsKey])
      await deleteObject(within(key, ['store/deliveries/']));
  return winner;
}

/** Whether a worker holds an open window of one of these deliveries. A worker whose lease has run out holds nothing. */
async function isBeingSent(
  { readChunks, now }: Pick<Dependencies, 'readChunks' | 'now'>,
  deliveries: readonly Delivery[],
): Promise<boolean> {
  for (const delivery of deliveries.filter((one) => !isSettled(one)))
    for await (const { state, owner, leaseUntil, done, highWater } of readChunks(delivery.deliveryId))
      if (state === 'open' && owner !== null && leaseUntil > now() && done < highWater) return true;
  return false;
}

/** Lifts, retractions, corrections and small releases are sent before bulk. */
function isUrgent(live: Live, edition: Edition, recipients: number): boolean {
  return recipients <= smallDelivery || edition !== 'general' || live.embargo !== null;
}

/**
 * Whom the claim of a general edition or a lift notice asks about: the delivery of the embargoed edition, while it may
 * still reach somebody, and the readers to whom it was sent in a delivery of their own.
 */
function holdersToAsk(
  { added }: Release,
  live: Live,
  edition: Edition,
  { embargoed }: Sources,
): Pick<Delivery, 'holdersOf' | 'addedHolders'> {
  if (edition !== 'general' && edition !== 'lift-notice') return { holdersOf: null };
  const addedHolders = added
    .filter((one) => one.version === live.version && one.edition === 'embargoed')
    .map(({ addedContact }) => addedContact);
  const early = live.editions.find(({ edition: name }) => name === 'embargoed');
  const isOver = embargoed ? isSettled(embargoed) : early?.state === 'stopped';
  return {
    holdersOf: early && !isOver ? early.deliveryId : null,
    ...(addedHolders.length > 0 && { addedHolders }),
  };
}

const isSettled = ({ state }: Delivery): boolean => state === 'sent' || state === 'stopped';

/** The editions of one version, the latest in time first. */
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
      [
        ...sendableEditions.map((edition) => deliveryIdOf(release.releaseId, version, edition)),
        ...release.added.filter((one) => one.version === version).map(({ deliveryId }) => deliveryId),
      ].map((deliveryId) => dependencies.readDelivery(deliveryId)),
    );
    return found.filter((delivery) => delivery !== null).filter(({ state }) => state !== 'freezing');
  };
  const current = await deliveriesOf(live.version);
  const toAudience = current.filter(({ addedContact }) => addedContact === undefined);
  const earlier: Delivery[] = [];
  for (const version of release.sentVersions) earlier.push(...(await deliveriesOf(version)));
  return {
    audience: () =>
      withAdded(
        dependencies.streamRecipients(live.audience.recipientsKey),
        addedRecipients(dependencies, release.added),
      ),
    embargoed: toAudience.find(({ edition }) => edition === 'embargoed') ?? null,
    current,
    earlier,
    join: (delivery) => joinRecipients(dependencies, delivery),
  };
}

/** Returns the number of chunks. */
async function createChunks(dependencies: Dependencies, delivery: Delivery): Promise<number> {
  if (delivery.chunks === 0) return 0;
  let chunks = 0;
  // Written together once they are read: a write that fails while the next part is read would fail unheard.
  let batch: Chunk[] = [];
  const write = () => Promise.all(batch.map(dependencies.createChunk));
  for await (const chunk of chunksOf(dependencies, delivery)) {
    batch.push(chunk);
    chunks += 1;
    if (batch.length < createdAtOnce) continue;
    await write();
    batch = [];
  }
  await write();
  return chunks;
}

async function* chunksOf(
  { streamLines, chunkSize }: Dependencies,
  delivery: Delivery,
): AsyncGenerator<Chunk> {
  let first = 0;
  for (const { recipientsKey, chunks } of partsOf(delivery)) {
    yield* cutChunks(delivery.deliveryId, streamLines(recipientsKey), chunkSize, first);
    first += chunks;
  }
}
