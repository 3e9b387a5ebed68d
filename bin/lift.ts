import { releaseTable } from '../functions/_shared/aws/release-table.ts';
import { liftRelease } from '../functions/_shared/decisions/stop-release.ts';
import { whenInWords } from '../functions/_shared/domain/when-in-words.ts';
import { defineCommand, UsageError, yesOption } from './command.ts';
import { connectDecisions, sayOutcome } from './connect-decisions.ts';
import type { Connection } from './connection.ts';

export const lift = defineCommand({
  usage: 'lift ID --reason TEXT [--by NAME] [--yes]',
  summary: 'embargo broken: send to everybody now and tell those who have it',
  options: {
    reason: { type: 'string', value: 'TEXT', about: 'why: who published it' },
    yes: yesOption,
  },
  examples: ['lift forum --reason "the Daily Bugle has published it"'],
  positionals: { atLeast: 1, atMost: 1 },
  async run({ values: { reason = '', yes }, positionals: [releaseId = ''], io }) {
    if (reason.trim() === '') throw new UsageError('say why, with --reason');
    const connection = await io.connect();
    const mayLift = yes || (await io.confirm(() => liftInWords(connection, releaseId, io.now())));
    if (!mayLift) return 1;
    const outcome = await liftRelease(connectDecisions(connection), { releaseId, by: connection.by, reason });
    return sayOutcome(io, connection, releaseId, 'lifted', outcome);
  },
});

async function liftInWords(
  { table, newsroom }: Connection,
  releaseId: string,
  now: Date,
): Promise<string | null> {
  const release = await releaseTable(table).readHead(releaseId);
  const embargo = release?.live?.embargo;
  if (!release?.live || !embargo || Date.parse(embargo) <= now.getTime()) return null;
  if (release.killed || release.broken) return null;
  const { live, title } = release;
  const { recipients, accredited } = live.audience;
  return `This ends the embargo of “${title ?? releaseId}” now instead of at ${whenInWords(embargo, newsroom.zone)}: it becomes public, the ${recipients - accredited} contacts who are waiting get it at once, and the ${accredited} accredited ones who have it are told. It cannot be undone.`;
}
