import { readAudit, readAuditMonth } from '../functions/_shared/aws/audit-table.ts';
import { readRelease } from '../functions/_shared/aws/release-table.ts';
import { putDownTrail } from '../functions/_shared/decisions/move-release.ts';
import type { AuditLine } from '../functions/_shared/domain/audit.ts';
import { type CommandIo, defineCommand, Refusal } from './command.ts';
import { connectDecisions } from './connect-decisions.ts';
import type { Connection } from './connection.ts';

export const audit = defineCommand({
  usage: 'audit [--release ID] [--months N]',
  summary: 'who did what and when: of one release, or of everything in the last months',
  options: { release: { type: 'string' }, months: { type: 'string', default: '12' } },
  positionals: { atLeast: 0, atMost: 0 },
  async run({ values, io }) {
    const connection = await io.connect();
    const months = Math.max(1, Number.parseInt(values.months, 10) || 12);
    const lines =
      values.release === undefined
        ? linesOfMonths(connection, months)
        : linesOfRelease(connection, values.release);
    let count = 0;
    for await (const line of lines) {
      io.record(line, () => inWords(line, io));
      count++;
    }
    if (count === 0) io.say('Nothing has happened yet.');
    return 0;
  },
});

async function* linesOfRelease(connection: Connection, releaseId: string): AsyncGenerator<AuditLine> {
  const release = await readRelease(connection.table, releaseId);
  if (!release)
    throw new Refusal(`There is no release "${releaseId}". See what there is: npx dateline releases`);
  // A crash right after its last move may have kept that line in the head alone.
  await putDownTrail(connectDecisions(connection), release);
  yield* readAudit(connection.table, `RELEASE#${releaseId}`);
}

async function* linesOfMonths({ table, now }: Connection, months: number): AsyncGenerator<AuditLine> {
  const last = now();
  for (let back = months - 1; back >= 0; back--) {
    const month = new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - back, 1));
    yield* readAuditMonth(table, month.toISOString().slice(0, 7));
  }
}

function inWords({ at, by, act, subject, reason }: AuditLine, { style }: CommandIo): string {
  return `${style.dim(at)}  ${style.bold(act)}  ${subject}  by ${by}${reason ? style.dim(`  ${reason}`) : ''}`;
}
