import { writeLog } from '../_shared/runtime/logger.ts';

/** Alarms change once a minute. */
const milliseconds = 5000;

/**
 * Calls `read` at most once in a few seconds, for several pages together. Null if it failed; the log says why. No page
 * fails because of it.
 */
export function rememberBriefly<T>(read: () => Promise<T>, now: () => number): () => Promise<T | null> {
  let last: { at: number; result: Promise<T | null> } | null = null;
  return () => {
    if (last && now() - last.at < milliseconds) return last.result;
    const result = read().catch((error: unknown) => {
      writeLog({ stage: 'console', level: 'error', error: error instanceof Error ? error.name : 'unknown' });
      return null;
    });
    last = { at: now(), result };
    return result;
  };
}
