import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type * as z from 'zod';
import { upgraded } from './item-version.ts';

/** Converts a plain value to DynamoDB attributes. Undefined members are removed, null stays null. */
export function toItem(value: Record<string, unknown>): Record<string, AttributeValue> {
  return marshall(value, { removeUndefinedValues: true });
}

/** Parses an item from the table, of this version or an earlier one. An unexpected shape is a bug and throws. */
export function fromItem<S extends z.ZodType>(schema: S, item: Record<string, AttributeValue>): z.infer<S> {
  return schema.parse(upgraded(unmarshall(item)));
}
