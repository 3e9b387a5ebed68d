import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { z } from 'zod';
import { type Account, lastPart, localAccount } from './account.ts';
import { cloudServer } from './cloud.ts';
import { startDynamoDb } from './dynamodb.ts';
import { EventBus } from './event-bus.ts';
import { type PolledQueue, startPolling } from './event-source.ts';
import { ExternalQueues, externalQueueUrl } from './external-queues.ts';
import { type HttpListener, httpListener } from './http-gateway.ts';
import { type Invocation, Lambda } from './lambda.ts';
import { Mailbox, type MailboxLine } from './mailbox.ts';
import { isNotified, notificationBody } from './notifications.ts';
import { ObjectStore } from './object-store.ts';
import { type QueueCounts, Queues } from './queues.ts';
import { S3 } from './s3.ts';
import { Scheduler } from './scheduler.ts';
import { Ses } from './ses.ts';
import { type AcceptedMail, eventsAbout } from './ses-events.ts';
import { Sqs } from './sqs.ts';
import { State } from './state.ts';
import { createBucket, createTable } from './stores.ts';
import { type Resources, readResources } from './template.ts';
import type { Template } from './template-values.ts';

export type LocalStackOptions = {
  template: Template;
  /** Asset hash → the bundled directory. */
  assets: ReadonlyMap<string, string>;
  stackName: string;
  dataDirectory: string;
  /** 0: any, the one of the last run if it is free. */
  servicesPort: number;
  /** Where the HTTP APIs are mounted, if the template asks: `http://127.0.0.1:4600`, without a slash at the end. */
  webAddress: string | undefined;
  sesSendsPerSecond: number;
  sesDailyQuota: number;
  /** Given to every function; `AWS_ENDPOINT_URL_<SERVICE>` in it takes the place of our own service. */
  environment: Readonly<Record<string, string>>;
  /** On AWS a failed message comes back after the queue's visibility timeout; here after this at the latest. */
  longestRetrySeconds: number;
  onLog: (functionName: string, line: string) => void;
  onInvocation: (invocation: Invocation) => void;
  onMail: (line: MailboxLine) => void;
  /** Something in the services themselves went wrong. */
  onError: (error: unknown) => void;
};

/** What is still under way: messages by queue (consumed ones only), calls of functions, one-time schedules soon due. */
export type Activity = {
  queues: Record<string, QueueCounts>;
  invocations: number;
  schedules: number;
};

export type LocalStack = {
  endpoints: { s3: string; dynamodb: string; sqs: string; ses: string; scheduler: string };
  /** Names by logical id. */
  names: {
    buckets: Record<string, string>;
    tables: Record<string, string>;
    queues: Record<string, string>;
    functions: Record<string, string>;
  };
  queueUrl: (queueName: string) => string;
  /** The queue that SES events arrive in by way of the event bus. */
  sesEventsQueueUrl: string | undefined;
  account: Account;
  /** What an SDK client needs to reach the services: region, credentials, addresses. */
  environment: Record<string, string>;
  invoke: (functionName: string, event: unknown) => Promise<Invocation>;
  /** A listener per HTTP API and function URL, by logical id. */
  http: Record<string, HttpListener>;
  activity: (withinSeconds?: number) => Promise<Activity>;
  /** Resolves when nothing runs and nothing is due within `withinSeconds`; tells what is left meanwhile. */
  settled: (withinSeconds?: number, onProgress?: (activity: Activity) => void) => Promise<void>;
  /** Ends polling, lets running functions end for up to three seconds, closes everything. */
  close: () => Promise<void>;
};

const settleSeconds = 60;
const settlePollMilliseconds = 50;
const closeMilliseconds = 3000;
/** Calls of one function at a time from outside its queues: HTTP, schedules, tests. */
const directConcurrency = 4;

const portsSchema = z.object({ services: z.number(), dynamodb: z.number() });
type Ports = z.infer<typeof portsSchema>;

