import { createHash } from 'node:crypto';

/** A notice's id: what it is about, then a digest of everything that makes it another one. No address in clear. */
export function noticeIdOf(kind: string, ...about: readonly (string | number)[]): string {
  return `${kind}-${createHash('sha256').update(JSON.stringify(about)).digest('hex').slice(0, 32)}`;
}
