import { createHash } from 'node:crypto';
import type { Edition } from './release.ts';

const plain = /^[A-Za-z0-9_-]{1,120}$/;

/**
 * A release's id in the alphabet of SES tags and URLs, `[A-Za-z0-9_-]`: the id itself if possible, otherwise a slug and
 * a hash.
 */
export function releaseTag(releaseId: string): string {
  if (plain.test(releaseId)) return releaseId;
  const slug = releaseId
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80);
  const hash = createHash('sha256').update(releaseId.normalize('NFC')).digest('hex').slice(0, 8);
  return slug ? `${slug}-${hash}` : hash;
}

export function deliveryIdOf(releaseId: string, version: number, edition: Edition): string {
  return `${releaseTag(releaseId)}_v${version}_${edition}`;
}

/** The delivery of an edition to one reader who was added: that of the edition, and the reader. */
export function addedDeliveryId(editionDeliveryId: string, contactId: string): string {
  return `${editionDeliveryId}_${contactId}`;
}

/** A short name for links, where length matters: at most 20 characters of `[A-Za-z0-9_-]`. */
export function shortTag(releaseId: string): string {
  const tag = releaseTag(releaseId);
  if (tag.length <= 20) return tag;
  const hash = createHash('sha256').update(releaseId.normalize('NFC')).digest('hex').slice(0, 8);
  return `${tag.slice(0, 11)}-${hash}`;
}
