import { objectsCreated } from '../_shared/runtime/object-created.ts';
import { type BatchResponse, type Log, sqsEventSchema } from '../_shared/runtime/queue-consumer.ts';
import { releaseIdOf } from './release-id-of.ts';

/**
 * Consumes a batch of S3 events: the files of one release, dropped together, are read once. When reading a release
 * fails, every message that named a file of it comes back; the others are done.
 */
export function consumeDrops(
  accept: (releaseId: string, keys: readonly string[]) => Promise<void>,
  log: Log,
) {
  return async (event: unknown): Promise<BatchResponse> => {
    const failed = new Set<string>();
    const drops = new Map<string, { keys: Set<string>; messageIds: Set<string> }>();
    for (const { messageId, body } of sqsEventSchema.parse(event).Records)
      try {
        for (const { key } of objectsCreated(JSON.parse(body))) {
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
    for (const [releaseId, { keys, messageIds }] of drops)
      try {
        await accept(releaseId, [...keys]);
      } catch (error) {
        log({
          stage: 'accept-release',
          level: 'error',
          messageIds: [...messageIds],
          error: nameOf(error),
          stack: stackOf(error),
        });
        for (const messageId of messageIds) failed.add(messageId);
      }
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'unknown';
}

/** Where it happened without what it said: an error's message may quote the text of a release. */
function stackOf(error: unknown): string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim());
}