/** Runs a synthesized stack on this machine: its resources, its functions and what connects them. */
export async function startLocalStack(options: LocalStackOptions): Promise<LocalStack> {
  const account = localAccount;
  const now = Date.now;
  const { dataDirectory, onError } = options;
  mkdirSync(dataDirectory, { recursive: true });
  const external = externalEndpoints(options.environment);
  const ports = rememberedPorts(dataDirectory);
  const dynamoDb = external.dynamodb
    ? undefined
    : await startDynamoDb(join(dataDirectory, 'dynamodb'), ports.dynamodb);

  const state = new State(join(dataDirectory, 'state.db'));
  const queues = new Queues(state, account, now);
  let address = '';
  const ownQueueUrl = (name: string) => `${address}/${account.account}/${name}`;
  const queueUrl = external.sqs ? externalQueueUrl(external.sqs, account) : ownQueueUrl;
  const externalQueues = external.sqs
    ? new ExternalQueues(await sqsClient(external.sqs, account), state, queueUrl, onError)
    : undefined;
  const deliver = (queueArn: string, body: string) => {
    const queue = lastPart(queueArn);
    if (externalQueues) externalQueues.send(queue, body);
    else queues.send(queue, body);
  };

  // The address is known once the server listens, and the template's values need it; the services need the template.
  let resources: Resources | undefined;
  const model = () => {
    if (!resources) throw new Error('The services were asked before the template was read.');
    return resources;
  };
  const store = new ObjectStore(state, join(dataDirectory, 's3'), now, (created) => {
    const body = notificationBody(created, now(), account);
    for (const notification of model().notifications)
      if (isNotified(notification, created)) deliver(notification.queueArn, body);
  });
  const lambdas = new Map<string, Lambda>();
  const invoke = async (functionName: string, event: unknown): Promise<Invocation> => {
    const lambda = lambdas.get(functionName);
    if (!lambda) throw new Error(`There is no function ${functionName}.`);
    const invocation = await lambda.invoke(event);
    options.onInvocation(invocation);
    return invocation;
  };
  const scheduler = new Scheduler(
    state,
    account,
    {
      sendToQueue: deliver,
      invokeFunction: (arn, input) => {
        invoke(lastPart(arn), JSON.parse(input)).catch(onError);
      },
    },
    now,
  );
  const configurationSets = new Set<string>();
  const publish = (mail: AcceptedMail) => {
    for (const event of eventsOf(mail, model(), account)) bus().publish(event);
  };
  const bus = once(() => new EventBus(model().rules, account, deliver));
  const mailbox = new Mailbox(state, dataDirectory, publish, options.onMail);
  const ses = new Ses(
    mailbox,
    { sendsPerSecond: options.sesSendsPerSecond, dailyQuota: options.sesDailyQuota },
    configurationSets,
    now,
  );
  const server = cloudServer(
    {
      s3: new S3(store, account.region, now),
      sqs: new Sqs(queues, state, ownQueueUrl),
      ses,
      scheduler,
      dynamoDbEndpoint: dynamoDb?.endpoint,
    },
    account,
    onError,
  );
  const servicesPort = await listen(
    server,
    options.servicesPort || ports.services,
    options.servicesPort === 0,
  );
  address = `http://127.0.0.1:${servicesPort}`;
  const dynamoDbEndpoint = external.dynamodb ?? dynamoDb?.endpoint ?? address;
  rememberPorts(dataDirectory, { services: servicesPort, dynamodb: portOf(dynamoDbEndpoint) });

  const found = readResources(options.template, options.assets, {
    ...account,
    stackName: options.stackName,
    queueUrl,
    webAddress: options.webAddress,
  });
  resources = found;
  const endpoints = {
    s3: external.s3 ?? address,
    dynamodb: dynamoDbEndpoint,
    sqs: external.sqs ?? address,
    ses: external.ses ?? address,
    scheduler: external.scheduler ?? address,
  };
  const environment = clientEnvironment(options.environment, account, address, endpoints);

  for (const queue of found.queues) queues.define(queue.name, queue.settings);
  for (const bucket of found.buckets) store.define(bucket.name, bucket);
  for (const name of found.configurationSets) configurationSets.add(name);
  for (const group of found.scheduleGroups) scheduler.defineGroup(group);
  for (const { name, schedule } of found.schedules) scheduler.define(name, schedule);
  for (const table of found.tables)
    await createTable(endpoints.dynamodb, account, table.name, table.definition);
  // Dead-letter queues come first, since the others name them.
  if (externalQueues)
    for (const queue of found.queues.toSorted(
      (a, b) => Number(!!a.settings.redrive) - Number(!!b.settings.redrive),
    ))
      await externalQueues.create(queue.name, queue.settings);
  if (external.s3)
    for (const bucket of found.buckets) await createBucket(external.s3, account, bucket, found.notifications);

  for (const definition of found.functions) {
    const sources = found.eventSources.filter(({ functionName }) => functionName === definition.name);
    const concurrency = sources.reduce((sum, source) => sum + source.concurrency, directConcurrency);
    lambdas.set(
      definition.name,
      new Lambda(definition, environment, concurrency, (line) => options.onLog(definition.name, line)),
    );
  }
  const pollers = found.eventSources.map((source) =>
    startPolling(
      source,
      externalQueues?.polled(source.queue) ??
        ownQueue(queues, state, source.queue, options.longestRetrySeconds),
      account,
      (event) => invoke(source.functionName, event),
      onError,
    ),
  );
  scheduler.start();

  const activity = async (withinSeconds = settleSeconds): Promise<Activity> => {
    const counts: Record<string, QueueCounts> = {};
    for (const { queue } of found.eventSources)
      counts[queue] = externalQueues
        ? await externalQueues.counts(queue)
        : queues.counts(queue, withinSeconds);
    const invocations = [...lambdas.values()].reduce((sum, lambda) => sum + lambda.busy, 0);
    return {
      queues: counts,
      invocations: invocations + (externalQueues?.unsent ?? 0),
      schedules: scheduler.dueWithin(withinSeconds),
    };
  };
  const sesRule = found.rules.find((rule) => JSON.stringify(rule.pattern).includes('aws.ses'));
  return {
    endpoints,
    names: {
      buckets: namesById(found.buckets),
      tables: namesById(found.tables),
      queues: namesById(found.queues),
      functions: namesById(found.functions),
    },
    queueUrl,
    sesEventsQueueUrl: sesRule?.queueArns[0] && queueUrl(lastPart(sesRule.queueArns[0])),
    account,
    environment,
    invoke,
    http: Object.fromEntries(found.apis.map((api) => [api.id, httpListener(api, account, invoke)])),
    activity,
    settled: async (withinSeconds = settleSeconds, onProgress = () => {}) => {
      // Twice in a row, for a message may be on its way between two queues when the first look is taken.
      for (let quiet = 0; quiet < 2; ) {
        const current = await activity(withinSeconds);
        onProgress(current);
        quiet = isQuiet(current) ? quiet + 1 : 0;
        if (quiet < 2) await pause(settlePollMilliseconds);
      }
    },
    close: async () => {
      scheduler.stop();
      await Promise.race([Promise.all(pollers.map((poller) => poller.stop())), pause(closeMilliseconds)]);
      await Promise.all([...lambdas.values()].map((lambda) => lambda.close()));
      await Promise.all(pollers.map((poller) => poller.stop()));
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await mailbox.close();
      await externalQueues?.close();
      await dynamoDb?.close();
      state.close();
    },
  };
}

