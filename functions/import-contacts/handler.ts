import { bucketObjects, connectBucket } from '../_shared/aws/bucket.ts';
import { importLock } from '../_shared/aws/import-lock.ts';
import { connectKeys } from '../_shared/aws/keys.ts';
import { connectQueue, messageQueue } from '../_shared/aws/queue.ts';
import { connectTable } from '../_shared/aws/table.ts';
import { within } from '../_shared/domain/within.ts';
import { connectImports } from '../_shared/lists/connect-imports.ts';
import { rewrittenMark } from '../_shared/lists/personal-files.ts';
import { usualRowsInPart } from '../_shared/lists/plan-contacts.ts';
import { writeLog } from '../_shared/runtime/logger.ts';
import { measure } from '../_shared/runtime/metrics.ts';
import { readNewsroom } from '../_shared/runtime/newsroom.ts';
import { type ObjectCreated, objectCreatedSchema } from '../_shared/runtime/object-created.ts';
import { consumeQueue } from '../_shared/runtime/queue-consumer.ts';
import { withRetries } from '../_shared/runtime/with-retries.ts';
import { environmentSchema } from './environment.ts';
import { importDrops } from './import-drops.ts';
import { importList } from './import-list.ts';

const environment = environmentSchema.parse(process.env);
const newsroom = readNewsroom(import.meta.url);
const table = connectTable(environment.TABLE_NAME);
const bucket = connectBucket(environment.BUCKET_NAME);
const keys = connectKeys(environment.KEYS_SECRET_ARN, table);
const { readFacts, readObjectStream, writeObject } = bucketObjects(bucket);

const { enqueue } = messageQueue(connectQueue(environment.IMPORT_QUEUE_URL));
/** Enough for the short imports before this one. For a longer one the message comes again. */
const lock = importLock(table, 20_000);

/**
 * After four minutes the import lets others begin, and goes on with a message of its own. `undo` on the command line waits
 * five minutes for its turn. The last minute of the function is for the part that was begun.
 */
const workMilliseconds = 4 * 60_000;
const lastPartMilliseconds = 60_000;

const consume = consumeQueue('import-contacts', objectCreatedSchema, (event, { remainingMilliseconds }) => {
  const enough = remainingMilliseconds() - workMilliseconds;
  const mayGoOn = () => remainingMilliseconds() > Math.max(enough, lastPartMilliseconds);
  return importDrops({ importDrop: (drop) => importDrop(drop, mayGoOn), enqueueAgain: enqueue }, event);
});

export const handler = withRetries('import-contacts', environment.WORK_QUEUES, consume);

async function importDrop(drop: ObjectCreated, mayGoOn: () => boolean): Promise<'finished' | 'unfinished'> {
  return importList(
    {
      imports: { ...(await connectImports({ table, bucket, keys }, newsroom, null)), ...lock },
      lookAt: async (key) => {
        const facts = await readFacts(within(key, ['lists/']));
        return (
          facts && {
            etag: facts.etag,
            isRewritten: facts.metadata.rewritten === rewrittenMark.rewritten,
          }
        );
      },
      openObject: (key) => readObjectStream(within(key, ['lists/'])),
      writeReport: (key, body, type) => writeObject(within(key, ['reports/']), body, type),
      rowsInPart: usualRowsInPart,
      mayGoOn,
      newsroom,
      now: () => new Date(),
      log: writeLog,
      measure,
    },
    drop,
  );
}
