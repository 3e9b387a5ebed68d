import { createHash } from 'node:crypto';
import * as z from 'zod';
import { invalidParameter } from './sqs-faults.ts';

const attributeSchema = z.object({
  DataType: z.string(),
  StringValue: z.string().optional(),
  BinaryValue: z.string().optional(),
});
export const messageAttributesSchema = z.record(z.string(), attributeSchema);
export type MessageAttributes = z.infer<typeof messageAttributesSchema>;

const mostAttributes = 10;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html */
export function refuseBadAttributes(attributes: MessageAttributes): void {
  const names = Object.keys(attributes);
  if (names.length > mostAttributes)
    throw invalidParameter(
      `Number of message attributes [${names.length}] exceeds the allowed maximum [${mostAttributes}].`,
    );
  for (const [name, attribute] of Object.entries(attributes)) {
    const type = /^(String|Number|Binary)(\..+)?$/.exec(attribute.DataType)?.[1];
    if (!type)
      throw invalidParameter(
        `The type of message (user) attribute '${name}' is invalid. You must use only the following supported type prefixes: Binary, Number, String.`,
      );
    if (!contentOf(attribute))
      throw invalidParameter(
        `Message (user) attribute '${name}' must contain a non-empty value of type '${type === 'Binary' ? 'Binary' : 'String'}'.`,
      );
  }
}

/** Bytes that count towards a message's size: names, types and values. */
export function sizeOf(attributes: MessageAttributes): number {
  return Object.entries(attributes).reduce(
    (sum, [name, attribute]) =>
      sum +
      Buffer.byteLength(name) +
      Buffer.byteLength(attribute.DataType) +
      Buffer.byteLength(contentOf(attribute), isBinary(attribute) ? 'base64' : 'utf8'),
    0,
  );
}

/** SQS's digest of message attributes: length-prefixed names, types and values in order of name. */
export function digestOf(attributes: MessageAttributes): string {
  const hash = createHash('md5');
  const put = (part: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    hash.update(length).update(part);
  };
  for (const [name, attribute] of Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1))) {
    put(Buffer.from(name));
    put(Buffer.from(attribute.DataType));
    hash.update(Buffer.from([isBinary(attribute) ? 2 : 1]));
    put(Buffer.from(contentOf(attribute), isBinary(attribute) ? 'base64' : 'utf8'));
  }
  return hash.digest('hex');
}

function isBinary({ DataType }: MessageAttributes[string]): boolean {
  return DataType.startsWith('Binary');
}

function contentOf(attribute: MessageAttributes[string]): string {
  return (isBinary(attribute) ? attribute.BinaryValue : attribute.StringValue) ?? '';
}
