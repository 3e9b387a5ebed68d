import { deliveryTable } from '../../functions/_shared/aws/delivery-table.ts';
import { releaseTable } from '../../functions/_shared/aws/release-table.ts';
import { progressOf, type RecipientState } from '../../functions/_shared/domain/delivery.ts';
import { type Release, releaseState } from '../../functions/_shared/domain/release-life.ts';
import type { Style } from '../command.ts';
import type { Connection } from '../connection.ts';
import { tableOf } from '../terminal-io.ts';

/** One edition of one release. A release without editions has one row with nulls. */
export interface SummaryRow {
  release: string;
  state: string;
  version: number | null;
  edition: string | null;
  recipients: number | null;
  counts: Partial<Record<RecipientState, number>>;
}

export interface Summary {
  rows: SummaryRow[];
  words: string;
  /** Every recipient of the editions that were sent has a result, and none is unknown or pending. */
  isComplete: boolean;
}

const unsettled: readonly RecipientState[] = ['pending', 'sending', 'unknown', 'parked'];

/** The result of every release, counted from the recipients' records. */
export async function summaryOf(
  { table, now }: Connection,
  { width, style }: { width: number; style: Style },
): Promise<Summary> {
  const rows: SummaryRow[] = [];
  for (const which of ['settled', 'open'] as const)
    for await (const release of releaseTable(table).listReleases(which))
      rows.push(...(await rowsOf(table, release, now().toISOString())));
  const cells = rows.map((row) => cellsOf(row, style));
  return {
    rows,
    words: `\n${tableOf(headings, cells, { width, style, flexible: 0, right: [3, 4, 5, 6, 7, 8] })}\n`,
    isComplete: rows.every(isAccountedFor),
  };
}

const headings = [
  'RELEASE',
  'STATE',
  'EDITION',
  'RECIPIENTS',
  'SENT',
  'DELIVERED',
  'BOUNCED',
  'REFUSED',
  'LEFT OUT',
];

async function rowsOf(table: Connection['table'], release: Release, now: string): Promise<SummaryRow[]> {
  const { releaseId, live } = release;
  const state = releaseState(release, now);
  const begun = (live?.editions ?? []).filter(({ dueAt }) => Date.parse(dueAt) <= Date.parse(now));
  const bare = {
    release: releaseId,
    state,
    version: live?.version ?? null,
    edition: null,
    recipients: null,
    counts: {},
  };
  if (begun.length === 0) return [bare];
  return Promise.all(
    begun.map(async ({ edition, deliveryId }) => {
      const delivery = await deliveryTable(table).readDelivery(deliveryId);
      const counts: SummaryRow['counts'] = {};
      for await (const record of deliveryTable(table).readRecords(deliveryId))
        counts[record.state] = (counts[record.state] ?? 0) + 1;
      // Recipients who were not tried have no record; the chunks give their number.
      const { missing, stopped } = progressOf(
        await Array.fromAsync(deliveryTable(table).readChunks(deliveryId)),
      );
      counts.pending = (counts.pending ?? 0) + missing;
      counts['left-out'] = (counts['left-out'] ?? 0) + stopped;
      return { ...bare, edition, recipients: delivery?.recipients ?? 0, counts };
    }),
  );
}

function isAccountedFor({ recipients, counts }: SummaryRow): boolean {
  if (recipients === null) return true;
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return total === recipients && unsettled.every((state) => !counts[state]);
}

function cellsOf(row: SummaryRow, style: Style): string[] {
  const { counts } = row;
  const number = (count: number | undefined) => (count ? String(count) : style.dim('–'));
  // A mail about which SES reported later is counted as sent, too.
  const sent =
    (counts.sent ?? 0) + (counts.delivered ?? 0) + (counts.bounced ?? 0) + (counts.complained ?? 0);
  const colour = row.state === 'rejected' || row.state === 'held' ? style.caution : style.good;
  return [
    row.release,
    colour(row.state),
    row.edition ?? style.dim('–'),
    row.recipients === null ? style.dim('–') : String(row.recipients),
    number(sent),
    number(counts.delivered),
    number(counts.bounced),
    number(counts.refused),
    number(counts['left-out']),
  ];
}
