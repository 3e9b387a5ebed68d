import { createHash } from 'node:crypto';
import { normaliseAddress } from './contact-id.ts';
import { signLink, verifyLink } from './link-token.ts';

/**
 * The link by which one person of the desk approves one version for one audience. It works once: after the approval,
 * the version no longer waits for that person.
 */
export interface ApprovalLink {
  /** The desk address that received the link. It stands for the person. */
  by: string;
  releaseId: string;
  version: number;
  /** The first 16 characters of the audience's hash. */
  audienceHash: string;
}

const hashCharacters = 16;

/** A short hash that represents a desk address in a link. */
export function deskHash(address: string): string {
  return createHash('sha256').update(normaliseAddress(address)).digest('base64url').slice(0, 12);
}

export function approvalUrl(
  publicUrl: string,
  { by, releaseId, version, audienceHash }: ApprovalLink,
  key: Uint8Array,
): string {
  const token = signLink(
    'approve',
    {
      contact: deskHash(by),
      scope: releaseId,
      release: `${version}:${audienceHash.slice(0, hashCharacters)}`,
    },
    key,
  );
  return `${publicUrl}/a/${token}`;
}

/**
 * Reads a token. Null if it is forged, truncated, signed for another purpose, or if its person is no longer on the
 * desk.
 */
export function readApprovalToken(
  token: string,
  keys: readonly Uint8Array[],
  desk: readonly string[],
): ApprovalLink | null {
  const claims = verifyLink('approve', token, keys);
  const [, version, audienceHash] = /^(\d+):([0-9a-f]{16})$/.exec(claims?.release ?? '') ?? [];
  const by = desk.find((address) => deskHash(address) === claims?.contact);
  if (!claims || !version || !audienceHash || !by) return null;
  return { by, releaseId: claims.scope, version: Number(version), audienceHash };
}
