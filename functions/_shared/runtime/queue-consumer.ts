import { z } from 'zod';

/** What SQS hands to a Lambda, as far as we read it. */
export const sqsEventSchema = z.object({
  Records: z.array(
    z.object({
      messageId: z.string(),
      body: z.string(),
      attributes: z.object({ ApproximateReceiveCount: z.coerce.number() }),
    }),
  ),
});

export interface BatchResponse {
  batchItemFailures: { itemIdentifier: string }[];
}

/** Ids and counts only: a log line may be read by people who must not know a headline before its time. */
export type Log = (line: Record<string, unknown>) => void;

/**
 * Consumes a batch one message after the other; what throws is returned as failed and comes back, the rest is done.
 * A body that does not parse throws too: after its last try it stands in the dead-letter queue for a person to read.
 */
export function consumeQueue<M>(
  stage: string,
  schema: z.ZodType<M>,
  consume: (message: M, deadline: { remainingMilliseconds: () => number }) => Promise<void>,
  log: Log = writeLog,
) {
  return async (
    event: unknown,
    context: { getRemainingTimeInMillis: () => number },
  ): Promise<BatchResponse> => {
    const batchItemFailures: BatchResponse['batchItemFailures'] = [];
    for (const record of sqsEventSchema.parse(event).Records) {
      try {
        const message = schema.parse(JSON.parse(record.body));
        await consume(message, { remainingMilliseconds: () => context.getRemainingTimeInMillis() });
      } catch (error) {
        const { name } = error instanceof Error ? error : { name: 'unknown' };
        log({
          stage,
          level: 'error',
          messageId: record.messageId,
          tries: record.attributes.ApproximateReceiveCount,
          error: name,
          stack: stackOf(error),
        });
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }
    return { batchItemFailures };
  };
}

export function writeLog(line: Record<string, unknown>): void {
  console.log(JSON.stringify(line));
}

/** Where it happened without what it said: messages of errors may quote a text or an address. */
function stackOf(error: unknown): string[] {
  if (!(error instanceof Error) || !error.stack) return [];
  return error.stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
}
