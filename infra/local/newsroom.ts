import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { type Bucket, connectBucket } from '../../functions/_shared/aws/bucket.ts';
import { dropObject } from '../../functions/_shared/aws/drop-object.ts';
import { connectQueue, messageQueue } from '../../functions/_shared/aws/queue.ts';
import { connectTable, type Table } from '../../functions/_shared/aws/table.ts';
import { localNewsroom } from '../configuration.ts';
import { type Outputs, outputsSchema } from '../outputs.ts';
import { denialWords } from './cloud/denial-words.ts';
import type { HttpListener } from './cloud/http-gateway.ts';
import type { Denial } from './cloud/iam.ts';
import type { Invocation } from './cloud/lambda.ts';
import type { MailboxLine } from './cloud/mailbox.ts';
import type { Notice } from './cloud/notices.ts';
import type { SesStanding } from './cloud/ses-standing.ts';
import { type LocalStack, type LocalStackOptions, startLocalStack } from './cloud/stack.ts';
import { readSynthesized } from './cloud/template.ts';
import { type Template, TemplateValues } from './cloud/template-values.ts';
import { type LocalConnection, localConnectionSchema } from './connection-file.ts';
import { type DropFolderOptions, watchDropFolder } from './drop-folder.ts';
import { endLeases } from './end-leases.ts';
import { hurryWatch } from './hurry-watch.ts';
import { type IdentityProvider, startIdentityProvider } from './identity-provider.ts';
import { Inbox } from './inbox.ts';
import { takeLock } from './lock.ts';
import { synthesize } from './synthesize.ts';
import { openWebServer } from './web-server.ts';

export interface NewsroomSettings {
  dataDirectory: string;
  /** Null: 4700 or the next free port. */
  port: number | null;
  /** IANA zone; undefined uses the configuration's zone. */
  zone: string | undefined;
  /** An existing table in place of the stack's own. */
  table: string | undefined;
  sesSendsPerSecond: number;
  sesDailyQuota: number;
  sesStanding: SesStanding;
}

/** The steps of a start, in order. The functions are built only if their sources changed. */
export type StartStep = 'loading' | 'building the functions' | 'starting the services';

/** Callbacks for what happens inside the newsroom. */
export interface Happenings {
  /** The step that the start is working on. */
  starting: (step: StartStep) => void;
  invoked: (invocation: Invocation) => void;
  mailed: (line: MailboxLine) => void;
  dropped: (key: string) => void;
  noticed: (notice: Notice) => void;
  /** The template's policies do not allow what somebody has asked for. */
  denied: (denial: Denial) => void;
  failed: (where: string, error: unknown) => void;
}

export interface RunningNewsroom {
  /** How to connect to it: the content of `connection.json`. */
  local: LocalConnection;
  stack: LocalStack;
  /** Address of the console, without a slash at the end. */
  url: string;
  close: () => Promise<void>;
}

const holderSchema = z.object({ console: z.url(), pid: z.number().int() });

/** Another newsroom uses the same data directory. `holder` is null while that newsroom is starting or stopping. */
export class NewsroomTaken extends Error {
  readonly holder: z.infer<typeof holderSchema> | null;

  constructor(dataDirectory: string, holder: z.infer<typeof holderSchema> | null) {
    super(`a newsroom already runs on ${dataDirectory}`);
    this.holder = holder;
  }
}

const cacheDirectory = fileURLToPath(new URL('../../.cache/assemblies', import.meta.url));
/** These files exist in the data directory exactly while everything answers. */
const announcements = ['endpoints.json', 'connection.json'];
const functionsLog = 'functions.log';
/** Of a message in SQS. */
const longestDelaySeconds = 900;

/**
 * Starts the whole newsroom on this machine: the synthesized app on the embedded services, the web server and the drop
 * folder. `endpoints.json` exists in the data directory exactly while everything answers.
 */
