import { earliestInstant, instantIn } from '../../_shared/domain/local-time.ts';
import type { Instant, LocalTime, Problem } from '../../_shared/domain/report.ts';
import type { Declared } from '../declarations/declared-schema.ts';
import { readDeclaredMoment } from '../fields/read-declared-moment.ts';
import { readLocalTime, saysLocal } from '../fields/read-local-time.ts';
import { type InstantContext, iso } from '../moments/instant.ts';
import { problem } from '../problems.ts';
import { isFarAhead } from './far-ahead.ts';
import { declaredAt, inField, type Origin, type Settled, settled } from './settled.ts';

/** When a release is to be sent: null at once. */
export interface SendTime {
  /** With `local`: the earliest instant that this can be; null if no day was written. */
  instant: Instant | null;
  /** By each reader's own clock. */
  local: LocalTime | null;
}

const atOnce: SendTime = { instant: null, local: null };

/** When the release is to be sent; only the desk says so. */
export function settleSendAt(
  declared: Declared['sendAt'],
  origin: Origin | undefined,
  embargo: Instant | null,
  context: InstantContext,
): Settled<SendTime> {
  if (!declared) return settled(atOnce);
  const where = inField('sendAt', origin);
  const provenance = declaredAt(origin);
  const reading = saysLocal(declared)
    ? readLocalTime(declared, context)
    : readDeclaredMoment(declared, 'sendAt', context);
  if (reading.kind === 'unresolved')
    return settled(atOnce, { problems: [problem('send-at-unresolved', reading.message, where)], provenance });
  const { assumptions } = reading;
  if (reading.kind === 'local')
    return settled(earliest(reading.local), {
      problems: faultsOfLocal(reading.local, embargo, context, where),
      assumptions,
      provenance,
    });
  return settled(
    { instant: reading.instant, local: null },
    { problems: faultsOf(reading.instant, embargo, context.now, where), assumptions, provenance },
  );
}

function earliest(local: LocalTime): SendTime {
  const { time, date } = local;
  return { instant: date === null ? null : iso(Date.parse(earliestInstant({ time, date }))), local };
}

function faultsOfLocal(
  { time, date }: LocalTime,
  embargo: Instant | null,
  { now, zone }: InstantContext,
  where: Problem['where'],
): Problem[] {
  if (embargo !== null)
    return [
      problem(
        'send-at-local-with-embargo',
        'The release has an embargo, which ends at one instant for everybody, and is to be sent by each reader’s own clock.',
        where,
      ),
    ];
  return date === null ? [] : faultsOf(iso(Date.parse(instantIn({ time, date }, zone))), null, now, where);
}

function faultsOf(
  instant: Instant,
  embargo: Instant | null,
  now: Instant,
  where: Problem['where'],
): Problem[] {
  const at = Date.parse(instant);
  const problems: Problem[] = [];
  if (embargo !== null && at > Date.parse(embargo))
    problems.push(
      problem('send-at-after-embargo', 'The release is to be sent after its embargo lifts.', where),
    );
  if (isFarAhead(instant, now))
    problems.push(
      problem('send-at-far-ahead', `The release is to be sent in more than two years (${instant}).`, where),
    );
  if (at < Date.parse(now))
    problems.push(
      problem('send-at-passed', 'The time to send has passed: it will be sent once approved.', where),
    );
  return problems;
}
