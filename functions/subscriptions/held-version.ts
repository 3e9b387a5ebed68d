import type { DeliveryTable } from '../_shared/aws/delivery-table.ts';
import type { Release } from '../_shared/domain/release-life.ts';
import { deliveryIdOf } from '../_shared/domain/release-tag.ts';

const editionsWithText = ['embargoed', 'correction', 'general'] as const;

/**
 * The latest version that a contact was sent. If there is none, the latest that may have been sent to them, or null.
 */
export async function heldVersion(
  readRecord: DeliveryTable['readRecord'],
  { releaseId, live, sentVersions, added }: Release,
  contactId: string,
): Promise<number | null> {
  let perhaps: number | null = null;
  for (const version of new Set([...(live ? [live.version] : []), ...sentVersions])) {
    const own = added.filter((one) => one.addedContact === contactId && one.version === version);
    const deliveries = [
      ...editionsWithText.map((edition) => deliveryIdOf(releaseId, version, edition)),
      ...own.map(({ deliveryId }) => deliveryId),
    ];
    const records = await Promise.all(deliveries.map((deliveryId) => readRecord(deliveryId, contactId)));
    const states = records.map((record) => record?.state);
    if (states.some((state) => state === 'sent' || state === 'delivered' || state === 'complained'))
      return version;
    if (states.includes('unknown')) perhaps ??= version;
  }
  return perhaps;
}
