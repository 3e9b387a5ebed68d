import type { Instant, Problem } from '../../_shared/domain/report.ts';
import type { Declared } from '../declarations/declared-schema.ts';
import { readDeclaredMoment } from '../fields/read-declared-moment.ts';
import type { InstantContext } from '../moments/instant.ts';
import { problem } from '../problems.ts';
import { isFarAhead } from './far-ahead.ts';
import { declaredAt, inField, type Origin, type Settled, settled } from './settled.ts';

/** When the release is to be sent; only the desk says so. */
export function settleSendAt(
  declared: Declared['sendAt'],
  origin: Origin | undefined,
  embargo: Instant | null,
  context: InstantContext,
): Settled<Instant | null> {
  if (!declared) return settled(null);
  const where = inField('sendAt', origin);
  const provenance = declaredAt(origin);
  const reading = readDeclaredMoment(declared, 'sendAt', context);
  if (reading.kind === 'unresolved')
    return settled(null, { problems: [problem('send-at-unresolved', reading.message, where)], provenance });
  const { instant, assumptions } = reading;
  return settled(instant, {
    problems: faultsOf(instant, embargo, context.now, where),
    assumptions,
    provenance,
  });
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
