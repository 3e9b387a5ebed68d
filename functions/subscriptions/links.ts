import { type FileReader, fileToken, readFileToken } from '../_shared/domain/file-link.ts';
import type { LinkKeys } from '../_shared/domain/keyring.ts';
import { type LinkClaims, type LinkPurpose, signLink, verifyLink } from '../_shared/domain/link-token.ts';

/** People use these links years after the mail. All other links decide or open something, and end with their key. */
const lasting: ReadonlySet<LinkPurpose> = new Set(['unsubscribe', 'preferences']);

/** Verifies and signs the links of the public pages with the newsroom's keys. Paths begin with a slash. */
export function linksOf(linkKeys: LinkKeys, desk: readonly string[]) {
  const { signing: key, recent, all } = linkKeys;
  const verify = (purpose: LinkPurpose, token: string) =>
    verifyLink(purpose, token, lasting.has(purpose) ? all : recent);
  const forContact = (contact: string): LinkClaims => ({ contact, scope: '', release: '' });
  return {
    verify,
    verifyAs: (purpose: LinkPurpose) => (token: string) => verify(purpose, token),
    preferencesPath: (contact: string) => `/p/${signLink('preferences', forContact(contact), key)}`,
    unsubscribePath: (contact: string) => `/u/${signLink('unsubscribe', forContact(contact), key)}`,
    signForm: (claims: LinkClaims) => signLink('form', claims, key),
    verifyForm: (token: string) => verify('form', token),
    confirmPath: (claims: LinkClaims) => `/c/${signLink('confirm', claims, key)}`,
    fileToken: (reader: FileReader, of: { releaseId: string; version: number }) => fileToken(reader, of, key),
    readFileToken: (token: string) => readFileToken(token, linkKeys, desk),
  };
}
