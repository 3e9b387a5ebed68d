import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { type Account, lastPart, localAccount, queueUrls } from './account.ts';
import { gatewayMayInvoke, type Route } from './acting-services.ts';
import { watchedBy } from './alarm-definition.ts';
import { cloudListener } from './cloud.ts';
import { readDescribed } from './described.ts';
import { type DynamoDb, startDynamoDb } from './dynamodb.ts';
import type { TableKeys } from './dynamodb-rights.ts';
import {
  clientEnvironment,
  type Endpoints,
  externalEndpoints,
  listenLocally,
  portOf,
  rememberedPorts,
  rememberPorts,
} from './endpoints.ts';
import { type Poller, startPolling } from './event-source.ts';
import { type HttpApi, type HttpListener, httpListener } from './http-gateway.ts';
import { type Denial, Iam, type IamDefinition } from './iam.ts';
import { credentialVariables } from './iam-credentials.ts';
import { refuseUndeployable } from './iam-deployment.ts';
import { readIam } from './iam-template.ts';
import { type Invocation, isInterrupted, Lambda, throttledInvocation } from './lambda.ts';
import { LogMetrics } from './log-metrics.ts';
import type { MailboxLine } from './mailbox.ts';
import { Metrics } from './metrics.ts';
import type { Notice } from './notices.ts';
import type { QueueCounts } from './queues.ts';
import { expectPublished, reportHttp, reportInvocation, reportTableFault } from './service-metrics.ts';
import { openServices, type Services } from './services.ts';
import type { SesStanding } from './ses-standing.ts';
import { createBucket, createTable, describeTable } from './stores.ts';
import { type Resources, readResources, type TableDefinition } from './template.ts';
import type { Surroundings, Template } from './template-values.ts';
import { forPrograms } from './visitors.ts';

export type LocalStackOptions = {
  template: Template;
  /** Asset hash → directory of the bundle. */
  assets: ReadonlyMap<string, string>;
  stackName: string;
  dataDirectory: string;
  /** Existing tables that the template names and does not define. */
  givenTables?: readonly string[];
  /** 0: the port of the last run, or any port if that one is in use. */
  servicesPort: number;
  /** The address for the HTTP APIs, if the template needs one: `http://127.0.0.1:4600`, without a slash at the end. */
  webAddress: string | undefined;
  sesSendsPerSecond: number;
  sesDailyQuota: number;
  sesStanding: SesStanding;
  /** How many functions the account may run at a time. Calls beyond it are throttled. */
  concurrentExecutions?: number;
  /** Given to every function. `AWS_ENDPOINT_URL_<SERVICE>` replaces an embedded service. */
  environment: Readonly<Record<string, string>>;
  onLog: (functionName: string, line: string) => void;
  onInvocation: (invocation: Invocation) => void;
  onMail: (line: MailboxLine) => void;
  /** Called for what operators hear: of alarms, and of what else the topics of the template are told. */
  onNotice: (notice: Notice) => void;
  /** Called for each request that the template's policies do not allow. */
  onDenied: (denial: Denial) => void;
  /** Called for an error in the services themselves. */
  onError: (error: unknown) => void;
  /** Epoch milliseconds. Tests move it; alarms need minutes. */
  clock: () => number;
  /** Called once when the stores answer, before the first function runs. */
  beforeWork?: (ready: Pick<LocalStack, 'environment' | 'names'>) => Promise<void>;
};

/**
 * Work that is still in progress: messages per queue (queues with a consumer only), function calls, one-time schedules
 * that are due soon.
 */
export type Activity = {
  queues: Record<string, QueueCounts>;
  invocations: number;
  schedules: number;
};

export type LocalStack = {
  endpoints: Endpoints;
  /** Names by logical id. */
  names: {
    buckets: Record<string, string>;
    tables: Record<string, string>;
    queues: Record<string, string>;
    functions: Record<string, string>;
  };
  queueUrl: (queueName: string) => string;
  /** The queue to which the event bus sends SES's events. */
  sesEventsQueueUrl: string | undefined;
  account: Account;
  /** What an SDK client needs to reach the services: region, credentials, addresses. */
  environment: Record<string, string>;
  invoke: (functionName: string, event: unknown) => Promise<Invocation>;
  /** One listener per HTTP API and function URL, by logical id. */
  http: Record<string, HttpListener>;
  /** Judges the alarms if a minute has ended. It is also done each second. */
  judgeAlarms: () => void;
  activity: (withinSeconds?: number) => Promise<Activity>;
  /**
   * Resolves when nothing is running and nothing is due within `withinSeconds`. Reports the remaining work until then.
   */
  settled: (withinSeconds?: number, onProgress?: (activity: Activity) => void) => Promise<void>;
  /** Stops polling, tells running functions that they have three seconds to finish, and closes everything. */
  close: () => Promise<void>;
};

