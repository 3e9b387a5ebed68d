import { appendFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import {
  type Connection,
  connectionTo,
  type LocalConnection,
  localConnectionSchema,
  type Outputs,
  outputsSchema,
} from '../../bin/connection.ts';
import { dropObject } from '../../bin/drop-object.ts';
import { shownDirectory } from '../../bin/shown-directory.ts';
import { connectQueue, enqueue } from '../../functions/_shared/aws/queue.ts';
import { localNewsroom } from '../configuration.ts';
import { type DropFolderOptions, watchDropFolder } from './drop-folder.ts';
import type { HttpListener } from './http-gateway.ts';
import { Inbox } from './inbox.ts';
import type { Invocation } from './lambda.ts';
import { takeLock } from './lock.ts';
import type { MailboxLine } from './mailbox.ts';
import { type LocalStack, startLocalStack } from './stack.ts';
import type { StartStep } from './start-steps.ts';
import { synthesize } from './synthesize.ts';
import { readSynthesized } from './template.ts';
import { type Template, TemplateValues } from './template-values.ts';
import { openWebServer } from './web-server.ts';

export interface NewsroomSettings {
  dataDirectory: string;
  /** Null: 4700 or the next free one. */
  port: number | null;
  /** IANA; undefined takes the configuration's. */
  zone: string | undefined;
  sesSendsPerSecond: number;
  sesDailyQuota: number;
  by: string;
}

/** What happens inside, for whoever shows it. */
export interface Happenings {
  /** What the start is at now. */
  starting: (step: StartStep) => void;
  invoked: (invocation: Invocation) => void;
  mailed: (line: MailboxLine) => void;
  dropped: (key: string) => void;
  failed: (where: string, error: unknown) => void;
}

export interface RunningNewsroom {
  connection: Connection;
  stack: LocalStack;
  /** Address of the console, without a slash at the end. */
  url: string;
  close: () => Promise<void>;
}

/** Another newsroom runs on the same data. */
export class NewsroomTaken extends Error {}

const endpointsSchema = z.object({ console: z.url(), pid: z.number().int() });
const cacheDirectory = fileURLToPath(new URL('../../.cache/assemblies', import.meta.url));
/** Stand in the data directory exactly while everything answers. */
const announcements = ['endpoints.json', 'connection.json'];
const hurriedSeconds = 10;
const hurriedCalls = 12;
const functionsLog = 'functions.log';
/** Fails a retry back to its queue after this, where AWS would wait out the visibility timeout. */
const longestRetrySeconds = 5;

/**
 * Starts the whole newsroom on this machine: the synthesized app on the embedded services, its web address, its drop
 * folder. `endpoints.json` stands in the data directory exactly while everything answers.
 */
export async function startNewsroom(settings: NewsroomSettings, tell: Happenings): Promise<RunningNewsroom> {
  const { dataDirectory } = settings;
  mkdirSync(dataDirectory, { recursive: true });
  const lock = takeLock(path.join(dataDirectory, 'lock'));
  if (!lock) throw new NewsroomTaken(await whoHolds(dataDirectory));
  const file = (name: string) => path.join(dataDirectory, name);
  const hasCrashed = announcements.some((name) => existsSync(file(name)));
  for (const name of announcements) rmSync(file(name), { force: true });

  const undo: (() => Promise<void> | void)[] = [lock.release];
  try {
    const running = await start(settings, tell, file, undo);
    if (hasCrashed) undo.push(hurryWatch(running.stack, tell));
    return running;
  } catch (error) {
    // Whatever runs already would keep the process alive and the data directory taken.
    for (const stop of undo.toReversed()) await stop();
    throw error;
  }
}

/** `undo` gathers how to stop what has been started, in its order. */
async function start(
  settings: NewsroomSettings,
  tell: Happenings,
  file: (name: string) => string,
  undo: (() => Promise<void> | void)[],
): Promise<RunningNewsroom> {
  const { dataDirectory } = settings;
  const web = await openWebServer(settings.port);
  undo.push(web.close);
  const run = { zone: settings.zone, hasEmbeddedSes: !process.env.AWS_ENDPOINT_URL_SES };
  const assembly = await synthesize({
    cacheDirectory,
    run,
    onSlow: () => tell.starting('building the functions'),
  });
  tell.starting('starting the services');
  const { template, assets } = readSynthesized(assembly.templateFile);
  const stack = await startLocalStack({
    template,
    assets,
    stackName: 'Dateline-local',
    dataDirectory,
    servicesPort: 0,
    webAddress: web.url,
    sesSendsPerSecond: settings.sesSendsPerSecond,
    sesDailyQuota: settings.sesDailyQuota,
    environment: { ...endpointsGiven(process.env), INBOX_URL: '/inbox' },
    longestRetrySeconds,
    onLog: (name, line) =>
      appendFileSync(file(functionsLog), `${new Date().toISOString()} ${name} ${line}\n`),
    onInvocation: tell.invoked,
    onMail: tell.mailed,
    onError: (error) => tell.failed('the embedded services', error),
  });
  undo.push(stack.close);

  const local: LocalConnection = {
    pid: process.pid,
    environment: stack.environment,
    outputs: outputsOf(template, stack, web.url),
    newsroom: localNewsroom(run),
  };
  // The SDK clients of this process go where those of the functions go.
  Object.assign(process.env, stack.environment);
  const connection = connectionTo(local.outputs, local.newsroom, { by: settings.by, now: () => new Date() });

  web.serve({
    publicPages: listenerOf(stack, /^publicaddress/i),
    consolePages: listenerOf(stack, /^console/i),
    inbox: new Inbox(dataDirectory, { newsroomName: local.newsroom.name, inboxUrl: '/inbox' }),
  });
  const dropFolder = watchDropFolder(dropFolderOptions(dataDirectory, connection, tell));
  undo.push(dropFolder.close, () => {
    for (const name of announcements) rmSync(file(name), { force: true });
  });
  writeWhole(file('connection.json'), localConnectionSchema.parse(local));
  writeWhole(file('endpoints.json'), {
    console: web.url,
    s3: stack.endpoints.s3,
    dynamodb: stack.endpoints.dynamodb,
    sqs: stack.endpoints.sqs,
    ses: stack.endpoints.ses,
    bucket: local.outputs.Bucket,
    table: local.outputs.Table,
    region: stack.account.region,
    sesEventsQueue: local.outputs.SesEventsQueueUrl,
    pid: process.pid,
  });

  return {
    connection,
    stack,
    url: web.url,
    async close() {
      for (const stop of undo.toReversed()) await stop();
    },
  };
}

/**
 * After a crash nobody should have to wait for the watch's next minute: it is woken as the leases of what died run
 * out and as silence becomes proof.
 */
function hurryWatch(stack: LocalStack, tell: Happenings): () => void {
  const name = Object.entries(stack.names.queues).find(([id]) => /^watchqueueQueue/i.test(id))?.[1];
  if (!name) throw new Error('the stack has no queue that wakes the watch');
  const queue = connectQueue(stack.queueUrl(name));
  let calls = 0;
  const timer = setInterval(() => {
    if (++calls === hurriedCalls) clearInterval(timer);
    enqueue(queue, {}).catch((error) => tell.failed('waking the watch', error));
  }, hurriedSeconds * 1000);
  return () => clearInterval(timer);
}

function dropFolderOptions(
  dataDirectory: string,
  connection: Connection,
  tell: Happenings,
): DropFolderOptions {
  return {
    folder: path.join(dataDirectory, 'drop'),
    memory: path.join(dataDirectory, 'dropped.ndjson'),
    upload: async (key, body, size) => {
      await dropObject(connection.bucket, key, body, size);
    },
    onDropped: tell.dropped,
    onFailed: (key, error) => tell.failed(`drop/${key}`, error),
    stableMilliseconds: 250,
  };
}

/** Services that somebody runs elsewhere, named as the SDK names them. */
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

async function whoHolds(dataDirectory: string): Promise<string> {
  const where = shownDirectory(dataDirectory);
  try {
    const { console: url, pid } = endpointsSchema.parse(
      JSON.parse(await readFile(path.join(dataDirectory, 'endpoints.json'), 'utf8')),
    );
    return `A newsroom already runs on ${where} (process ${pid}): ${url}\nStop it with Ctrl-C in its terminal, or start this one elsewhere: npm start -- --data OTHER-FOLDER`;
  } catch {
    return `A newsroom is just starting or stopping on ${where}. Try again in a moment, or start this one elsewhere: npm start -- --data OTHER-FOLDER`;
  }
}

/** A reader sees the old file or the whole new one. */
function writeWhole(file: string, content: unknown): void {
  writeFileSync(`${file}.draft`, `${JSON.stringify(content, null, 2)}\n`);
  renameSync(`${file}.draft`, file);
}
