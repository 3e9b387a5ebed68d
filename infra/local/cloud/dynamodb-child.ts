/**
 * DynamoDB in a separate process: `node dynamodb-child.ts <directory> <port>`, prints `listening <port>`.
 *
 * A line on its standard input brings the policies of the template, answered with `guarded` (until then everybody may do
 * everything), or plants faults. Each request that it denies or that meets a fault is printed as a line of JSON.
 *
 * It ends when its standard input ends, that is, when the parent process ends in any way, so that the next start finds
 * the database unlocked. It reads each body completely before dynalite sees the request, because dynalite throws if a
 * client disconnects in between.
 */
import { EventEmitter } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createInterface } from 'node:readline';
import dynalite from 'dynalite';
import * as z from 'zod';
import { DynamoDbGuard, type GuardDefinition } from './dynamodb-guard.ts';
import type { Fault } from './fault.ts';
import { quickenLevel } from './quick-level.ts';
import { type Answer, type Ask, TableSettings } from './table-settings.ts';
import { forPrograms } from './visitors.ts';

const keySchema = z.record(z.string(), z.unknown());
const conditionalWriteSchema = z.looseObject({
  TableName: z.string(),
  Key: keySchema.optional(),
  Item: keySchema.optional(),
  ReturnValuesOnConditionCheckFailure: z.enum(['ALL_OLD', 'NONE']).optional(),
});
const ttlSchema = z.object({
  TableName: z.string(),
  TimeToLiveSpecification: z.object({ AttributeName: z.string(), Enabled: z.boolean() }),
});
const errorSchema = z.looseObject({ __type: z.string() });
const tableSchema = z.object({
  Table: z.object({ KeySchema: z.array(z.object({ AttributeName: z.string() })) }),
});
const foundSchema = z.object({ Item: keySchema.optional() });

const plantedSchema = z.object({ throttled: z.array(z.string()), failing: z.array(z.string()) });
const toldSchema = z.object({
  guard: z.custom<GuardDefinition>().optional(),
  planted: plantedSchema.optional(),
});
let planted: z.infer<typeof plantedSchema> = { throttled: [], failing: [] };

const [directory = '', port = '0'] = process.argv.slice(2);

// Ctrl-C in a terminal reaches parent and child. The child ignores it, because the parent needs the table to stop in
// order.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.stdin.on('end', () => process.exit(0));

let guard: DynamoDbGuard | undefined;
createInterface({ input: process.stdin }).on('line', (line) => {
  const told = toldSchema.parse(JSON.parse(line));
  planted = told.planted ?? planted;
  if (!told.guard) return;
  guard = new DynamoDbGuard(told.guard, (denial) => console.log(JSON.stringify({ denial })));
  console.log('guarded');
});

