import { createHash } from 'node:crypto';

/**
 * The id of a notice: its kind, and a digest of everything that distinguishes it. Contains no address in clear text.
 */
export function noticeIdOf(kind: string, ...about: readonly (string | number)[]): string {
  return `${kind}-${createHash('sha256').update(JSON.stringify(about)).digest('hex').slice(0, 32)}`;
}
