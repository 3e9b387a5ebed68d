import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Table } from '../../functions/_shared/aws/table.ts';
import { type Bindings, type Item, matches, updated } from './expressions.ts';

/** The use of the table, in DynamoDB's billing units. */
export interface TableUse {
  writeUnits: number;
  readUnits: number;
  requests: number;
}

/** A table in memory, one per newsroom. Items are stored as attribute values and never changed in place. */
export class FakeTable {
  readonly #partitions = new Map<string, Map<string, Item>>();
  readonly use: TableUse = { writeUnits: 0, readUnits: 0, requests: 0 };
  /** Only benches count units, because that requires the size of every item. */
  readonly #isMetered: boolean;

  constructor(isMetered = false) {
    this.#isMetered = isMetered;
  }

  get(pk: string, sk: string): Item | undefined {
    return this.#partitions.get(pk)?.get(sk);
  }

  put(item: Item): void {
    const pk = item.pk?.S ?? '';
    const partition = this.#partitions.get(pk) ?? new Map<string, Item>();
    this.#partitions.set(pk, partition);
    partition.set(item.sk?.S ?? '', item);
  }

  *items(): Generator<Item> {
    for (const partition of this.#partitions.values()) yield* partition.values();
  }

  /** Executes one command immediately. */
  execute(command: unknown): unknown {
    this.use.requests += 1;
    if (command instanceof GetItemCommand) {
      const item = this.#find(command.input.Key);
      this.#meterRead(item, command.input.ConsistentRead);
      return { Item: item };
    }
    if (command instanceof PutItemCommand) return this.#put(command);
    if (command instanceof UpdateItemCommand) return this.#update(command);
    if (command instanceof DeleteItemCommand) return this.#delete(command);
    if (command instanceof QueryCommand) return this.#query(command);
    if (command instanceof BatchGetItemCommand) return this.#batchGet(command);
    if (command instanceof BatchWriteItemCommand) return this.#batchWrite(command);
    throw new Error('the fake table does not know this command');
  }

  #find(key: Record<string, AttributeValue> | undefined): Item | undefined {
    return this.get(key?.pk?.S ?? '', key?.sk?.S ?? '');
  }

  #put({ input }: PutItemCommand): unknown {
    const item = input.Item ?? {};
    this.#check(this.#find(item), input.ConditionExpression, bindingsOf(input));
    this.#meterWrite(item);
    this.put(item);
    return {};
  }

  #update({ input }: UpdateItemCommand): unknown {
    const before = this.#find(input.Key);
    this.#check(before, input.ConditionExpression, bindingsOf(input));
    const after = updated(before ?? { ...input.Key }, input.UpdateExpression ?? '', bindingsOf(input));
    this.#meterWrite(after);
    this.put(after);
    if (input.ReturnValues === 'ALL_OLD') return { Attributes: before };
    return input.ReturnValues ? { Attributes: after } : {};
  }

  #delete({ input }: DeleteItemCommand): unknown {
    const before = this.#find(input.Key);
    this.#check(before, input.ConditionExpression, bindingsOf(input));
    this.#meterWrite(before ?? {});
    this.#partitions.get(input.Key?.pk?.S ?? '')?.delete(input.Key?.sk?.S ?? '');
    return {};
  }

  #check(item: Item | undefined, condition: string | undefined, bindings: Bindings): void {
    if (matches(item ?? {}, condition, bindings)) return;
    throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
  }

  #query({ input }: QueryCommand): unknown {
    const bindings = bindingsOf(input);
    const pk = input.ExpressionAttributeValues?.[':pk']?.S ?? '';
    const candidates = input.IndexName
      ? [...this.items()].filter((item) => item.gsi1pk?.S === pk)
      : [...(this.#partitions.get(pk)?.values() ?? [])];
    const order = input.IndexName ? 'gsi1sk' : 'sk';
    const found = candidates
      .filter((item) => matches(item, input.KeyConditionExpression, bindings))
      .sort((a, b) => ((a[order]?.S ?? '') < (b[order]?.S ?? '') ? -1 : 1));
    if (input.ScanIndexForward === false) found.reverse();
    if (this.#isMetered) {
      const kilobytes = found.reduce((sum, item) => sum + sizeOf(item), 0) / 4096;
      this.use.readUnits += Math.max(0.5, kilobytes * (input.ConsistentRead ? 1 : 0.5));
    }
    return { Items: found, Count: found.length };
  }

  #batchGet({ input }: BatchGetItemCommand): unknown {
    const responses: Record<string, Item[]> = {};
    for (const [table, { Keys = [], ConsistentRead }] of Object.entries(input.RequestItems ?? {})) {
      if (Keys.length > 100) throw new Error('more than 100 keys');
      responses[table] = Keys.map((key) => {
        const item = this.#find(key);
        this.#meterRead(item, ConsistentRead);
        return item;
      }).filter((item) => item !== undefined);
    }
    return { Responses: responses, UnprocessedKeys: {} };
  }

  #batchWrite({ input }: BatchWriteItemCommand): unknown {
    for (const requests of Object.values(input.RequestItems ?? {})) {
      if (requests.length > 25) throw new Error('more than 25 writes');
      for (const { PutRequest, DeleteRequest } of requests) {
        if (PutRequest?.Item) {
          this.#meterWrite(PutRequest.Item);
          this.put(PutRequest.Item);
        }
        const key = DeleteRequest?.Key;
        if (key) this.#partitions.get(key.pk?.S ?? '')?.delete(key.sk?.S ?? '');
      }
    }
    return { UnprocessedItems: {} };
  }

  #meterWrite(item: Item): void {
    if (!this.#isMetered) return;
    const units = Math.max(1, Math.ceil(sizeOf(item) / 1024));
    this.use.writeUnits += item.gsi1pk ? 2 * units : units;
  }

  #meterRead(item: Item | undefined, isStrong: boolean | undefined): void {
    if (this.#isMetered)
      this.use.readUnits += Math.max(1, Math.ceil(sizeOf(item ?? {}) / 4096)) * (isStrong ? 1 : 0.5);
  }
}

function bindingsOf(input: {
  ExpressionAttributeNames?: Record<string, string> | undefined;
  ExpressionAttributeValues?: Record<string, AttributeValue> | undefined;
}): Bindings {
  return { names: input.ExpressionAttributeNames, values: input.ExpressionAttributeValues };
}

/** Approximately DynamoDB's sizes: names and values in UTF-8. */
export function sizeOf(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + name.length + sizeOfValue(value), 0);
}

function sizeOfValue(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return Math.ceil(value.N.length / 2) + 1;
  if (value.M) return 3 + sizeOf(value.M);
  if (value.L) return 3 + value.L.reduce((sum, member) => sum + 1 + sizeOfValue(member), 0);
  return 1;
}

/**
 * A client whose requests are executed by `send`. It has the prototype of a real client, because the SDK's paginators
 * require one.
 */
export function tableThrough(send: (command: unknown) => Promise<unknown>): Table {
  const client: DynamoDBClient = Object.create(DynamoDBClient.prototype);
  Object.defineProperty(client, 'send', { value: send });
  return { client, name: 'newsroom' };
}
