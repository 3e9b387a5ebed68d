import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { goodStanding, type Standing } from '../domain/contact.ts';
import { mergeRecord } from '../domain/delivery.ts';
import { type Release, releaseSchema } from '../domain/release-life.ts';
import { batchGet } from './batch-get.ts';
import { fromItem } from './item.ts';
import { feedbackKey, type Known, noteKnown, outcomeKey } from './known-records.ts';
import { headKey } from './release-table.ts';
import { standingKey, toStanding } from './standing-item.ts';
import type { Table } from './table.ts';

export interface Window {
  releaseId: string;
  contactIds: readonly string[];
  /** Deliveries of the embargoed edition that may have reached somebody in this window. */
  asked: readonly { deliveryId: string; contactId: string }[];
}

export interface WindowReading {
  release: Release | null;
  standings: Map<string, Standing>;
  /** Those who are known to have been sent one of the deliveries that were asked about. */
  holders: Set<string>;
}

/** The reads of the step that claims a send. */
export function windowTable(table: Table) {
  return {
    /**
     * Reads everything that may forbid a send, strongly consistent: the head of the release, the standings of the
     * window's contacts and, for those in `asked`, whether they hold the embargoed edition. A window of 25 needs
     * one request.
     */
    async readWindow({ releaseId, contactIds, asked }: Window): Promise<WindowReading> {
      const items = await batchGet(table, [
        headKey(releaseId),
        ...contactIds.map(standingKey),
        ...asked.flatMap((one) => [
          outcomeKey(one.deliveryId, one.contactId),
          feedbackKey(one.deliveryId, one.contactId),
        ]),
      ]);
      return readingOf(items, contactIds);
    },
  };
}

function readingOf(
  items: readonly Record<string, AttributeValue>[],
  contactIds: readonly string[],
): WindowReading {
  let release: Release | null = null;
  const standings = new Map(contactIds.map((id) => [id, goodStanding(id)]));
  const byDelivery = new Map<string, Map<string, Known>>();
  for (const item of items) {
    const pk = item.pk?.S ?? '';
    if (pk.startsWith('RELEASE#')) release = fromItem(releaseSchema, item);
    else if (pk.startsWith('DELIVERY#')) {
      const known = byDelivery.get(pk) ?? new Map<string, Known>();
      noteKnown(known, item);
      byDelivery.set(pk, known);
    } else standings.set(pk.slice('CONTACT#'.length), toStanding(item));
  }
  return { release, standings, holders: new Set([...byDelivery.values()].flatMap(holdersIn)) };
}

function holdersIn(known: ReadonlyMap<string, Known>): string[] {
  const holders: string[] = [];
  for (const [contactId, { outcome, feedback }] of known) {
    const state = mergeRecord(outcome, feedback)?.state;
    if (state === 'sent' || state === 'delivered') holders.push(contactId);
  }
  return holders;
}
