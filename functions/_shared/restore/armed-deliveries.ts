import type { BucketObjects } from '../aws/bucket.ts';
import { type Edition, editionSchema } from '../domain/release.ts';
import { releaseTag } from '../domain/release-tag.ts';

/** A delivery that has been armed at some time, as the bucket knows it. */
export interface ArmedDelivery {
  deliveryId: string;
  releaseId: string;
  version: number;
  edition: Edition;
  /** Set if it was for one reader only, who was added. */
  addedContact?: string;
  recipientsKey: string;
  exclusionsKey: string;
}

const fileOfDelivery = /^store\/deliveries\/([A-Za-z0-9_-]+)\/([^/]+)\.recipients\.ndjson$/;
const idParts = /^(.+)_v(\d+)_([a-z-]+)(?:_(c[a-z2-7]{26}))?$/;
const fileOfText = /^store\/texts\/(.+)\/\d+\/[^/]+$/;

/**
 * Every delivery that has been armed: arming writes the recipients into the bucket before anything can be sent. Two runs
 * at once may leave two files with the same people; the later one is taken.
 */
export async function armedDeliveries({
  listObjects,
}: Pick<BucketObjects, 'listObjects'>): Promise<ArmedDelivery[]> {
  const releaseIds = await releaseIdsByTag({ listObjects });
  const latest = new Map<string, { stem: string; at: string }>();
  for await (const { key, modifiedAt: at } of listObjects('store/deliveries/')) {
    const [, deliveryId, name] = fileOfDelivery.exec(key) ?? [];
    if (!deliveryId || !name) continue;
    const stem = `store/deliveries/${deliveryId}/${name}`;
    if (at >= (latest.get(deliveryId)?.at ?? '')) latest.set(deliveryId, { stem, at });
  }
  return [...latest].flatMap(([deliveryId, { stem }]) => {
    const [, tag = '', version, edition, addedContact] = idParts.exec(deliveryId) ?? [];
    const parsed = editionSchema.safeParse(edition);
    if (!parsed.success) return [];
    return [
      {
        deliveryId,
        releaseId: releaseIds.get(tag) ?? tag,
        version: Number(version),
        edition: parsed.data,
        ...(addedContact && { addedContact }),
        recipientsKey: `${stem}.recipients.ndjson`,
        exclusionsKey: `${stem}.exclusions.ndjson`,
      },
    ];
  });
}

/** Names of releases that are not plain stand in a delivery's id as a slug and a hash. */
async function releaseIdsByTag({
  listObjects,
}: Pick<BucketObjects, 'listObjects'>): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const { key } of listObjects('store/texts/')) {
    const [, releaseId] = fileOfText.exec(key) ?? [];
    if (releaseId) found.set(releaseTag(releaseId), releaseId);
  }
  return found;
}
