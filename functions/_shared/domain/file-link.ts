import { deskHash } from './approval-link.ts';
import type { LinkKeys } from './keyring.ts';
import { signLink, verifyLink } from './link-token.ts';
import { releaseTag } from './release-tag.ts';

/**
 * The reader for whom a link to a release's picture or attachment was made. Links for `anybody` are in mails and pages
 * for the public; they open nothing before the release is public. The other links open what their reader may see at the
 * time of the request.
 */
export type FileReader =
  | { kind: 'anybody' }
  | { kind: 'contact'; contactId: string }
  /** One person of the desk, who checks a proof before anybody else sees the release. */
  | { kind: 'desk'; address: string };

export interface FileLink {
  reader: FileReader;
  /** The `releaseTag` of the release's id. */
  release: string;
  /** The version whose text names the file. */
  version: number;
}

/** Distinguishes desk readers from contacts: a contact id never contains a dot. */
const deskMark = 'desk.';

export function fileToken(
  reader: FileReader,
  { releaseId, version }: { releaseId: string; version: number },
  key: Uint8Array,
): string {
  return signLink(
    'file',
    { contact: claimOf(reader), scope: releaseTag(releaseId), release: String(version) },
    key,
  );
}

function claimOf(reader: FileReader): string {
  switch (reader.kind) {
    case 'anybody':
      return '';
    case 'contact':
      return reader.contactId;
    case 'desk':
      return deskMark + deskHash(reader.address);
  }
}

/**
 * Reads a token. Null if it is forged, truncated, signed for another purpose, or if its person is no longer on the
 * desk. A public picture in a mail of years ago is still shown; what one reader may see ends with its key.
 */
export function readFileToken(
  token: string,
  { recent, all }: Pick<LinkKeys, 'recent' | 'all'>,
  desk: readonly string[],
): FileLink | null {
  const old = verifyLink('file', token, all);
  const claims = old?.contact === '' ? old : verifyLink('file', token, recent);
  const reader = claims && readerOf(claims.contact, desk);
  if (!reader || !/^[1-9]\d*$/.test(claims.release)) return null;
  return { reader, release: claims.scope, version: Number(claims.release) };
}

function readerOf(claim: string, desk: readonly string[]): FileReader | null {
  if (claim === '') return { kind: 'anybody' };
  if (!claim.startsWith(deskMark)) return { kind: 'contact', contactId: claim };
  const address = desk.find((one) => deskMark + deskHash(one) === claim);
  return address === undefined ? null : { kind: 'desk', address };
}
