import { setTimeout as sleep } from 'node:timers/promises';
import { releaseTable } from '../functions/_shared/aws/release-table.ts';
import { approveRelease } from '../functions/_shared/decisions/approve-release.ts';
import type { JoinedCounter } from '../functions/_shared/decisions/connect-life.ts';
import { fillIn, localSpan, spanInWords } from '../functions/_shared/domain/local-span.ts';
import { describeWithUtc } from '../functions/_shared/domain/moment.ts';
import type { Candidate, PlannedEdition, Release } from '../functions/_shared/domain/release-life.ts';
import { previewPlan } from '../functions/_shared/domain/release-moves.ts';
import { en as words } from '../templates/catalogues/en.ts';
import { approveShown } from './approve-shown.ts';
import { type CommandIo, defineCommand, UsageError } from './command.ts';
import { connectDecisions, sayOutcome, sayRelease } from './connect-decisions.ts';
import type { Connection } from './connection.ts';
import { embargoWords } from './embargo-words.ts';

export const approve = defineCommand({
  usage: 'approve ID [--version N] [--by NAME]',
  summary: 'approve the version that waits, for the audience of its proof',
  options: {
    version: { type: 'string', value: 'N', about: 'approve only this version, as `release ID` shows it' },
  },
  examples: ['approve forum --by "Lan Nguyen"', 'approve forum --version 2'],
  positionals: { atLeast: 1, atMost: 1 },
  async run({ values, positionals: [releaseId = ''], io }) {
    const version = values.version === undefined ? null : Number(values.version);
    if (version !== null && !(Number.isInteger(version) && version > 0))
      throw new UsageError('--version takes the number of a version, as `dateline release ID` shows it');
    const connection = await io.connect();
    const life = connectDecisions(connection);
    const outcome = await approveShown(
      {
        ...life,
        approve: (approval) => approveRelease(life, approval),
        show: async (release, waiting) => io.say(await inWords(connection, life, release, waiting, io)),
        sleep,
        now: () => Date.now(),
      },
      { releaseId, by: connection.by, version },
    );
    switch (outcome.kind) {
      case 'approved':
        await sayRelease(io, connection, 'approved', outcome.release);
        return 0;
      case 'waits-for-second':
        await sayRelease(io, connection, 'approved, waits for a second person', outcome.release);
        return 0;
      case 'refused':
        return sayOutcome(io, connection, releaseId, 'approved', { ok: false, refusal: outcome.refusal });
    }
  },
});

/** What is about to be approved: title, number of recipients, times. */
async function inWords(
  { table, newsroom }: Connection,
  { countJoined }: JoinedCounter,
  release: Release,
  waiting: Candidate,
  { style, now }: CommandIo,
): Promise<string> {
  const { releaseId } = release;
  const { version, audience } = waiting;
  const read = await releaseTable(table).readVersion(releaseId, version);
  const joined = audience && (await countJoined(releaseId, version, audience));
  const at = now().toISOString();
  const { zone } = newsroom;
  const when = (planned: PlannedEdition) => {
    const span = localSpan(planned, audience?.byZone, at);
    if (span)
      return spanInWords(span, {
        words: words.proof,
        language: 'en',
        zone,
        waiting: waiting.sendAtLocal,
        fill: fillIn,
      });
    const isDue = Date.parse(planned.dueAt) <= Date.parse(at);
    return isDue ? 'at once' : describeWithUtc(planned.dueAt, zone, 'en');
  };
  const recipients = audience?.recipients ?? 0;
  return [
    style.bold(read?.texts[0]?.title ?? releaseId),
    `${releaseId} version ${version}, to ${recipients} ${recipients === 1 ? 'contact' : 'contacts'}, ${audience?.accredited ?? 0} of them accredited`,
    embargoWords(waiting.embargo, newsroom.zone, at),
    ...previewPlan(release, waiting, at).map((planned) => `  ${planned.edition.padEnd(12)} ${when(planned)}`),
    ...(joined ? [style.caution(`${joined} joined since the proof; they are not in it.`)] : []),
    ...(audience && joined === null
      ? ['Who joined since the proof was not counted: the lists are too long. They are not in it.']
      : []),
  ].join('\n');
}
