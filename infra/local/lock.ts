import { openDatabase } from './cloud/open-database.ts';

/**
 * Locks `file` for this process until `release` is called or the process ends. The kernel holds the lock, so that even
 * `kill -9` leaves no stale lock. Null if another process holds it for longer than `patienceMilliseconds`.
 */
export function takeLock(file: string, patienceMilliseconds = 500): { release: () => void } | null {
  try {
    const database = openDatabase(
      file,
      `pragma busy_timeout = ${patienceMilliseconds}; pragma locking_mode = exclusive; begin exclusive`,
      'It holds nothing: delete it and start again.',
    );
    return { release: () => database.close() };
  } catch (error) {
    if (error instanceof Error && /locked|busy/.test(error.message)) return null;
    throw error;
  }
}
