import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import {
  type AttributeValue,
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  BatchWriteItemCommand,
  type BatchWriteItemCommandInput,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { connectTable, type Table } from '../../functions/_shared/aws/table.ts';
import { FakeTable } from '../simulator/fake-table.ts';
import { type Kind, type Limits, PartitionLimits } from './partition-limits.ts';
import type { Page } from './virtual-items.ts';

/** DynamoDB's answers take a few milliseconds. */
const answerMilliseconds = 4;

/** The SDK asks again after 250 ms on average if it was throttled, and up to three times. */
const pauseMilliseconds = 250;

/** Milliseconds. */
export interface Clock {
  now: () => number;
  pass: (milliseconds: number) => void;
}

export const clockOfTheMachine: Clock = { now: () => performance.now(), pass: () => undefined };

/** Counts what requests take, so that a test is throttled alike on a slow and on a fast machine. */
export function clockOfRequests(): Clock {
  let at = 0;
  return { now: () => at, pass: (milliseconds) => void (at += milliseconds) };
}

/** Answers a query for items that are too many to be stored. Null if it is not about those. */
export type Virtual = (query: QueryCommandInput) => Page | null;

/**
 * A table behind the functions' own client, with its serialiser, signature and retries, that throttles as DynamoDB does.
 * `stored` has the small things, such as a release and the chunks of a delivery.
 */
export function throttledTable(
  limits: Limits,
  virtual: Virtual,
  clock: Clock,
): { table: Table; stored: FakeTable; meter: PartitionLimits } {
  const stored = new FakeTable(true);
  const meter = new PartitionLimits(limits, clock.now);
  const server = new Server(stored, meter, virtual);
  process.env.AWS_REGION ??= 'eu-central-1';
  const table = connectTable('newsroom');
  Object.assign(table.client.config, {
    credentials: async () => ({ accessKeyId: 'a', secretAccessKey: 'b' }),
    requestHandler: {
      metadata: { handlerProtocol: 'http/1.1' },
      async handle({ headers, body }: { headers: Record<string, string>; body?: unknown }) {
        await setTimeout(answerMilliseconds);
        clock.pass(answerMilliseconds);
        const operation = headers['x-amz-target']?.split('.')[1] ?? '';
        const input = JSON.parse(body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body));
        const response = respond(() => server.execute(operation, input));
        if (response.statusCode !== 200) clock.pass(pauseMilliseconds);
        return { response };
      },
    },
  });
  return { table, stored, meter };
}

class Throttled extends Error {}

function respond(work: () => unknown) {
  const response = (statusCode: number, content: unknown) => ({
    statusCode,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: Readable.from([Buffer.from(JSON.stringify(content))]),
  });
  const refusal = (name: string) =>
    response(400, { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: name });
  try {
    return response(200, work());
  } catch (error) {
    if (error instanceof Throttled) return refusal('ProvisionedThroughputExceededException');
    if (error instanceof ConditionalCheckFailedException) return refusal('ConditionalCheckFailedException');
    throw error;
  }
}

type Item = Record<string, AttributeValue>;

class Server {
  readonly #stored: FakeTable;
  readonly #meter: PartitionLimits;
  readonly #virtual: Virtual;

  constructor(stored: FakeTable, meter: PartitionLimits, virtual: Virtual) {
    this.#stored = stored;
    this.#meter = meter;
    this.#virtual = virtual;
  }

  // biome-ignore lint/suspicious/noExplicitAny: what the SDK has sent, in the shape of its own types.
  execute(operation: string, input: any): unknown {
    switch (operation) {
      case 'Query':
        return this.#query(input);
      case 'BatchGetItem':
        return this.#batchGet(input);
      case 'BatchWriteItem':
        return this.#batchWrite(input);
      case 'GetItem':
        return this.#one('read', input.Key, new GetItemCommand(input));
      case 'PutItem':
        return this.#one('write', input.Item, new PutItemCommand(input));
      case 'UpdateItem':
        return this.#one('write', input.Key, new UpdateItemCommand(input));
      case 'DeleteItem':
        return this.#one('write', input.Key, new DeleteItemCommand(input));
      default:
        throw new Error(`the throttled table does not know ${operation}`);
    }
  }

  #query(input: QueryCommandInput): unknown {
    const pk = `${input.IndexName ?? ''}${input.ExpressionAttributeValues?.[':pk']?.S}`;
    const page = this.#virtual(input);
    if (!page) return this.#one('read', { pk: { S: pk } }, new QueryCommand(input));
    if (!this.#meter.admits(pk, 'read')) throw new Throttled();
    this.#meter.spend(pk, 'read', Math.ceil(page.bytes / 4096) * (input.ConsistentRead ? 1 : 0.5));
    return { Items: page.items, Count: page.items.length, LastEvaluatedKey: page.last };
  }

  #one(kind: Kind, key: Item, command: unknown): unknown {
    const pk = key.pk?.S ?? '';
    if (!this.#meter.admits(pk, kind)) throw new Throttled();
    const unitsBefore = this.#stored.use[`${kind}Units`];
    try {
      return this.#stored.execute(command);
    } finally {
      // A write whose condition is not met costs a unit as well.
      this.#meter.spend(
        pk,
        kind,
        Math.max(kind === 'write' ? 1 : 0.5, this.#stored.use[`${kind}Units`] - unitsBefore),
      );
    }
  }

  /** Only if no item at all can be served, a batch fails as a whole. */
  #batchGet({ RequestItems = {} }: BatchGetItemCommandInput): unknown {
    const [[name = '', { Keys = [], ...rest }] = ['', { Keys: [] }]] = Object.entries(RequestItems);
    const { done, left } = this.#each(
      Keys,
      'read',
      (key) => key,
      (key) => new BatchGetItemCommand({ RequestItems: { [name]: { ...rest, Keys: [key] } } }),
    );
    const items = done.flatMap((answer) => answer.Responses?.[name] ?? []);
    return {
      Responses: { [name]: items },
      UnprocessedKeys: left.length > 0 ? { [name]: { ...rest, Keys: left } } : {},
    };
  }

  #batchWrite({ RequestItems = {} }: BatchWriteItemCommandInput): unknown {
    const [[name = '', requests = []] = []] = Object.entries(RequestItems);
    const keyOf = (request: (typeof requests)[number]) =>
      request.PutRequest?.Item ?? request.DeleteRequest?.Key ?? {};
    const { left } = this.#each(
      requests,
      'write',
      keyOf,
      (request) => new BatchWriteItemCommand({ RequestItems: { [name]: [request] } }),
    );
    return { UnprocessedItems: left.length > 0 ? { [name]: left } : {} };
  }

  #each<R>(
    requests: readonly R[],
    kind: Kind,
    keyOf: (request: R) => Item,
    commandOf: (request: R) => unknown,
  ) {
    const done: { Responses?: Record<string, Item[]> }[] = [];
    const left: R[] = [];
    for (const request of requests)
      try {
        done.push(Object(this.#one(kind, keyOf(request), commandOf(request))));
      } catch (error) {
        if (!(error instanceof Throttled)) throw error;
        left.push(request);
      }
    if (done.length === 0) throw new Throttled();
    return { done, left };
  }
}
