import { randomUUID } from 'node:crypto';
import { request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import * as z from 'zod';
import type { Account } from './account.ts';
import { expectAlarmRight } from './alarm-rights.ts';
import type { Asked } from './asked.ts';
import type { Budgets } from './budgets.ts';
import type { CloudWatch } from './cloudwatch.ts';
import { expectDescription } from './described-rights.ts';
import { accountControlSchema, type Descriptions } from './descriptions.ts';
import { type DynamoDb, plantedFaultsSchema } from './dynamodb.ts';
import { busEventSchema, type EventBus } from './event-bus.ts';
import { Fault, notServed } from './fault.ts';
import type { Caller, Iam } from './iam.ts';
import { type GivenCredentials, signatureIn } from './iam-credentials.ts';
import { readBody } from './read-body.ts';
import type { S3 } from './s3.ts';
import type { Scheduler } from './scheduler.ts';
import type { SecretsManager } from './secrets-manager.ts';
import { type Ses, sesFault } from './ses.ts';
import { sesControlSchema } from './ses-account.ts';
import type { Sqs } from './sqs.ts';
import { queryErrorOf } from './sqs-faults.ts';

export type CloudServices = {
  s3: S3;
  sqs: Sqs;
  ses: Ses;
  scheduler: Scheduler;
  descriptions: Descriptions;
  cloudWatch: CloudWatch;
  bus: EventBus;
  budgets: Budgets;
  /** The embedded DynamoDB, if it is used. */
  dynamoDb: DynamoDb | undefined;
  secretsManager: SecretsManager;
  iam: Iam;
};

/**
 * The one HTTP listener of all services. The service is named in the request's signature; an unsigned request is for
 * S3. Who asks is known by the access key and, for a function, by its session token. Signatures are not checked.
 */
export function cloudListener(
  services: CloudServices,
  account: Account,
  onError: (error: unknown) => void,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    answer(services, account, request, response).catch((error: unknown) => {
      // A client that disconnected during its request or our response needs no response, and this is not an error.
      if (!isGone(error)) onError(error);
      if (response.headersSent || response.destroyed) response.destroy();
      else response.writeHead(500).end();
    });
  };
}

function isGone(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'EPIPE';
}

async function answer(
  services: CloudServices,
  account: Account,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('x-amzn-requestid', randomUUID());
  const control = controls(services)[request.url ?? ''];
  if (control) return answerControl(control, request, response);
  const { service, ...credentials } = signatureOf(request);
  // DynamoDB's own process judges who asks.
  if (service === 'dynamodb') return answerDynamoDb(services, request, response);
  const caller = services.iam.callerOf(credentials, service);
  switch (service) {
    case 's3':
      return services.s3.answer(request, response, caller);
    case 'sqs':
      return answerSqs(services.sqs, request, response, caller);
    case 'ses':
      return answerSes(services, request, response, caller);
    case 'scheduler':
      return answerScheduler(services.scheduler, request, response, caller);
    case 'events':
    case 'lambda':
      return describeInJson(services.descriptions, service, request, response, caller);
    case 'sns':
    case 'cloudformation':
      return describeInXml(services.descriptions, service, request, response, caller);
    case 'monitoring':
      return answerCloudWatch(services.cloudWatch, account, request, response, caller);
    case 'secretsmanager':
      return answerSecretsManager(services.secretsManager, request, response, caller);
    case 'sts':
      return answerSts(account, request, response, caller);
    default:
      return refuse(notServed(`The service "${service}"`), request, response);
  }
}

/** Answers in the protocol of the request: XML for a form, as CloudFormation and SNS use it, otherwise JSON. */
function refuse(fault: Fault, request: IncomingMessage, response: ServerResponse): void {
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
  request.resume();
  if (isForm) sendXml(response, fault.status, sesFault(fault));
  else sendJson(response, fault);
}

