import { DatabaseSync } from 'node:sqlite';

/**
 * Takes `file` for this process until `release` or the process's end, however it ends: the lock is the kernel's, so
 * after `kill -9` there is nothing stale to recognise. Null when another process holds it for `patienceMilliseconds`.
 */
export function takeLock(file: string, patienceMilliseconds = 500): { release: () => void } | null {
  const database = new DatabaseSync(file);
  try {
    database.exec(
      `pragma busy_timeout = ${patienceMilliseconds}; pragma locking_mode = exclusive; begin exclusive`,
    );
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (error instanceof Error && /locked|busy/.test(error.message)) return null;
    throw error;
  }
}
