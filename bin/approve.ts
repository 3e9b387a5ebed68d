import { setTimeout as sleep } from 'node:timers/promises';
import { type ApprovalOutcome, approveRelease } from '../functions/_shared/decisions/approve-release.ts';
import { defineCommand } from './command.ts';
import { connectDecisions, sayOutcome, sayRelease } from './connect-decisions.ts';

export const approve = defineCommand({
  usage: 'approve ID [--by NAME]',
  summary: 'approve the version that waits, for the audience of its proof',
  options: {},
  positionals: { atLeast: 1, atMost: 1 },
  async run({ positionals: [releaseId = ''], io }) {
    const connection = await io.connect();
    const outcome = await whenComposed(() =>
      approveRelease(connectDecisions(connection), { releaseId, by: connection.by, shown: null }),
    );
    switch (outcome.kind) {
      case 'approved':
        sayRelease(io, 'approved', outcome.release);
        return 0;
      case 'waits-for-second':
        sayRelease(io, 'approved, waits for a second person', outcome.release);
        return 0;
      case 'asked-again':
        sayRelease(io, 'not approved', outcome.release);
        io.complain(
          'The audience has changed since the proof: somebody joined, or would get it earlier. A new proof is on its way; approve that one.',
        );
        return 1;
      case 'refused':
        return sayOutcome(io, releaseId, 'approved', { ok: false, refusal: outcome.refusal });
    }
  },
});

const patienceMilliseconds = 60_000;

/** A version that was dropped a moment ago is composed within seconds: whoever is that quick need not ask twice. */
async function whenComposed(approve: () => Promise<ApprovalOutcome>): Promise<ApprovalOutcome> {
  const until = Date.now() + patienceMilliseconds;
  for (;;) {
    const outcome = await approve();
    const isEarly = outcome.kind === 'refused' && outcome.refusal.code === 'not-composed';
    if (!isEarly || Date.now() > until) return outcome;
    await sleep(300);
  }
}
