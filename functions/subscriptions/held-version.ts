import type { DeliveryTable } from '../_shared/aws/delivery-table.ts';
import type { Release } from '../_shared/domain/release-life.ts';
import { deliveryIdOf } from '../_shared/domain/release-tag.ts';

const editionsWithText = ['embargoed', 'correction', 'general'] as const;

/**
 * The latest version that a contact was sent. If there is none, the latest that may have been sent to them, or null.
 */
export async function heldVersion(
  readRecord: DeliveryTable['readRecord'],
  { releaseId, live, sentVersions }: Release,
  contactId: string,
): Promise<number | null> {
  let perhaps: number | null = null;
  for (const version of new Set([...(live ? [live.version] : []), ...sentVersions])) {
    const records = await Promise.all(
      editionsWithText.map((edition) => readRecord(deliveryIdOf(releaseId, version, edition), contactId)),
    );
    const states = records.map((record) => record?.state);
    if (states.some((state) => state === 'sent' || state === 'delivered' || state === 'complained'))
      return version;
    if (states.includes('unknown')) perhaps ??= version;
  }
  return perhaps;
}
