import { cancelRelease } from '../functions/_shared/decisions/stop-release.ts';
import { defineCommand } from './command.ts';
import { connectDecisions, sayOutcome } from './connect-decisions.ts';

export const cancel = defineCommand({
  usage: 'cancel ID [--reason TEXT] [--by NAME]',
  summary: 'take back what waits, or what was approved and has not begun',
  options: { reason: { type: 'string', value: 'TEXT', about: 'why, for the trail' } },
  examples: ['cancel forum --reason "the visit was put off"'],
  positionals: { atLeast: 1, atMost: 1 },
  async run({ values, positionals: [releaseId = ''], io }) {
    const connection = await io.connect();
    const outcome = await cancelRelease(connectDecisions(connection), {
      releaseId,
      by: connection.by,
      reason: values.reason ?? null,
    });
    return sayOutcome(io, connection, releaseId, 'cancelled', outcome);
  },
});
