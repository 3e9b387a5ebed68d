import type { DeliveryTable } from '../aws/delivery-table.ts';
import type { RecipientsFile } from '../aws/recipients-file.ts';
import type { Exclusion } from '../domain/audience.ts';
import { type Edition, editionSchema } from '../domain/release.ts';
import type { Release } from '../domain/release-life.ts';
import { deliveryIdOf } from '../domain/release-tag.ts';
import { type JoinDependencies, joinRecipients } from './join-recipients.ts';

export type ListDependencies = JoinDependencies &
  Pick<DeliveryTable, 'readDelivery'> &
  Pick<RecipientsFile, 'streamExclusions'>;

/** One recipient of one edition, or one contact who was left out of it (then `state` is `left-out`). */
export interface RecipientLine {
  contact: string;
  email: string;
  edition: Edition | null;
  version: number;
  language: string | null;
  state: string;
  reason: string | null;
  at: string | null;
  sesMessageId: string | null;
}

/**
 * Everybody whom a release's approved version concerns: a line for each recipient of each edition (or of `only`), and a
 * line for each contact who was left out of the edition or of the whole audience (then `edition` is null). Streamed.
 */
export async function* listRecipients(
  dependencies: ListDependencies,
  release: Release,
  only: Edition | null,
): AsyncGenerator<RecipientLine> {
  const { live } = release;
  if (!live) return;
  const { version } = live;
  const added = release.added.filter((one) => one.version === version);
  const deliveries = (only ? [only] : editionSchema.options).flatMap((edition) => [
    deliveryIdOf(release.releaseId, version, edition),
    ...added.filter((one) => one.edition === edition).map(({ deliveryId }) => deliveryId),
  ]);
  for (const deliveryId of deliveries) {
    const delivery = await dependencies.readDelivery(deliveryId);
    if (!delivery || delivery.recipientsKey === '') continue;
    const { edition } = delivery;
    for await (const { recipient, state, reason, record } of joinRecipients(dependencies, delivery))
      yield {
        contact: recipient.contactId,
        email: recipient.email,
        edition,
        version,
        language: recipient.language,
        state,
        reason,
        at: record?.at ?? null,
        sesMessageId: record?.sesMessageId ?? null,
      };
    if (delivery.exclusionsKey)
      yield* leftOut(dependencies.streamExclusions(delivery.exclusionsKey), edition, version);
  }
  yield* leftOut(dependencies.streamExclusions(live.audience.exclusionsKey), null, version);
}

async function* leftOut(
  exclusions: AsyncIterable<Exclusion>,
  edition: Edition | null,
  version: number,
): AsyncGenerator<RecipientLine> {
  for await (const { contactId, email, reason } of exclusions)
    yield {
      contact: contactId,
      email,
      edition,
      version,
      language: null,
      state: 'left-out',
      reason,
      at: null,
      sesMessageId: null,
    };
}