quickenLevel();
const database = dynalite({ path: directory, createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
const [dispatch] = database.listeners('request');
if (!dispatch) throw new Error('dynalite listens to no requests.');

/** Passes one request to dynalite without a socket. */
function askWith(headers: IncomingHttpHeaders): Ask {
  return (operation, body) =>
    new Promise((resolve) => {
      const request = Object.assign(new EventEmitter(), {
        method: 'POST',
        url: '/',
        headers: { ...headers, 'x-amz-target': `DynamoDB_20120810.${operation}` },
      });
      const response = {
        statusCode: 200,
        headers: new Map<string, string>(),
        setHeader(name: string, value: string | number) {
          this.headers.set(name.toLowerCase(), String(value));
        },
        end(answered: string | undefined) {
          const { statusCode: status } = this;
          resolve({ status, headers: Object.fromEntries(this.headers), body: answered ?? '' });
        },
      };
      dispatch?.(request, response);
      if (body !== '') request.emit('data', Buffer.from(body));
      request.emit('end');
    });
}

const settings = new TableSettings();

async function answer(operation: string, body: string, ask: Ask): Promise<Answer> {
  const described = settings.answer(operation, body, ask);
  if (described) return described;
  const refused = plantedFault(operation, body);
  if (refused) return refused;
  switch (operation) {
    case 'UpdateTimeToLive':
      return updateTimeToLive(body, ask);
    case 'DescribeTimeToLive':
      return describeTimeToLive(body, ask);
    case 'PutItem':
    case 'UpdateItem':
    case 'DeleteItem':
      return body.includes('"ReturnValuesOnConditionCheckFailure"')
        ? writeReturningOld(operation, body, ask)
        : ask(operation, body);
    default:
      return ask(operation, body);
  }
}

/** The answer to a request about a table for which a fault is planted. */
function plantedFault(operation: string, body: string): Answer | undefined {
  const isAbout = (what: string) => body.includes(`"${what.split('/')[0]}"`);
  const throttled = planted.throttled.find(isAbout);
  const met = throttled ?? planted.failing.find(isAbout);
  if (met === undefined) return undefined;
  const [table, , index] = met.split('/');
  const kind = throttled ? 'throttled' : 'failed';
  console.log(JSON.stringify({ fault: { table, index, operation, kind } }));
  return throttled
    ? json(400, {
        __type: 'com.amazonaws.dynamodb.v20120810#ThrottlingException',
        message: 'Throughput exceeds the current capacity of your table or index.',
      })
    : json(500, {
        __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError',
        message: 'Internal server error',
      });
}

/** dynalite does not know `ReturnValuesOnConditionCheckFailure`, so the item is read after the refusal. */
async function writeReturningOld(operation: string, body: string, ask: Ask): Promise<Answer> {
  const { ReturnValuesOnConditionCheckFailure: wanted, ...write } = conditionalWriteSchema.parse(
    JSON.parse(body),
  );
  const refused = await ask(operation, JSON.stringify(write));
  if (refused.status === 200 || wanted !== 'ALL_OLD') return refused;
  const error = errorSchema.parse(JSON.parse(refused.body));
  if (!error.__type.endsWith('ConditionalCheckFailedException')) return refused;
  const names = await keyNames(write.TableName, ask);
  const source = write.Key ?? write.Item ?? {};
  const Key = Object.fromEntries(names.map((name) => [name, source[name]]));
  const read = await ask(
    'GetItem',
    JSON.stringify({ TableName: write.TableName, Key, ConsistentRead: true }),
  );
  return json(400, { ...error, Item: foundSchema.parse(JSON.parse(read.body)).Item });
}

/** The TTL attribute of each table, as set since the start. */
const ttlAttributes = new Map<string, string>();

/** Items do not expire locally; DynamoDB itself may take days to delete them. As on AWS, the setting can be read. */
async function updateTimeToLive(body: string, ask: Ask): Promise<Answer> {
  const { TableName, TimeToLiveSpecification } = ttlSchema.parse(JSON.parse(body));
  const { AttributeName, Enabled } = TimeToLiveSpecification;
  const described = await ask('DescribeTable', JSON.stringify({ TableName }));
  if (described.status !== 200) return described;
  if (ttlAttributes.has(TableName) === Enabled)
    return json(400, {
      __type: 'com.amazon.coral.validate#ValidationException',
      message: `TimeToLive is already ${Enabled ? 'enabled' : 'disabled'}`,
    });
  if (Enabled) ttlAttributes.set(TableName, AttributeName);
  else ttlAttributes.delete(TableName);
  return json(200, { TimeToLiveSpecification });
}

async function describeTimeToLive(body: string, ask: Ask): Promise<Answer> {
  const { TableName } = z.object({ TableName: z.string() }).parse(JSON.parse(body));
  const described = await ask('DescribeTable', JSON.stringify({ TableName }));
  if (described.status !== 200) return described;
  const AttributeName = ttlAttributes.get(TableName);
  const status = AttributeName === undefined ? 'DISABLED' : 'ENABLED';
  return json(200, { TimeToLiveDescription: { TimeToLiveStatus: status, AttributeName } });
}

const knownKeys = new Map<string, string[]>();

async function keyNames(table: string, ask: Ask): Promise<string[]> {
  const known = knownKeys.get(table);
  if (known) return known;
  const described = await ask('DescribeTable', JSON.stringify({ TableName: table }));
  const names = tableSchema.parse(JSON.parse(described.body)).Table.KeySchema.map((key) => key.AttributeName);
  knownKeys.set(table, names);
  return names;
}

function json(status: number, body: object): Answer {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(body) };
}

function denied({ code, message, status }: Fault): Answer {
  return json(status, { __type: `com.amazon.coral.service#${code}`, message, Message: message });
}

function serve(request: IncomingMessage, response: ServerResponse): void {
  const parts: Buffer[] = [];
  request.on('error', () => response.destroy());
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
    const body = Buffer.concat(parts).toString();
    const refusal = guard?.refusal(request.headers, operation, body);
    const outcome = refusal
      ? Promise.resolve(denied(refusal))
      : answer(operation, body, askWith(request.headers));
    outcome.then(
      ({ status, headers, body }) => response.writeHead(status, headers).end(body),
      (error: unknown) =>
        response
          .writeHead(500)
          .end(JSON.stringify({ __type: 'InternalServerError', message: String(error) })),
    );
  });
}

const server = createServer(forPrograms(serve));
server.keepAliveTimeout = 60_000;
server.on('error', (error) => {
  console.error(String(error));
  process.exit(1);
});

// Check that the database opens before reporting that it listens. A process that is just ending may still hold its
// lock.
process.on('unhandledRejection', (error) => {
  console.error(error);
  process.exit(1);
});
const opened = await askWith({
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-date': '20250101T000000Z',
  authorization: 'AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=0',
})('ListTables', '{}');
if (opened.status !== 200) {
  console.error(opened.body);
  process.exit(1);
}
server.listen(Number(port), '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address) console.log(`listening ${address.port}`);
});
