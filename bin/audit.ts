import { auditStore, type TrailPart } from '../functions/_shared/aws/audit-store.ts';
import { releaseTable } from '../functions/_shared/aws/release-table.ts';
import { putDownTrail } from '../functions/_shared/decisions/move-release.ts';
import type { AuditLine } from '../functions/_shared/domain/audit.ts';
import { secondInWords } from '../functions/_shared/domain/when-in-words.ts';
import { contactsNamed, type Names, namesOf, subjectInWords } from './audit-names.ts';
import { type CommandIo, defineCommand, Refusal, UsageError } from './command.ts';
import { connectDecisions } from './connect-decisions.ts';
import type { Connection } from './connection.ts';

export const audit = defineCommand({
  usage: 'audit [--release ID] [--months N | --latest N]',
  summary: 'who did what and when: of one release, or of everything in the last months',
  options: {
    release: { type: 'string', value: 'ID', about: 'of this release alone' },
    months: { type: 'string', value: 'N', default: '12', about: 'how many months back (default 12)' },
    latest: { type: 'string', value: 'N', about: 'the last N lines alone' },
  },
  examples: ['audit', 'audit --latest 20', 'audit --release forum'],
  positionals: { atLeast: 0, atMost: 0 },
  async run({ values, io }) {
    const connection = await io.connect();
    const months = Math.max(1, Number.parseInt(values.months, 10) || 12);
    const lines =
      values.latest !== undefined
        ? latestLines(connection, values.release ?? null, numberOf(values.latest), months)
        : values.release === undefined
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

function numberOf(words: string): number {
  const number = Number(words);
  if (!Number.isInteger(number) || number < 1)
    throw new UsageError(`--latest takes a number, not "${words}"`);
  return number;
}

async function* linesOfRelease(connection: Connection, releaseId: string): AsyncGenerator<AuditLine> {
  await completeTrail(connection, releaseId);
  yield* auditStore(connection.bucket).readAudit(`RELEASE#${releaseId}`);
}

/** If a crash followed its last move, that audit line is still only in the head. */
async function completeTrail(connection: Connection, releaseId: string): Promise<void> {
  const release = await releaseTable(connection.table).readHead(releaseId);
  if (!release)
    throw new Refusal(`There is no release "${releaseId}". See what there is: npx dateline releases`);
  await putDownTrail(connectDecisions(connection), release);
}

async function* linesOfMonths({ bucket, now }: Connection, months: number): AsyncGenerator<AuditLine> {
  for (const month of monthsBack(now(), months).reverse()) yield* auditStore(bucket).readAuditMonth(month);
}

/** The last lines, oldest first. Reads no others. */
async function* latestLines(
  connection: Connection,
  releaseId: string | null,
  size: number,
  months: number,
): AsyncGenerator<AuditLine> {
  const { readTrailOf, readTrailOfMonth } = auditStore(connection.bucket);
  const found: AuditLine[] = [];
  const add = ({ lines }: TrailPart) => found.push(...lines);
  if (releaseId !== null) {
    await completeTrail(connection, releaseId);
    add(await readTrailOf(`RELEASE#${releaseId}`, { before: null, size }));
  } else
    for (const month of monthsBack(connection.now(), months))
      if (found.length < size)
        add(await readTrailOfMonth(month, { before: null, size: size - found.length }));
  yield* found.reverse();
}

/** `YYYY-MM`, the last month first. */
function monthsBack(last: Date, months: number): string[] {
  return Array.from({ length: months }, (_, back) =>
    new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth() - back, 1)).toISOString().slice(0, 7),
  );
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
