import { likenessTable } from '../aws/likeness-table.ts';
import { releaseTable } from '../aws/release-table.ts';
import type { Table } from '../aws/table.ts';
import type { Newsroom } from '../domain/newsroom.ts';
import type { Release } from '../domain/release-life.ts';
import type { Instant } from '../domain/report.ts';
import type { EmbargoElsewhere, Filed } from '../domain/twin.ts';
import { findEmbargoElsewhere, type TwinDependencies } from './find-twins.ts';

const dayMilliseconds = 86_400_000;

/** The functions that find the same text under another name, bound to one newsroom. */
export function connectTwins(
  table: Table,
  { zone, retention }: Newsroom,
): TwinDependencies & {
  fileLikeness: (filed: Filed) => Promise<void>;
  embargoElsewhere: (release: Release, now: Instant) => Promise<EmbargoElsewhere | null>;
} {
  const likenesses = likenessTable(table);
  const twins = { ...releaseTable(table), ...likenesses };
  return {
    ...twins,
    fileLikeness: (filed) => {
      const needed = Math.max(Date.parse(filed.at), Date.parse(filed.embargo ?? filed.at));
      return likenesses.fileLikeness(filed, new Date(needed + retention.recipientDays * dayMilliseconds));
    },
    embargoElsewhere: (release, now) => findEmbargoElsewhere(twins, release, { zone, now }),
  };
}