/** Our own queue for the poller. While a function works on a message it stays invisible for the template's full time. */
function ownQueue(queues: Queues, state: State, name: string, longestRetrySeconds: number): PolledQueue {
  const retrySeconds = Math.min(queues.settings(name).visibilitySeconds, longestRetrySeconds);
  return {
    receive: (limit, waitSeconds, signal) => queues.receive(name, { limit, waitSeconds, signal }),
    remove: async (messages) =>
      state.transaction(() => {
        for (const message of messages) queues.remove(message.receipt);
      }),
    retry: async (messages) =>
      state.transaction(() => {
        for (const message of messages) queues.giveBack(message, name, retrySeconds);
      }),
  };
}

function eventsOf(mail: AcceptedMail, resources: Resources, account: Account) {
  const { configurationSet } = mail;
  const destinations = resources.eventDestinations.filter((one) => one.configurationSet === configurationSet);
  if (destinations.length === 0) return [];
  return eventsAbout(mail, account)
    .filter(({ type }) => destinations.some(({ eventTypes }) => eventTypes.includes(type.toLowerCase())))
    .map(({ detailType, detail }) => ({
      source: 'aws.ses',
      detailType,
      at: mail.at,
      resources: [`arn:aws:ses:${account.region}:${account.account}:configuration-set/${configurationSet}`],
      detail,
    }));
}