const settleSeconds = 60;
const settlePollMilliseconds = 100;
const closeMilliseconds = 3000;
/** Maximum number of concurrent direct calls of one function: HTTP, schedules, tests. */
const directConcurrency = 4;

/** Runs a synthesized stack on this machine: its resources, its functions and their connections. */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const { dataDirectory, environment: given } = options;
  mkdirSync(dataDirectory, { recursive: true });
  const external = externalEndpoints(given);
  const last = rememberedPorts(dataDirectory);
  const dynamoDb =
    external.dynamodb || !hasTables(options)
      ? undefined
      : await startDynamoDb(join(dataDirectory, 'dynamodb'), last.dynamodb);
  const server = createServer({ keepAliveTimeout: 60_000, requestTimeout: 0 });
  const port = await listenLocally(server, options.servicesPort, last.services);
  const address = `http://127.0.0.1:${port}`;
  rememberPorts(dataDirectory, { services: port, dynamodb: portOf(dynamoDb?.endpoint) });
  const own = {
    s3: address,
    sqs: address,
    ses: address,
    scheduler: address,
    dynamodb: dynamoDb?.endpoint ?? '',
  };
  const endpoints = { ...own, ...withoutUndefined(external) };
  try {
    return await assemble(options, { server, dynamoDb, address, endpoints, external });
  } catch (error) {
    server.close();
    await dynamoDb?.close();
    throw error;
  }
}

type Ground = {
  server: Server;
  dynamoDb: DynamoDb | undefined;
  address: string;
  endpoints: Endpoints;
  external: Partial<Endpoints>;
};

async function assemble(options: LocalStackOptions, ground: Ground): Promise<LocalStack> {
  const { server, dynamoDb, address, endpoints, external } = ground;
  const account = localAccount;
  const queueUrl = queueUrls(endpoints.sqs, account);
  const surroundings = { ...options, ...account, queueUrl };
  const resources = await resourcesOf(options, surroundings, endpoints.dynamodb);
  const { rights, iam } = judgeOf(options, resources, surroundings);
  const environment = clientEnvironment(options.environment, account, address, endpoints);
  expectPublished(resources);
  const metrics = new Metrics(resources.alarms.map(watchedBy), options.clock);
  const onLog = readingMetrics(resources, metrics, options.onLog);
  const lambdas = lambdasOf(resources, environment, rights, { onLog, clock: options.clock });
  const mostAtOnce = () => services.descriptions.concurrentExecutions;
  const invoke = invoker(lambdas, options.onInvocation, metrics, mostAtOnce);
  const services = await openServices({
    resources,
    described: readDescribed(options.template, surroundings),
    iam,
    account,
    address,
    externalSqs: external.sqs,
    sesLimits: { sendsPerSecond: options.sesSendsPerSecond, dailyQuota: options.sesDailyQuota },
    invokeFunction: invoke,
    metrics,
    ...options,
  });
  dynamoDb?.hearFaults((fault) => reportTableFault(metrics, fault));
  const listener = cloudListener({ ...services, iam, dynamoDb }, account, options.onError);
  server.on('request', forPrograms(listener));
  await services.prepare();
  await createStores(resources, account, ground);
  await dynamoDb?.guard({ iam: rights, tables: resources.tables.map(keysOf) }, options.onDenied);
  const names = namesOf(resources);
  await options.beforeWork?.({ environment, names });
  const pollers = pollersOf(resources, services, account, invoke, options.onError);
  services.scheduler.start();
  services.monitor.start(options.onError);
  const activity = (withinSeconds = settleSeconds) => activityOf(resources, services, lambdas, withinSeconds);
  return {
    endpoints,
    names,
    queueUrl,
    sesEventsQueueUrl: sesEventsQueueUrl(resources, queueUrl),
    account,
    environment,
    invoke,
    http: listenersOf(resources, { account, iam }, invoke, metrics),
    judgeAlarms: () => services.monitor.judge(),
    activity,
    settled: (withinSeconds = settleSeconds, onProgress = () => {}) =>
      untilQuiet(() => activity(withinSeconds), onProgress),
    close: async () => {
      services.scheduler.stop();
      services.monitor.stop();
      await endFunctions(pollers, lambdas);
      await closeGround(ground, services);
    },
  };
}