export async function startNewsroom(settings: NewsroomSettings, tell: Happenings): Promise<RunningNewsroom> {
  const { dataDirectory } = settings;
  mkdirSync(dataDirectory, { recursive: true });
  const lock = takeLock(path.join(dataDirectory, 'lock'));
  if (!lock) throw new NewsroomTaken(dataDirectory, await whoHolds(dataDirectory));
  const file = (name: string) => path.join(dataDirectory, name);
  for (const name of announcements) rmSync(file(name), { force: true });

  const undo: (() => Promise<void> | void)[] = [lock.release];
  try {
    return await start(settings, tell, file, undo);
  } catch (error) {
    // Stop what is already running. Otherwise it would keep the process alive and the data directory locked.
    for (const stop of undo.toReversed()) await stop();
    throw error;
  }
}

/** Adds to `undo` how to stop each thing that it starts, in order. */
async function start(
  settings: NewsroomSettings,
  tell: Happenings,
  file: (name: string) => string,
  undo: (() => Promise<void> | void)[],
): Promise<RunningNewsroom> {
  const { dataDirectory } = settings;
  const web = await openWebServer(settings.port);
  undo.push(web.close);
  const { zone, table } = settings;
  const run = { zone, table, hasEmbeddedSes: !process.env.AWS_ENDPOINT_URL_SES };
  const assembly = await synthesize({
    cacheDirectory,
    run,
    onSlow: () => tell.starting('building the functions'),
  });
  tell.starting('starting the services');
  const synthesized = readSynthesized(assembly.templateFile);
  const identities = await startIdentityProvider(web.url);
  undo.push(identities.close);
  const stack = await startLocalStack(
    stackOptions(synthesized, settings, { webAddress: web.url, identities, log: file(functionsLog) }, tell),
  );
  undo.push(stack.close);

  const local: LocalConnection = {
    pid: process.pid,
    environment: stack.environment,
    outputs: outputsOf(synthesized.template, stack, web.url),
    newsroom: localNewsroom(run),
  };
  web.serve({
    publicPages: listenerOf(stack, /^publicaddress/i),
    consolePages: listenerOf(stack, /^consoleaddress/i),
    inbox: new Inbox(dataDirectory, {
      newsroomName: local.newsroom.name,
      inboxUrl: '/inbox',
      alarms: [],
      signedIn: null,
    }),
  });
  const dropFolder = watchDropFolder(
    dropFolderOptions(dataDirectory, connectBucket(local.outputs.Bucket), tell),
  );
  undo.push(dropFolder.close, () => {
    for (const name of announcements) rmSync(file(name), { force: true });
  });
  undo.push(hurried(stack, tell));
  announce(file, local, stack, web.url);
  return {
    local,
    stack,
    url: web.url,
    async close() {
      for (const stop of undo.toReversed()) await stop();
    },
  };
}

function stackOptions(
  { template, assets }: ReturnType<typeof readSynthesized>,
  settings: NewsroomSettings,
  { webAddress, identities, log }: { webAddress: string; identities: IdentityProvider; log: string },
  tell: Happenings,
): LocalStackOptions {
  const writeLog = (name: string, line: string) =>
    appendFileSync(log, `${new Date().toISOString()} ${name} ${line}\n`);
  const given = endpointsGiven(process.env);
  return {
    template,
    assets,
    stackName: 'Dateline-local',
    dataDirectory: settings.dataDirectory,
    servicesPort: 0,
    givenTables: settings.table === undefined ? [] : [settings.table],
    webAddress,
    sesSendsPerSecond: settings.sesSendsPerSecond,
    sesDailyQuota: settings.sesDailyQuota,
    sesStanding: settings.sesStanding,
    environment: {
      ...given,
      INBOX_URL: '/inbox',
      OPENID_ISSUER: identities.issuer,
      OPENID_CLIENT_ID: identities.clientId,
    },
    onLog: writeLog,
    onInvocation: tell.invoked,
    onMail: tell.mailed,
    onNotice: tell.noticed,
    clock: Date.now,
    beforeWork: async ({ environment, names }) => {
      // The SDK clients of this process use the same endpoints as the functions.
      Object.assign(process.env, environment);
      // Another newsroom may work on a table that runs elsewhere.
      if (!given.AWS_ENDPOINT_URL_DYNAMODB) await endLeases(tableOf(names));
    },
    onDenied: (denial) => {
      writeLog(denial.name, `${denialWords(denial)}: ${denial.reason}, ${denial.arn}`);
      tell.denied(denial);
    },
    onError: (error) => tell.failed('the embedded services', error),
  };
}