function isQuiet(activity: Activity): boolean {
  const left = Object.values(activity.queues).reduce(
    (sum, { visible, inFlight, delayed }) => sum + visible + inFlight + delayed,
    activity.invocations + activity.schedules,
  );
  return left === 0;
}

function externalEndpoints(environment: Readonly<Record<string, string>>) {
  const endpoint = (service: string) => environment[`AWS_ENDPOINT_URL_${service}`] || undefined;
  return {
    s3: endpoint('S3'),
    dynamodb: endpoint('DYNAMODB'),
    sqs: endpoint('SQS'),
    ses: endpoint('SES'),
    scheduler: endpoint('SCHEDULER'),
  };
}

function clientEnvironment(
  given: Readonly<Record<string, string>>,
  { region }: Account,
  address: string,
  endpoints: LocalStack['endpoints'],
): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL: address,
    AWS_ENDPOINT_URL_S3: endpoints.s3,
    AWS_ENDPOINT_URL_DYNAMODB: endpoints.dynamodb,
    AWS_ENDPOINT_URL_SQS: endpoints.sqs,
    AWS_ENDPOINT_URL_SES: endpoints.ses,
    AWS_ENDPOINT_URL_SCHEDULER: endpoints.scheduler,
    ...given,
  };
}

async function sqsClient(endpoint: string, { region }: Account) {
  const { SQSClient } = await import('@aws-sdk/client-sqs');
  return new SQSClient({ endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
}

function rememberedPorts(dataDirectory: string): Ports {
  try {
    return portsSchema.parse(JSON.parse(readFileSync(join(dataDirectory, 'ports.json'), 'utf8')));
  } catch {
    // The first start, or a file that a crash cut short: any port will do.
    return { services: 0, dynamodb: 0 };
  }
}

function rememberPorts(dataDirectory: string, ports: Ports): void {
  writeFileSync(join(dataDirectory, 'ports.json'), `${JSON.stringify(ports)}\n`);
}

/** Listens on the port and returns it; another one when that is taken and `mayMove`. */
async function listen(server: Server, port: number, mayMove: boolean): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    if (mayMove && port !== 0) return listen(server, 0, false);
    throw error;
  }
  const bound = server.address();
  if (typeof bound !== 'object' || bound === null) throw new Error('The services listen nowhere.');
  return bound.port;
}

function portOf(endpoint: string): number {
  return Number(new URL(endpoint).port) || 0;
}

function namesById(resources: readonly { id: string; name: string }[]): Record<string, string> {
  return Object.fromEntries(resources.map(({ id, name }) => [id, name]));
}

function once<Value>(make: () => Value): () => Value {
  let value: { made: Value } | undefined;
  return () => {
    value ??= { made: make() };
    return value.made;
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