/** The service that a request is for, and its credentials: in the headers or, in a presigned URL of S3, in the query. */
function signatureOf({ headers, url }: IncomingMessage): GivenCredentials & { service: string } {
  const signature = signatureIn(headers);
  if (signature) return signature;
  const query = url?.includes('X-Amz-') ? new URL(url, 'http://127.0.0.1').searchParams : undefined;
  return {
    service: 's3',
    accessKeyId: query?.get('X-Amz-Credential')?.split('/')[0],
    sessionToken: query?.get('X-Amz-Security-Token') ?? undefined,
  };
}

function answerDynamoDb(
  { dynamoDb }: CloudServices,
  request: IncomingMessage,
  response: ServerResponse,
): void | Promise<void> {
  return dynamoDb ? passOn(dynamoDb.endpoint, request, response) : sendJson(response, notServed('DynamoDB'));
}

async function answerSqs(
  sqs: Sqs,
  request: IncomingMessage,
  response: ServerResponse,
  caller: Caller,
): Promise<void> {
  const body = await readBody(request);
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
  const output = await orFault(() => sqs.answer(operation, parseJson(body), caller, gone.signal));
  if (output instanceof Fault) response.setHeader('x-amzn-query-error', queryErrorOf(output));
  sendJson(response, output, 'com.amazonaws.sqs#', 'application/x-amz-json-1.0');
}

async function answerScheduler(
  scheduler: Scheduler,
  request: IncomingMessage,
  response: ServerResponse,
  caller: Caller,
): Promise<void> {
  const body = await readBody(request);
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const output = await orFault(() =>
    scheduler.answer(request.method ?? 'GET', pathname, searchParams, parseJson(body), caller),
  );
  sendJson(response, output);
}

async function answerSecretsManager(
  secretsManager: SecretsManager,
  request: IncomingMessage,
  response: ServerResponse,
  caller: Caller,
): Promise<void> {
  const body = await readBody(request);
  const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
  const output = await orFault(() => secretsManager.answer(operation, parseJson(body), caller));
  sendJson(response, output, '', 'application/x-amz-json-1.1');
}

async function answerSes(
  { ses, descriptions }: CloudServices,
  request: IncomingMessage,
  response: ServerResponse,
  caller: Caller,
): Promise<void> {
  // The second API of SES, which speaks REST and JSON.
  if (request.url?.startsWith('/v2/')) return describeInJson(descriptions, 'ses', request, response, caller);
  const body = (await readBody(request)).toString('latin1');
  const output = await orFault(() => ses.answer(body, caller));
  if (output instanceof Fault) sendXml(response, output.status, sesFault(output));
  else sendXml(response, 200, output);
}

async function askedIn(request: IncomingMessage): Promise<Asked> {
  const body = (await readBody(request)).toString();
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const target = String(request.headers['x-amz-target'] ?? '');
  return { method: request.method ?? 'GET', path: pathname, query: searchParams, target, body };
}

async function describeInJson(
  descriptions: Descriptions,
  service: Parameters<Descriptions['json']>[0],
  request: IncomingMessage,
  response: ServerResponse,
  caller: Caller,
): Promise<void> {
  const asked = await askedIn(request);
  const output = await orFault(() => {
    expectDescription(caller, service, asked);
    return descriptions.json(service, asked);
  });
  sendJson(response, output);
}

async function describeInXml(
  descriptions: Descriptions,
  service: Parameters<Descriptions['xml']>[0],
  request: IncomingMessage,
  response: ServerResponse,
  caller: Caller,
): Promise<void> {
  const asked = await askedIn(request);
  const output = await orFault(() => {
    expectDescription(caller, service, asked);
    return descriptions.xml(service, asked);
  });
  if (output instanceof Fault) sendXml(response, output.status, sesFault(output));
  else sendXml(response, 200, output);
}

/**
 * What changes outside the services, by path: a person or a test sets it with PUT; GET returns it. A path cannot conflict
 * with a bucket, because the name of a bucket cannot begin with an underscore.
 */
