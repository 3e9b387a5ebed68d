import type { DeliveryTable } from '../_shared/aws/delivery-table.ts';
import type { ReleaseTable } from '../_shared/aws/release-table.ts';
import { type Progress, progressOf, type Results } from '../_shared/domain/delivery.ts';
import { localSpan } from '../_shared/domain/local-span.ts';
import type { LocalSpan } from '../_shared/domain/local-span-schema.ts';
import { type PossibleActs, possibleActs } from '../_shared/domain/possible-acts.ts';
import { type EditionProgress, progressOfEdition } from '../_shared/domain/progress.ts';
import type { Edition, Version } from '../_shared/domain/release.ts';
import {
  type Candidate,
  type PlannedEdition,
  plansOf,
  type Release,
  type ReleaseState,
  releaseState,
  undecided,
} from '../_shared/domain/release-life.ts';
import { previewPlan } from '../_shared/domain/release-moves.ts';
import type { Instant, LocalMoment } from '../_shared/domain/report.ts';

export interface ReleaseReaders
  extends Pick<ReleaseTable, 'listReleases' | 'readHead' | 'listVersions' | 'listReportPointers'>,
    Pick<DeliveryTable, 'readDelivery' | 'readChunks' | 'readResults'> {
  now: () => Date;
}

/**
 * Progress of the sending. `recipients` is the approved audience; the other counts cover the editions that are armed.
 */
export interface SendingCounts extends Progress {
  recipients: number;
}

/** A release as one line of a list. */
export interface ReleaseLine {
  id: string;
  state: ReleaseState;
  /** The version that awaits a decision, else the live one, else the latest. Null if there is none. */
  version: number | null;
  title: string | null;
  language: string | null;
  embargo: Instant | null;
  updatedAt: Instant;
  /** Null if no audience is frozen. */
  counts: SendingCounts | null;
}

export interface EditionLine {
  edition: Edition;
  version: number;
  deliveryId: string;
  /** Set if it is for one reader only, who was added. */
  addedContact: string | null;
  dueAt: Instant;
  /** If each reader's own clock decides: the hour and the day, and when the last reader is due. */
  local: (LocalMoment & { lastDueAt: Instant }) | null;
  state: 'planned' | 'armed' | 'sent' | 'stopped' | 'overdue';
  /** Null until the edition is armed: its recipients are then chosen from the audience. */
  recipients: number | null;
  counts: EditionProgress;
  /** The results of the mails sent, as far as SES has reported them. */
  results: Omit<Results, 'byGroup'>;
}

/** A release with everything that is known about it. */
export interface ReleaseView extends ReleaseLine {
  createdAt: Instant;
  latestVersion: number;
  candidate: Candidate | null;
  /** When the waiting version would go out if it were approved now, if each reader's own clock decides. */
  span: LocalSpan | null;
  audience: Candidate['audience'];
  approvals: { by: string; at: Instant }[];
  editions: EditionLine[];
  acts: PossibleActs;
  versions: Version[];
  reports: { key: string; status: 'accepted' | 'held' | 'rejected' }[];
  broken: Release['broken'];
  killed: Release['killed'];
  cancelled: Release['cancelled'];
  withdrawn: Release['withdrawn'];
}

/** All releases, the last changed first. */
export async function viewReleases(readers: ReleaseReaders): Promise<ReleaseLine[]> {
  const releases: Release[] = [];
  for (const which of ['open', 'settled'] as const)
    for await (const release of readers.listReleases(which)) releases.push(release);
  releases.sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1));
  return Promise.all(
    releases.map(async (release) =>
      lineOf(release, await editionsOf(readers, release), readers.now().toISOString()),
    ),
  );
}

export async function viewRelease(readers: ReleaseReaders, releaseId: string): Promise<ReleaseView | null> {
  const release = await readers.readHead(releaseId);
  return release && viewOf(readers, release);
}

/** The same for a head that was just read. */
export async function viewOf(readers: ReleaseReaders, release: Release): Promise<ReleaseView> {
  const { releaseId } = release;
  const editions = await editionsOf(readers, release);
  const waiting = undecided(release);
  return {
    ...lineOf(release, editions, readers.now().toISOString()),
    createdAt: release.createdAt,
    latestVersion: release.latestVersion,
    candidate: release.candidate,
    span: waiting && spanOf(release, waiting, readers.now().toISOString()),
    audience: waiting?.audience ?? release.live?.audience ?? null,
    approvals: waiting?.approvals ?? release.live?.approvals ?? [],
    editions,
    acts: possibleActs(release, readers.now().toISOString()),
    versions: (await Array.fromAsync(readers.listVersions(releaseId))).reverse(),
    reports: (await Array.fromAsync(readers.listReportPointers(releaseId))).map(({ key, status }) => ({
      key,
      status,
    })),
    broken: release.broken,
    killed: release.killed,
    cancelled: release.cancelled,
    withdrawn: release.withdrawn,
  };
}

function lineOf(release: Release, editions: readonly EditionLine[], now: Instant): ReleaseLine {
  const shown = undecided(release) ?? release.live;
  return {
    id: release.releaseId,
    state: releaseState(release, now),
    version: shown?.version ?? (release.latestVersion || null),
    title: release.title,
    language: release.language,
    embargo: shown?.embargo ?? null,
    updatedAt: release.updatedAt,
    counts: shown?.audience ? { recipients: shown.audience.recipients, ...sumOf(editions) } : null,
  };
}

async function editionsOf(readers: ReleaseReaders, release: Release): Promise<EditionLine[]> {
  const { live } = release;
  if (!live) return [];
  return Promise.all(
    plansOf(release).map(async (planned) => {
      const { edition, deliveryId, dueAt, state, addedContact = null } = planned;
      // Before it is armed there is nothing to read.
      const delivery = state === 'planned' ? null : await readers.readDelivery(deliveryId);
      const chunks = delivery ? await Array.fromAsync(readers.readChunks(deliveryId)) : [];
      const { byGroup, ...results } = await readers.readResults(deliveryId);
      return {
        edition,
        version: live.version,
        deliveryId,
        addedContact,
        dueAt,
        local: localOf(planned, live.audience.byZone),
        state,
        recipients: delivery?.recipients ?? null,
        counts: progressOfEdition(
          [{ delivery, chunks, results: { ...results, byGroup } }],
          readers.now().getTime(),
        ),
        results,
      };
    }),
  );
}

function spanOf(release: Release, waiting: Candidate, now: Instant): LocalSpan | null {
  if (!waiting.sendAtLocal || !waiting.audience) return null;
  const general = previewPlan(release, waiting, now).find(({ edition }) => edition === 'general');
  return (general && localSpan(general, waiting.audience.byZone, now)) ?? null;
}

function localOf(planned: PlannedEdition, byZone: Record<string, number> | undefined): EditionLine['local'] {
  const span = localSpan(planned, byZone);
  return span && { ...span.local, lastDueAt: span.last.at ?? planned.dueAt };
}

/** Sums all editions except the notices about the embargo: their readers are already counted. */
function sumOf(editions: readonly EditionLine[]): Progress {
  const sum = progressOf([]);
  for (const { counts } of editions.filter(
    ({ edition }) => edition !== 'lift-notice' && edition !== 'embargo-moved',
  ))
    for (const name of [
      'expected',
      'sent',
      'refused',
      'unknown',
      'leftOut',
      'missing',
      'parked',
      'stopped',
    ] as const)
      sum[name] += counts[name];
  return sum;
}
