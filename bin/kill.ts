import { killRelease } from '../functions/_shared/decisions/stop-release.ts';
import { defineCommand, UsageError } from './command.ts';
import { connectDecisions, sayOutcome } from './connect-decisions.ts';

export const kill = defineCommand({
  usage: 'kill ID --reason TEXT [--by NAME]',
  summary: 'retract: stop all that is going out, tell everybody who was sent any of it',
  options: { reason: { type: 'string' } },
  positionals: { atLeast: 1, atMost: 1 },
  async run({ values: { reason = '' }, positionals: [releaseId = ''], io }) {
    if (reason.trim() === '') throw new UsageError('say why, with --reason: it stands in the notice');
    const connection = await io.connect();
    const outcome = await killRelease(connectDecisions(connection), { releaseId, by: connection.by, reason });
    return sayOutcome(io, connection, releaseId, 'killed', outcome);
  },
});
