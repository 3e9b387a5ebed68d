import { connectVisibility } from '../aws/message-visibility.ts';
import type { WorkQueue } from '../domain/retry.ts';
import { beginInvocation, writeLog } from './logger.ts';
import type { Handler } from './queue-consumer.ts';
import { tryAgain } from './try-again.ts';

/** The handler of a stage that consumes queues. Its failed messages come back as the queues' `retry` says. */
export function withRetries(stage: string, queues: readonly WorkQueue[], handle: Handler): Handler {
  const dependencies = {
    ...connectVisibility(),
    now: Date.now,
    random: Math.random,
    log: (line: Record<string, unknown>) => writeLog({ stage, ...line }),
  };
  const consume = tryAgain(dependencies, queues, handle);
  return (event, context) => {
    beginInvocation(context);
    return consume(event, context);
  };
}
