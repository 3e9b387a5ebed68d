import { deliveryTable } from '../functions/_shared/aws/delivery-table.ts';
import { releaseTable } from '../functions/_shared/aws/release-table.ts';
import { killRelease } from '../functions/_shared/decisions/stop-release.ts';
import { countReaders } from '../functions/compose-emails/count-readers.ts';
import { defineCommand, UsageError, yesOption } from './command.ts';
import { connectDecisions, sayOutcome } from './connect-decisions.ts';
import type { Connection } from './connection.ts';

export const kill = defineCommand({
  usage: 'kill ID --reason TEXT [--by NAME] [--yes]',
  summary: 'retract: stop all that is going out, tell everybody who was sent any of it',
  options: {
    reason: { type: 'string', value: 'TEXT', about: 'why: it stands in the notice that readers get' },
    yes: yesOption,
  },
  examples: ['kill forum --reason "the figures in it are wrong"'],
  positionals: { atLeast: 1, atMost: 1 },
  async run({ values: { reason = '', yes }, positionals: [releaseId = ''], io }) {
    if (reason.trim() === '') throw new UsageError('say why, with --reason: it stands in the notice');
    const connection = await io.connect();
    const mayKill = yes || (await io.confirm(() => killInWords(connection, releaseId, reason)));
    if (!mayKill) return 1;
    const outcome = await killRelease(connectDecisions(connection), { releaseId, by: connection.by, reason });
    return sayOutcome(io, connection, releaseId, 'killed', outcome);
  },
});

async function killInWords({ table }: Connection, releaseId: string, reason: string): Promise<string | null> {
  const release = await releaseTable(table).readHead(releaseId);
  if (!release || release.killed) return null;
  const versions = Array.from({ length: release.latestVersion }, (_, i) => i + 1);
  const { all } = await countReaders(
    { readRecords: (deliveryId) => deliveryTable(table).readRecords(deliveryId), readRecipients: nobody },
    release,
    versions,
  );
  const told =
    all === 0
      ? 'Nobody was sent it yet, so nobody is told.'
      : `${all === 1 ? 'The one person who was sent it gets' : `The ${all} people who were sent it get`} a notice: “${reason}”.`;
  return `This kills “${release.title ?? releaseId}”: what has not gone out never goes, and its page says that it was retracted. ${told} It cannot be undone.`;
}

async function* nobody() {}
