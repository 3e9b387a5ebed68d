import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { z } from 'zod';

/** A plain value as DynamoDB attributes; undefined members vanish, null stays null. */
export function toItem(value: Record<string, unknown>): Record<string, AttributeValue> {
  return marshall(value, { removeUndefinedValues: true });
}

/** An item parsed at the edge: a shape we did not write is a defect to stop at, not to carry on with. */
export function fromItem<S extends z.ZodType>(schema: S, item: Record<string, AttributeValue>): z.infer<S> {
  return schema.parse(unmarshall(item));
}
