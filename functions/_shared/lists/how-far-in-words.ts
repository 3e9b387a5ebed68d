import { type ContactImport, type ImportProgress, stepsOf } from '../domain/contact-import.ts';
import type { HowFar } from './plan-contacts.ts';

/** How far an import is that is at work, by what it stored last. */
export function howFar({ state }: ContactImport, progress: ImportProgress): HowFar {
  const changes = state === 'planning' ? 0 : stepsOf(progress);
  return { read: progress.counts.rows, changes, written: stepsOf(progress, progress.applied) };
}

const inThousands = new Intl.NumberFormat('en');

/** For the report beside the file and for the command line. */
export function howFarInWords({ read, changes, written }: HowFar): string {
  return changes > 0
    ? `${inThousands.format(written)} of ${inThousands.format(changes)} people are written`
    : `${inThousands.format(read)} rows are read; nothing is written before the last one is read`;
}
