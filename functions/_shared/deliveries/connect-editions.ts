import { auditStore } from '../aws/audit-store.ts';
import type { Bucket } from '../aws/bucket.ts';
import { noticeStore } from '../aws/notice-store.ts';
import { messageQueue, type Queue } from '../aws/queue.ts';
import { releaseTable } from '../aws/release-table.ts';
import type { Table } from '../aws/table.ts';
import type { LifeDependencies, MoveOutcome } from '../decisions/move-release.ts';
import { noticeIdOf } from '../decisions/notice-id.ts';
import { type EditionOf, recordEditionSent, recordEditionStopped } from '../decisions/record-edition.ts';
import { type NoticeDependencies, requestNotice } from '../decisions/request-notice.ts';
import { tellOverdue } from '../decisions/tell-desk.ts';
import type { Newsroom } from '../domain/newsroom.ts';

/** The resources of the stages that arm, send and watch, for recording the progress of an edition in the head. */
export interface EditionResources {
  newsroom: Newsroom;
  table: Table;
  bucket: Bucket;
  composeQueue: Queue;
  now: () => number;
}

/** `tellDesk` sends one alert to everybody on the desk. A second call with the same `about` sends nothing. */
export interface EditionRecords {
  life: LifeDependencies;
  recordEdition: (as: 'sent' | 'stopped', of: EditionOf) => Promise<MoveOutcome>;
  tellDesk: (
    about: string,
    alert: { releaseId: string | null; title: string; message: string; fix: string },
  ) => Promise<void>;
}

export function connectEditions(resources: EditionResources): EditionRecords {
  const { newsroom, table, bucket, composeQueue, now } = resources;
  const notices: NoticeDependencies = {
    ...noticeStore(bucket),
    enqueueCompose: messageQueue(composeQueue).enqueue,
  };
  const life: LifeDependencies = {
    ...releaseTable(table),
    ...auditStore(bucket),
    now: () => new Date(now()),
    async carryOut(effect) {
      // Arming, sending and stopping have no effects. Holding an overdue edition tells the desk.
      if (effect.kind !== 'tell-overdue') throw new Error(`a delivery asks for no ${effect.kind}`);
      await tellOverdue(notices, newsroom, effect);
    },
  };
  return {
    life,
    recordEdition: (as, of) => (as === 'sent' ? recordEditionSent(life, of) : recordEditionStopped(life, of)),
    async tellDesk(about, alert) {
      for (const to of newsroom.desk)
        await requestNotice(notices, noticeIdOf('alert', about, to), {
          to,
          contactId: null,
          notice: { kind: 'desk-alert', language: newsroom.defaultLanguage, url: null, ...alert },
        });
    },
  };
}
