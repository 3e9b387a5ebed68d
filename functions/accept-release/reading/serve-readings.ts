import { Script } from 'node:vm';
import { framesOf } from '../../_shared/runtime/frames-of.ts';
import { readingSeconds } from '../limits.ts';
import type { readFiles } from './read-files.ts';
import { type ReadingJob, type Reported, readingJobSchema } from './reading-job.ts';

/** Reads what the parent process sends, one job at a time, until the parent is gone. */
export function serveReadings(read: typeof readFiles): void {
  const say = (reported: Reported) => process.send?.(reported);
  const answer = ({ files, context, withPages }: ReadingJob) => {
    try {
      const { reports, content } = read(files, context, (key) => say({ kind: 'begin', key }));
      const sent = reports.map(({ report, marked }) => ({ report, marked: withPages ? marked() : null }));
      say({ kind: 'read', reading: { reports: sent, content } });
    } catch (error) {
      const name = error instanceof Error ? error.name : 'unknown';
      say({ kind: 'failed', name, stack: framesOf(error) });
    }
  };
  // The parent ends what takes too long. Should it be gone itself, nobody would stop an endless loop: only a script
  // run by `vm` has a time limit of its own, and a script sees globals only.
  let job: ReadingJob | undefined;
  Object.assign(globalThis, { readJob: () => job && answer(job) });
  const guarded = new Script('readJob()');
  const lastResort = (readingSeconds.release + readingSeconds.file) * 1000;
  process.on('message', (message) => {
    job = readingJobSchema.parse(message);
    guarded.runInThisContext({ timeout: lastResort });
    job = undefined;
  });
  process.on('disconnect', () => process.exit());
  say({ kind: 'ready' });
}
