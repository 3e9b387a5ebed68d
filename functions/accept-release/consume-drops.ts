import { framesOf } from '../_shared/runtime/frames-of.ts';
import { beginInvocation } from '../_shared/runtime/logger.ts';
import { objectsChanged } from '../_shared/runtime/object-created.ts';
import { type BatchResponse, type Log, sqsEventSchema } from '../_shared/runtime/queue-consumer.ts';
import { releaseIdOf } from './release-id-of.ts';

/** Releases read at the same time, so that a slow one does not delay the others. */
const releasesAtOnce = 3;

/**
 * Consumes a batch of S3 events: the files of one release, dropped or deleted together, are read once. When reading a release
 * fails, every message that named a file of it comes back; the others are done.
 */
export function consumeDrops(
  accept: (releaseId: string, keys: readonly string[]) => Promise<void>,
  log: Log,
) {
  return async (event: unknown, context?: unknown): Promise<BatchResponse> => {
    beginInvocation(context);
    const failed = new Set<string>();
    const drops = new Map<string, { keys: Set<string>; messageIds: Set<string> }>();
    for (const { messageId, body } of sqsEventSchema.parse(event).Records)
      try {
        for (const { key } of objectsChanged(JSON.parse(body))) {
          const { id, role } = releaseIdOf(key);
          if (role === 'ignored') continue;
          const drop = drops.get(id) ?? { keys: new Set(), messageIds: new Set() };
          drops.set(id, drop);
          drop.keys.add(key);
          drop.messageIds.add(messageId);
        }
      } catch (error) {
        log({ stage: 'accept-release', level: 'error', messageId, error: nameOf(error) });
        failed.add(messageId);
      }
    const waiting = [...drops];
    const work = async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [releaseId, { keys, messageIds }] = next;
        try {
          await accept(releaseId, [...keys]);
        } catch (error) {
          log({
            stage: 'accept-release',
            level: 'error',
            messageIds: [...messageIds],
            release: releaseId,
            error: nameOf(error),
            stack: framesOf(error),
          });
          for (const messageId of messageIds) failed.add(messageId);
        }
      }
    };
    await Promise.all(Array.from({ length: releasesAtOnce }, work));
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}
