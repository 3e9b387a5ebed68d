import { liftRelease } from '../functions/_shared/decisions/stop-release.ts';
import { defineCommand, UsageError } from './command.ts';
import { connectDecisions, sayOutcome } from './connect-decisions.ts';

export const lift = defineCommand({
  usage: 'lift ID --reason TEXT [--by NAME]',
  summary: 'embargo broken: send to everybody now and tell those who have it',
  options: { reason: { type: 'string' } },
  positionals: { atLeast: 1, atMost: 1 },
  async run({ values: { reason = '' }, positionals: [releaseId = ''], io }) {
    if (reason.trim() === '') throw new UsageError('say why, with --reason');
    const connection = await io.connect();
    const outcome = await liftRelease(connectDecisions(connection), { releaseId, by: connection.by, reason });
    return sayOutcome(io, connection, releaseId, 'lifted', outcome);
  },
});
