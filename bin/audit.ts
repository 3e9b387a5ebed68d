import { auditStore } from '../functions/_shared/aws/audit-store.ts';
import { releaseTable } from '../functions/_shared/aws/release-table.ts';
import { putDownTrail } from '../functions/_shared/decisions/move-release.ts';
import type { AuditLine } from '../functions/_shared/domain/audit.ts';
import { secondInWords } from '../functions/_shared/domain/when-in-words.ts';
import { contactsNamed, type Names, namesOf, subjectInWords } from './audit-names.ts';
import { type CommandIo, defineCommand, Refusal } from './command.ts';
import { connectDecisions } from './connect-decisions.ts';
import type { Connection } from './connection.ts';

export const audit = defineCommand({
  usage: 'audit [--release ID] [--months N]',
  summary: 'who did what and when: of one release, or of everything in the last months',
  options: {
    release: { type: 'string', value: 'ID', about: 'of this release alone' },
    months: { type: 'string', value: 'N', default: '12', about: 'how many months back (default 12)' },
  },
  examples: ['audit', 'audit --release forum'],
  positionals: { atLeast: 0, atMost: 0 },
  async run({ values, io }) {
    const connection = await io.connect();
    const months = Math.max(1, Number.parseInt(values.months, 10) || 12);
    const lines =
      values.release === undefined
        ? linesOfMonths(connection, months)
        : linesOfRelease(connection, values.release);
    let count = 0;
    for await (const some of inPortions(lines)) {
      const names = io.json ? new Map() : await namesOf(connection, some);
      for (const line of some) io.record(line, () => inWords(line, names, connection.newsroom.zone, io));
      count += some.length;
    }
    if (count === 0) io.say('Nothing has happened yet.');
    return 0;
  },
});

async function* linesOfRelease(connection: Connection, releaseId: string): AsyncGenerator<AuditLine> {
  const release = await releaseTable(connection.table).readHead(releaseId);
  if (!release)
    throw new Refusal(`There is no release "${releaseId}". See what there is: npx dateline releases`);
  // If a crash followed its last move, that audit line is still only in the head.
  await putDownTrail(connectDecisions(connection), release);
  yield* auditStore(connection.bucket).readAudit(`RELEASE#${releaseId}`);
}

async function* linesOfMonths({ bucket, now }: Connection, months: number): AsyncGenerator<AuditLine> {
  const last = now();
  for (let back = months - 1; back >= 0; back--) {
    const month = new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - back, 1));
    yield* auditStore(bucket).readAuditMonth(month.toISOString().slice(0, 7));
  }
}

/** Portions of lines whose contacts can be read in one request. */
async function* inPortions(lines: AsyncIterable<AuditLine>): AsyncGenerator<AuditLine[]> {
  let some: AuditLine[] = [];
  for await (const line of lines) {
    some.push(line);
    if (some.length < 100) continue;
    yield some;
    some = [];
  }
  if (some.length > 0) yield some;
}

function inWords(
  { at, by, act, subject, reason }: AuditLine,
  names: Names,
  zone: string,
  { style }: CommandIo,
): string {
  const what = `${style.bold(act.replaceAll('-', ' '))}  ${subjectInWords(subject, names)}  by ${contactsNamed(by, names)}`;
  return `${style.dim(secondInWords(at, zone))}  ${what}${reason ? style.dim(`  ${contactsNamed(reason, names)}`) : ''}`;
}
