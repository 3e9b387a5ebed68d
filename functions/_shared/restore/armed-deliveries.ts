import type { BucketObjects } from '../aws/bucket.ts';
import { readInstantInKey } from '../domain/instant-in-key.ts';
import { type Edition, editionSchema } from '../domain/release.ts';
import { releaseTag } from '../domain/release-tag.ts';
import type { Instant } from '../domain/report.ts';

/** A delivery that has been armed at some time, as the bucket knows it. */
export interface ArmedDelivery {
  deliveryId: string;
  releaseId: string;
  version: number;
  edition: Edition;
  /** Set if it was for one reader only, who was added. */
  addedContact?: string;
  /** The files of its recipients. `notBefore`: null unless they are due at an instant of their own. */
  files: [RecipientsOf, ...RecipientsOf[]];
  exclusionsKey: string;
}

interface RecipientsOf {
  recipientsKey: string;
  notBefore: Instant | null;
}

const fileOfDelivery = /^store\/deliveries\/([A-Za-z0-9_-]+)\/([^/.]+)(?:\.([^/.]+))?\.recipients\.ndjson$/;
const idParts = /^(.+)_v(\d+)_([a-z-]+)(?:_(c[a-z2-7]{26}))?$/;
const fileOfText = /^store\/texts\/(.+)\/\d+\/[^/]+$/;

/**
 * Every delivery that has been armed: arming writes the recipients into the bucket before anything can be sent. Two runs
 * at once may leave files with the same people; those of the later run are taken.
 */
export async function armedDeliveries({
  listObjects,
}: Pick<BucketObjects, 'listObjects'>): Promise<ArmedDelivery[]> {
  const releaseIds = await releaseIdsByTag({ listObjects });
  const latest = new Map<string, { stem: string; at: string; files: ArmedDelivery['files'] }>();
  for await (const { key: recipientsKey, modifiedAt: at } of listObjects('store/deliveries/')) {
    const [, deliveryId, name, instant = ''] = fileOfDelivery.exec(recipientsKey) ?? [];
    if (!deliveryId || !name) continue;
    const stem = `store/deliveries/${deliveryId}/${name}`;
    const file = { recipientsKey, notBefore: readInstantInKey(instant) };
    const known = latest.get(deliveryId);
    // Objects are listed in the order of their keys: the files of one run by their instants.
    if (known?.stem === stem) known.files.push(file);
    else if (at >= (known?.at ?? '')) latest.set(deliveryId, { stem, at, files: [file] });
  }
  return [...latest].flatMap(([deliveryId, { stem, files }]) => {
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
        files,
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
