import type { AttributeValue, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { sizeOf } from '../simulator/fake-table.ts';

type Item = Record<string, AttributeValue>;

/** One page of a query. */
export interface Page {
  items: Item[];
  bytes: number;
  /** The key of the last item, if there may be more. */
  last: Item | undefined;
}

/** Items that are made when they are asked for, in the order of their sort keys. */
export interface Collection {
  length: number;
  sortKeyOf: (n: number) => string;
  itemOf: (n: number) => Item;
}

/** A page has at most 1 MB (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html). */
const pageBytes = 1_048_576;

const keyNames = ['pk', 'sk', 'gsi1pk', 'gsi1sk'];

/** Reads a page of a collection as a query does, whose sort key begins after `:after` or at `:from`. */
export function readPage(collection: Collection, input: QueryCommandInput, sortKey: string): Page {
  const values = input.ExpressionAttributeValues ?? {};
  const after = input.ExclusiveStartKey?.[sortKey]?.S ?? values[':after']?.S ?? null;
  const from = values[':from']?.S ?? '';
  const past = (key: string) => (after === null ? key >= from : key > after);
  const items: Item[] = [];
  let bytes = 0;
  let n = firstWhere(collection.length, (at) => past(collection.sortKeyOf(at)));
  for (; n < collection.length && items.length < (input.Limit ?? Number.POSITIVE_INFINITY); n++) {
    const item = collection.itemOf(n);
    bytes += sizeOf(item);
    if (bytes > pageBytes) break;
    items.push(item);
  }
  const key = Object.entries(items.at(-1) ?? {}).filter(([name]) => keyNames.includes(name));
  return { items, bytes, last: n < collection.length ? Object.fromEntries(key) : undefined };
}

/** The first number from 0 on for which `holds` is true, as it is for all after it. */
function firstWhere(length: number, holds: (n: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
