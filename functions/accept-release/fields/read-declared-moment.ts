import { findMoment } from '../moments/find-moment.ts';
import type { InstantContext, InstantReading } from '../moments/instant.ts';
import { resolveMoment } from '../moments/resolve-moment.ts';
import { isRelative } from './embargo-doubts.ts';
import { onlySmallWords } from './small-words.ts';

/** A declared moment is nothing but a moment: any other word makes it uncertain. */
export function readDeclaredMoment(
  written: string,
  field: 'embargo' | 'sendAt',
  context: InstantContext,
): InstantReading {
  const moment = findMoment(written);
  const unclear: InstantReading = {
    kind: 'unresolved',
    code: 'embargo-unresolved',
    message: `“${written.slice(0, 120)}” is not an exact moment.`,
  };
  if (
    moment.dates.length + moment.times.length === 0 ||
    !onlySmallWords(moment.rest) ||
    isRelative(moment.rest)
  )
    return unclear;
  return resolveMoment(moment, written.slice(0, 120), field, context);
}
