import * as z from 'zod';
import { Fault } from './fault.ts';
import { messageAttributesSchema, sizeOf } from './message-attributes.ts';

const entrySchema = z.looseObject({
  Id: z.string(),
  MessageBody: z.string().default(''),
  MessageAttributes: messageAttributesSchema.default({}),
});
const batchInput = z.object({ Entries: z.array(entrySchema).default([]) });
type Entry = z.infer<typeof entrySchema>;

const mostEntries = 10;
const largestBatchBytes = 1_048_576;

/**
 * Runs each entry separately and answers with each result. A batch that breaks the rules of SQS is refused as a whole.
 */
export function actOnBatch(
  input: unknown,
  act: (entry: unknown) => object,
): { Successful: object[]; Failed: object[] } {
  const { Entries } = batchInput.parse(input);
  refuseBadBatch(Entries);
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of Entries)
    try {
      Successful.push({ Id: entry.Id, ...act(entry) });
    } catch (error) {
      Failed.push({ Id: entry.Id, SenderFault: true, ...reasonOf(error) });
    }
  return { Successful, Failed };
}

function refuseBadBatch(entries: readonly Entry[]): void {
  if (entries.length === 0)
    throw new Fault('EmptyBatchRequest', 'There should be at least one entry in the request.');
  if (entries.length > mostEntries)
    throw new Fault(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${mostEntries}. You have sent ${entries.length}.`,
    );
  const ids = entries.map(({ Id }) => Id);
  if (!ids.every((id) => /^[\w-]{1,80}$/.test(id)))
    throw new Fault(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  const repeated = ids.find((id, i) => ids.indexOf(id) !== i);
  if (repeated !== undefined) throw new Fault('BatchEntryIdsNotDistinct', `Id ${repeated} repeated.`);
  const bytes = entries.reduce(
    (sum, { MessageBody, MessageAttributes }) =>
      sum + Buffer.byteLength(MessageBody) + sizeOf(MessageAttributes),
    0,
  );
  if (bytes > largestBatchBytes)
    throw new Fault(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${largestBatchBytes} bytes. You have sent ${bytes} bytes.`,
    );
}

function reasonOf(error: unknown): { Code: string; Message: string } {
  if (error instanceof Fault) return { Code: error.code, Message: error.message };
  if (error instanceof z.ZodError) return { Code: 'InvalidParameterValue', Message: z.prettifyError(error) };
  throw error;
}