function controls({ ses, descriptions, bus, budgets, dynamoDb }: CloudServices): Record<string, Control> {
  return {
    '/_local/account': {
      set: (input) => descriptions.control(accountControlSchema.parse(input)),
      get: () => descriptions.describe(),
    },
    '/_local/ses': {
      set: (input) => ses.account.control(sesControlSchema.parse(input)),
      get: () => ses.account.describe(),
    },
    '/_local/events': { set: (input) => bus.publish(busEventSchema.parse(input)), get: () => ({}) },
    '/_local/charges': {
      set: (input) => budgets.spend(chargesSchema.parse(input).dollars),
      get: () => ({ dollars: budgets.dollars }),
    },
    '/_local/dynamodb': {
      set: (input) => dynamoDb?.plant(plantedFaultsSchema.parse(input)),
      get: () => ({}),
    },
  };
}

type Control = { set: (input: unknown) => void; get: () => object };
const chargesSchema = z.strictObject({ dollars: z.number() });

async function answerControl(
  control: Control,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  const output = await orFault(() => {
    if (request.method === 'PUT') control.set(parseJson(body));
    return control.get();
  });
  sendJson(response, output);
}

/** The JSON protocol of today's SDKs and AWS CLI; older ones send forms. */
async function answerCloudWatch(
  cloudWatch: CloudWatch,
  account: Account,
  request: IncomingMessage,
  response: ServerResponse,
  caller: Caller,
): Promise<void> {
  const target = request.headers['x-amz-target'];
  if (typeof target !== 'string') return refuse(notServed('CloudWatch in forms'), request, response);
  const body = await readBody(request);
  const operation = target.split('.')[1] ?? '';
  const output = await orFault(() => {
    const input = parseJson(body);
    expectAlarmRight(caller, account, operation, input);
    return cloudWatch.answer(operation, input);
  });
  sendJson(response, output, 'com.amazonaws.cloudwatch#', 'application/x-amz-json-1.0');
}

async function answerSts(
  { account }: Account,
  request: IncomingMessage,
  response: ServerResponse,
  caller: Caller,
): Promise<void> {
  const action = new URLSearchParams((await readBody(request)).toString()).get('Action');
  if (action !== 'GetCallerIdentity') return sendXml(response, 501, sesFault(notServed(`STS ${action}`)));
  sendXml(
    response,
    200,
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
      `<Arn>${caller.arn}</Arn><UserId>${account}</UserId><Account>${account}</Account>` +
      '</GetCallerIdentityResult></GetCallerIdentityResponse>',
  );
}

function passOn(endpoint: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  return new Promise((resolve, reject) => {
    const onward = forward(endpoint, { method: 'POST', headers: request.headers }, (answered) => {
      response.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(response).on('close', resolve);
    });
    onward.on('error', reject);
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
}

function parseJson(body: Buffer): unknown {
  return body.length === 0 ? {} : JSON.parse(body.toString());
}

/** The answer, or the Fault with which the request was refused. */
async function orFault<Answer>(act: () => Answer | Promise<Answer>): Promise<Answer | Fault> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof Fault) return error;
    if (error instanceof z.ZodError) return new Fault('ValidationException', z.prettifyError(error));
    if (error instanceof SyntaxError || error instanceof URIError)
      return new Fault('SerializationException', error.message);
    throw error;
  }
}

function sendJson(
  response: ServerResponse,
  output: unknown,
  errorPrefix = '',
  type = 'application/json',
): void {
  const isFault = output instanceof Fault;
  const body = JSON.stringify(
    isFault
      ? { __type: errorPrefix + output.code, message: output.message, Message: output.message }
      : output,
  );
  response.writeHead(isFault ? output.status : 200, {
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    ...(isFault && { 'x-amzn-errortype': output.code }),
  });
  response.end(body);
}

function sendXml(response: ServerResponse, status: number, body: string): void {
  response
    .writeHead(status, { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(body) })
    .end(body);
}