/** Writes the addresses into the data directory once everything answers. */
function announce(
  file: (name: string) => string,
  local: LocalConnection,
  { endpoints, account }: LocalStack,
  webAddress: string,
): void {
  writeWhole(file('connection.json'), localConnectionSchema.parse(local));
  writeWhole(file('endpoints.json'), {
    console: webAddress,
    s3: endpoints.s3,
    dynamodb: endpoints.dynamodb,
    sqs: endpoints.sqs,
    ses: endpoints.ses,
    bucket: local.outputs.Bucket,
    table: local.outputs.Table,
    region: account.region,
    sesEventsQueue: local.outputs.SesEventsQueueUrl,
    pid: process.pid,
  });
}

/** The newsroom has one table: its own, or the one that it was given. */
function tableOf({ tables }: LocalStack['names']): Table {
  const [name] = Object.values(tables);
  if (name === undefined) throw new Error('the stack has no table');
  return connectTable(name);
}

function hurried(stack: LocalStack, tell: Happenings): () => void {
  const queueOf = (stage: string) => {
    const found = Object.entries(stack.names.queues).find(([id]) => id.startsWith(`${stage}queueQueue`));
    if (!found) throw new Error(`the stack has no queue of ${stage}`);
    return found[1];
  };
  const watch = queueOf('watch');
  const { enqueue } = messageQueue(connectQueue(stack.queueUrl(watch)));
  return hurryWatch(
    {
      table: tableOf(stack.names),
      activity: () => stack.activity(longestDelaySeconds),
      queues: {
        events: queueOf('trackdelivery'),
        senders: [queueOf('sendemails'), queueOf('sendemailsurgent')],
        watch,
      },
      wake: () => enqueue({}),
    },
    (error) => tell.failed('waking the watch', error),
  );
}

function dropFolderOptions(dataDirectory: string, bucket: Bucket, tell: Happenings): DropFolderOptions {
  return {
    folder: path.join(dataDirectory, 'drop'),
    memory: path.join(dataDirectory, 'dropped.ndjson'),
    upload: async (key, body, size) => {
      await dropObject(bucket, key, body, size);
    },
    onDropped: tell.dropped,
    onFailed: (key, error) => tell.failed(`drop/${key}`, error),
    stableMilliseconds: 250,
  };
}

/** Services that run elsewhere, given by the SDK's environment variables. */
function endpointsGiven(environment: NodeJS.ProcessEnv): Record<string, string> {
  const given: Record<string, string> = {};
  for (const service of ['S3', 'DYNAMODB', 'SQS', 'SES', 'SCHEDULER']) {
    const url = environment[`AWS_ENDPOINT_URL_${service}`];
    if (url) given[`AWS_ENDPOINT_URL_${service}`] = url;
  }
  return given;
}

function listenerOf(stack: LocalStack, id: RegExp): HttpListener {
  const found = Object.entries(stack.http).find(([logicalId]) => id.test(logicalId));
  if (!found)
    throw new Error(`the stack has no HTTP endpoint ${id}; it has ${Object.keys(stack.http).join(', ')}`);
  return found[1];
}

function outputsOf(template: Template, stack: LocalStack, webAddress: string): Outputs {
  const values = new TemplateValues(template, {
    ...stack.account,
    stackName: 'Dateline-local',
    queueUrl: stack.queueUrl,
    webAddress,
  });
  return outputsSchema.parse(values.outputs());
}

async function whoHolds(dataDirectory: string): Promise<NewsroomTaken['holder']> {
  try {
    return holderSchema.parse(JSON.parse(await readFile(path.join(dataDirectory, 'endpoints.json'), 'utf8')));
  } catch {
    return null;
  }
}

/** A reader sees either the old file or the complete new one. */
function writeWhole(file: string, content: unknown): void {
  writeFileSync(`${file}.draft`, `${JSON.stringify(content, null, 2)}\n`);
  renameSync(`${file}.draft`, file);
}
