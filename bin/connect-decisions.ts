import { connectSchedules } from '../functions/_shared/aws/schedule.ts';
import { connectLife } from '../functions/_shared/decisions/connect-life.ts';
import type { MoveOutcome } from '../functions/_shared/decisions/move-release.ts';
import { localSpan } from '../functions/_shared/domain/local-span.ts';
import {
  isBeingChecked,
  isHeldBack,
  type PlannedEdition,
  type Release,
  releaseState,
} from '../functions/_shared/domain/release-life.ts';
import type { Instant } from '../functions/_shared/domain/report.ts';
import { whenInWords } from '../functions/_shared/domain/when-in-words.ts';
import type { CommandIo, ExitCode } from './command.ts';
import type { Connection } from './connection.ts';
import { sayStop } from './say-stop.ts';
import { stateWords } from './state-words.ts';

/** The dependencies of the use cases, bound to the newsroom that the command line is connected to. */
export function connectDecisions(connection: Connection) {
  const { newsroom, table, bucket, queues, keys, publicUrl, now } = connection;
  const schedules = connectSchedules(connection.schedules);
  return connectLife({
    newsroom,
    table,
    bucket,
    composeQueue: queues.compose,
    armQueue: queues.arm,
    schedules,
    keys,
    publicUrl,
    now,
  });
}

/** Reports the result of a decision. Exit code 0 if it was carried out, 1 if it was refused. */
export async function sayOutcome(
  io: CommandIo,
  connection: Pick<Connection, 'table' | 'newsroom' | 'now'>,
  releaseId: string,
  done: string,
  outcome: MoveOutcome,
): Promise<ExitCode> {
  if (outcome.ok) {
    await sayRelease(io, connection, done, outcome.release);
    return 0;
  }
  const { code, message } = outcome.refusal;
  io.record(
    { release: releaseId, outcome: 'refused', code, message },
    () => `${io.style.bad(`✗ not ${done}`)}: ${io.style.bold(releaseId)} – ${message}`,
  );
  await sayStop(io, connection);
  return 1;
}

/** `done`: `approved`, `cancelled` … */
export async function sayRelease(
  io: CommandIo,
  connection: Pick<Connection, 'table' | 'newsroom' | 'now'>,
  done: string,
  release: Release,
): Promise<void> {
  const { newsroom } = connection;
  const stopped = await sayStop(io, connection);
  const { releaseId, live, candidate } = release;
  const state = releaseState(release, io.now().toISOString());
  const version = live?.version ?? candidate?.version ?? release.latestVersion;
  const editions = (live?.editions ?? []).map((planned) => {
    const { edition, dueAt, local, state: now } = planned;
    const lastDueAt = lastDueOf(planned, release);
    return { edition, dueAt, ...(local && { local }), ...(lastDueAt && { lastDueAt }), state: now };
  });
  io.record({ release: releaseId, outcome: done, version, state, editions, stopped }, () =>
    [
      `${io.style.good('✓')} ${done}: ${io.style.bold(releaseId)} version ${version}, ${stateWords(state, io.style)}`,
      ...(live?.editions ?? []).map(
        (each) =>
          `  ${each.edition.padEnd(12)} ${dueWords(each, release, newsroom.zone)}  ${progressOf(release, each, io)}`,
      ),
    ].join('\n'),
  );
}

/** When the last reader is due, if each reader's own clock decides. */
function lastDueOf(planned: PlannedEdition, { live }: Release): Instant | null {
  return localSpan(planned, live?.audience.byZone)?.last.at ?? null;
}

function dueWords(planned: PlannedEdition, release: Release, zone: string): string {
  const last = lastDueOf(planned, release);
  return `${whenInWords(planned.dueAt, zone)}${last ? ` to ${whenInWords(last, zone)}, by each reader’s own clock` : ''}`;
}

function progressOf(release: Release, edition: PlannedEdition, { now }: Pick<CommandIo, 'now'>): string {
  const isChecked = isBeingChecked(edition, now().toISOString()) && !isHeldBack(release, edition.edition);
  if (!isChecked || !release.live) return edition.state;
  const { recipients } = release.live.audience;
  return `checking ${recipients.toLocaleString('en')} ${recipients === 1 ? 'contact' : 'contacts'} …`;
}
