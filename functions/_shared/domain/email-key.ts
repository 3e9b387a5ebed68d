import { type Language, languageSchema } from './newsroom.ts';
import { type Edition, editionSchema } from './release.ts';

/** Which of a version's emails: what an edition says in one language to those who hold one version. */
export interface EmailName {
  edition: Edition;
  /** Of those who get it. */
  language: Language;
  /** The earlier version that it speaks of, since its readers were sent that one; null when it speaks of its own. */
  holds: number | null;
}

const folderOf = (releaseId: string, version: number): string => `store/emails/${releaseId}/${version}/`;

/** Where an email is stored in the bucket; `renderedEmailSchema`. */
export function emailKey(releaseId: string, version: number, name: EmailName): string {
  return `${folderOf(releaseId, version)}${emailName(name)}.json`;
}

/** `kill.en`, `kill.1.en` */
export function emailName({ edition, language, holds }: EmailName): string {
  return [edition, holds, language].filter((part) => part !== null).join('.');
}

/** What the keys of all emails of a version, or of one of its editions, begin with. */
export function emailPrefix(releaseId: string, version: number, edition: Edition | null): string {
  return folderOf(releaseId, version) + (edition === null ? '' : `${edition}.`);
}

/** Null for what is no email's key. */
export function readEmailKey(key: string): EmailName | null {
  const [name = '', ...rest] = (key.split('/').at(-1) ?? '').replace(/\.json$/, '').split('.');
  const holds = rest.length === 2 && /^[1-9]\d*$/.test(rest[0] ?? '') ? Number(rest.shift()) : null;
  const edition = editionSchema.safeParse(name);
  const language = languageSchema.safeParse(rest[0]);
  if (rest.length !== 1 || !edition.success || !language.success) return null;
  return { edition: edition.data, language: language.data, holds };
}
