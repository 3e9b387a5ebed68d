import { openDatabase } from './cloud/open-database.ts';

/**
 * Takes `file` for this process until `release` or the process's end, however it ends: the lock is the kernel's, so
 * after `kill -9` there is nothing stale to recognise. Null when another process holds it for `patienceMilliseconds`.
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