async function closeGround({ server, dynamoDb }: Ground, services: Services): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await services.close();
  await dynamoDb?.close();
}

/** What the template defines, and the tables that it only names. */
async function resourcesOf(
  { template, assets, givenTables = [] }: LocalStackOptions,
  surroundings: Surroundings,
  dynamodb: string,
): Promise<Resources> {
  const { tables, ...resources } = readResources(template, assets, surroundings);
  const given = await Promise.all(givenTables.map((name) => describeTable(dynamodb, surroundings, name)));
  return { ...resources, tables: [...tables, ...given] };
}

function judgeOf(options: LocalStackOptions, resources: Resources, surroundings: Surroundings) {
  const rights = readIam(options.template, surroundings);
  const iam = new Iam(rights, options.onDenied);
  refuseUndeployable(resources, rights, iam, surroundings);
  return { rights, iam };
}

/** Creates the tables, and the buckets if S3 is an external service. */
async function createStores(
  { tables, buckets, notifications }: Resources,
  account: Account,
  { endpoints, external }: Ground,
): Promise<void> {
  for (const table of tables) await createTable(endpoints.dynamodb, account, table);
  if (external.s3)
    for (const bucket of buckets) await createBucket(external.s3, account, bucket, notifications);
}

function keysOf({ name, definition }: Resources['tables'][number]): TableKeys {
  const partitionKey = (keys: TableDefinition['KeySchema']) =>
    keys.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName ?? '';
  const indexes = definition.GlobalSecondaryIndexes ?? [];
  return {
    table: name,
    partitionKey: partitionKey(definition.KeySchema),
    indexes: Object.fromEntries(
      indexes.map(({ IndexName, KeySchema }) => [IndexName, partitionKey(KeySchema)]),
    ),
  };
}

function namesOf({ buckets, tables, queues, functions }: Resources): LocalStack['names'] {
  return {
    buckets: namesById(buckets),
    tables: namesById(tables),
    queues: namesById(queues),
    functions: namesById(functions),
  };
}

function sesEventsQueueUrl(
  { rules }: Resources,
  queueUrl: (queueName: string) => string,
): string | undefined {
  const ofSes = rules.filter(({ pattern }) => JSON.stringify(pattern.source).includes('aws.ses'));
  const queue = ofSes.flatMap(({ targets }) => targets).find(({ arn }) => arn.includes(':sqs:'));
  return queue && queueUrl(lastPart(queue.arn));
}

function hasTables({ template, givenTables = [] }: LocalStackOptions): boolean {
  if (givenTables.length > 0) return true;
  return Object.values(template.Resources).some(({ Type }) => Type === 'AWS::DynamoDB::Table');
}

function lambdasOf(
  resources: Resources,
  environment: Record<string, string>,
  rights: IamDefinition,
  { onLog, clock }: Pick<LocalStackOptions, 'onLog' | 'clock'>,
): Map<string, Lambda> {
  const lambdas = resources.functions.map((definition) => {
    const sources = resources.eventSources.filter(({ functionName }) => functionName === definition.name);
    const concurrency = sources.reduce((sum, source) => sum + source.concurrency, directConcurrency);
    const credentials = rights.functions.find(({ name }) => name === definition.name);
    const own = { ...environment, ...(credentials && credentialVariables(credentials)) };
    const lambda = new Lambda(definition, own, concurrency, (line) => onLog(definition.name, line), clock);
    return [definition.name, lambda] as const;
  });
  return new Map(lambdas);
}

/** Reads the metrics in the functions' lines before they are passed on. */
function readingMetrics(
  { functions, metricFilters }: Resources,
  metrics: Metrics,
  onLog: LocalStackOptions['onLog'],
): LocalStackOptions['onLog'] {
  const logs = new LogMetrics(metrics, metricFilters);
  const groups = new Map(functions.map(({ name, logGroup }) => [name, logGroup]));
  return (functionName, line) => {
    logs.read(groups.get(functionName) ?? '', line);
    onLog(functionName, line);
  };
}

