import { type Language, languageSchema } from './newsroom.ts';
import { type Edition, editionSchema } from './release.ts';

/** Identifies one of a version's emails: an edition, in one language, for the people who hold one version. */
export interface EmailName {
  edition: Edition;
  /** The language of the recipients. */
  language: Language;
  /**
   * The earlier version that the email is about, because its readers were sent that one. Null if it is about its own
   * version.
   */
  holds: number | null;
}

const folderOf = (releaseId: string, version: number): string => `store/emails/${releaseId}/${version}/`;

/** The key of a stored email in the bucket; its content is `renderedEmailSchema`. */
export function emailKey(releaseId: string, version: number, name: EmailName): string {
  return `${folderOf(releaseId, version)}${emailName(name)}.json`;
}

/** `kill.en`, `kill.1.en` */
export function emailName({ edition, language, holds }: EmailName): string {
  return [edition, holds, language].filter((part) => part !== null).join('.');
}

/** The prefix of the keys of all emails of a version, or of one of its editions. */
export function emailPrefix(releaseId: string, version: number, edition: Edition | null): string {
  return folderOf(releaseId, version) + (edition === null ? '' : `${edition}.`);
}

/** Null if the key is not the key of an email. */
export function readEmailKey(key: string): EmailName | null {
  const [name = '', ...rest] = (key.split('/').at(-1) ?? '').replace(/\.json$/, '').split('.');
  const holds = rest.length === 2 && /^[1-9]\d*$/.test(rest[0] ?? '') ? Number(rest.shift()) : null;
  const edition = editionSchema.safeParse(name);
  const language = languageSchema.safeParse(rest[0]);
  if (rest.length !== 1 || !edition.success || !language.success) return null;
  return { edition: edition.data, language: language.data, holds };
}
