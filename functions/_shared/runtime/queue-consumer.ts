import * as z from 'zod';
import { framesOf } from './frames-of.ts';
import { beginInvocation, writeLog } from './logger.ts';

/** The parts of an SQS event that we read. */
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

/** Log ids and counts only: a log may be read by people who must not see a headline before its time. */
export type Log = (line: Record<string, unknown>) => void;

export type Handler = (
  event: unknown,
  context: { getRemainingTimeInMillis: () => number },
) => Promise<BatchResponse>;
type Consume<M> = (message: M, deadline: { remainingMilliseconds: () => number }) => Promise<void>;

/**
 * Consumes a batch, one message after the other. A message whose consumer throws is reported as failed and comes back;
 * the others are done. A body that cannot be parsed throws as well: after its last attempt this poison message goes to
 * the dead-letter queue.
 */
export function consumeQueue<M>(
  stage: string,
  schema: z.ZodType<M>,
  consume: Consume<M>,
  log: Log = writeLog,
): Handler {
  const consumeOne = consumerOf(stage, (body) => schema.parse(JSON.parse(body)), consume, log);
  return async (event, context) => {
    beginInvocation(context);
    const batchItemFailures: BatchResponse['batchItemFailures'] = [];
    for (const record of sqsEventSchema.parse(event).Records)
      batchItemFailures.push(...(await consumeOne(record, context)));
    return { batchItemFailures };
  };
}

/**
 * Consumes the bodies of a batch in parallel, for messages whose order does not matter. The bodies are passed on
 * unparsed; the consumer handles those that cannot be read.
 */
export function consumeBodiesAtOnce(stage: string, consume: (body: string) => Promise<void>): Handler {
  const consumeOne = consumerOf(stage, (body) => body, consume, writeLog);
  return async (event, context) => {
    beginInvocation(context);
    const { Records } = sqsEventSchema.parse(event);
    const failures = await Promise.all(Records.map((record) => consumeOne(record, context)));
    return { batchItemFailures: failures.flat() };
  };
}

/** Consumes one message. Returns its failure, if any. */
function consumerOf<M>(stage: string, read: (body: string) => M, consume: Consume<M>, log: Log) {
  return async (
    record: z.infer<typeof sqsEventSchema>['Records'][number],
    context: Parameters<Handler>[1],
  ): Promise<BatchResponse['batchItemFailures']> => {
    try {
      const message = read(record.body);
      await consume(message, { remainingMilliseconds: () => context.getRemainingTimeInMillis() });
      return [];
    } catch (error) {
      const { name } = error instanceof Error ? error : { name: 'unknown' };
      log({
        stage,
        level: 'error',
        messageId: record.messageId,
        tries: record.attributes.ApproximateReceiveCount,
        ...idsIn(record.body),
        error: name,
        stack: framesOf(error),
      });
      return [{ itemIdentifier: record.messageId }];
    }
  };
}

/** The members of our messages that say what a message is about. */
const idsSchema = z.object({
  releaseId: z.string().optional(),
  version: z.number().optional(),
  edition: z.string().optional(),
  deliveryId: z.string().optional(),
  chunk: z.number().optional(),
  noticeId: z.string().optional(),
});

/** What a message is about, under the names that all lines use. Nothing if it is not one of our own. */
function idsIn(body: string): Record<string, string | number | undefined> {
  try {
    const { releaseId, deliveryId, noticeId, ...others } = idsSchema.parse(JSON.parse(body));
    return { release: releaseId, delivery: deliveryId, notice: noticeId, ...others };
  } catch {
    return {};
  }
}