function pollersOf(
  { eventSources, queues }: Resources,
  services: Services,
  account: Account,
  invoke: LocalStack['invoke'],
  onError: (error: unknown) => void,
): Poller[] {
  return eventSources.map((source) => {
    const call = (event: unknown) => invoke(source.functionName, event);
    const settings = queues.find(({ name }) => name === source.queue)?.settings;
    const polled = { ...source, visibilitySeconds: settings?.visibilitySeconds ?? 0 };
    return startPolling(polled, services.queue(source.queue), account, call, onError);
  });
}

function listenersOf(
  { apis }: Resources,
  { account, iam }: { account: Account; iam: Iam },
  invoke: LocalStack['invoke'],
  metrics: Metrics,
): LocalStack['http'] {
  const mayInvoke = (route: Route) => gatewayMayInvoke(iam, account, route);
  return Object.fromEntries(
    apis.map((api) => [api.id, measured(api, metrics, httpListener(api, account, invoke, mayInvoke))]),
  );
}

function measured(api: HttpApi, metrics: Metrics, listener: HttpListener): HttpListener {
  return (request, response) => {
    const startedAt = metrics.now();
    response.once('finish', () =>
      reportHttp(metrics, api, {
        status: response.statusCode,
        milliseconds: metrics.now() - startedAt,
      }),
    );
    return listener(request, response);
  };
}

function invoker(
  lambdas: ReadonlyMap<string, Lambda>,
  onInvocation: LocalStackOptions['onInvocation'],
  metrics: Metrics,
  mostAtOnce: () => number,
) {
  return async (functionName: string, event: unknown): Promise<Invocation> => {
    const lambda = lambdas.get(functionName);
    if (!lambda) throw new Error(`There is no function ${functionName}.`);
    const running = [...lambdas.values()].reduce((sum, { busy }) => sum + busy, 0);
    const isThrottled = running >= mostAtOnce();
    const invocation = isThrottled ? throttledInvocation(functionName) : await lambda.invoke(event);
    reportInvocation(metrics, invocation, lambda.busy + 1);
    // Do not report a call that our own closing interrupted: its message is processed after the next start.
    if (!isInterrupted(invocation)) onInvocation(invocation);
    return invocation;
  };
}

async function activityOf(
  resources: Resources,
  services: Services,
  lambdas: ReadonlyMap<string, Lambda>,
  withinSeconds: number,
): Promise<Activity> {
  const queues: Record<string, QueueCounts> = {};
  for (const { queue } of resources.eventSources) queues[queue] = await services.counts(queue, withinSeconds);
  const running = [...lambdas.values()].reduce((sum, lambda) => sum + lambda.busy, 0);
  return {
    queues,
    invocations: running + services.unsent(),
    schedules: services.scheduler.dueWithin(withinSeconds),
  };
}

/** Looks twice, because at the first look a message may be between two queues. */
async function untilQuiet(
  look: () => Promise<Activity>,
  onProgress: (activity: Activity) => void,
): Promise<void> {
  let quietLooks = 0;
  while (quietLooks < 2) {
    const activity = await look();
    onProgress(activity);
    quietLooks = isQuiet(activity) ? quietLooks + 1 : 0;
    if (quietLooks < 2) await pause(settlePollMilliseconds);
  }
}

function isQuiet({ queues, invocations, schedules }: Activity): boolean {
  const messages = Object.values(queues).map(
    ({ visible, inFlight, delayed }) => visible + inFlight + delayed,
  );
  return messages.every((left) => left === 0) && invocations === 0 && schedules === 0;
}

async function endFunctions(pollers: readonly Poller[], lambdas: ReadonlyMap<string, Lambda>): Promise<void> {
  const stopped = Promise.all(pollers.map((poller) => poller.stop()));
  for (const lambda of lambdas.values()) lambda.hurry(closeMilliseconds);
  await Promise.race([stopped, pause(closeMilliseconds)]);
  await Promise.all([...lambdas.values()].map((lambda) => lambda.close()));
  await stopped;
}

function namesById(resources: readonly { id: string; name: string }[]): Record<string, string> {
  return Object.fromEntries(resources.map(({ id, name }) => [id, name]));
}

function withoutUndefined(endpoints: Partial<Endpoints>): Partial<Endpoints> {
  return Object.fromEntries(Object.entries(endpoints).filter(([, endpoint]) => endpoint !== undefined));
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
