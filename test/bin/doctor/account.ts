import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { diagnose } from '../../../bin/doctor/diagnose.ts';
import type { Finding } from '../../../bin/doctor/finding.ts';
import { gatherFacts } from '../../../bin/doctor/gather-facts.ts';
import type { Setup } from '../../../bin/doctor/setup.ts';
import { configuration } from '../../../infra/configuration.ts';
import { dkimRecords, mailFromRecords } from '../../../infra/dns-records.ts';
import { localAccount, queueUrls } from '../../../infra/local/cloud/account.ts';
import { cloudListener } from '../../../infra/local/cloud/cloud.ts';
import { readDescribed } from '../../../infra/local/cloud/described.ts';
import { dkimTokensOf } from '../../../infra/local/cloud/dkim-tokens.ts';
import { type DynamoDb, startDynamoDb } from '../../../infra/local/cloud/dynamodb.ts';
import { listenLocally } from '../../../infra/local/cloud/endpoints.ts';
import { openServices, type Services } from '../../../infra/local/cloud/services.ts';
import { createTable } from '../../../infra/local/cloud/stores.ts';
import { readResources, readSynthesized } from '../../../infra/local/cloud/template.ts';
import type { Template } from '../../../infra/local/cloud/template-values.ts';
import { NewsroomStack } from '../../../infra/newsroom-stack.ts';
import { openNameServer, type ZoneRecord } from './name-server.ts';

/**
 * An account with the deployed stage `production`: the synthesized template on the embedded services, without functions
 * that run, and a DNS zone. Doctor asks it with the real clients of the SDK.
 */

const { newsroom, infrastructure } = configuration('production');
export const stackName = 'Dateline-production';
const region = localAccount.region;
const version = 'a-clone';
const assets = fileURLToPath(new URL('../../infra/local/cloud/assets/page', import.meta.url));

export const zone: ZoneRecord[] = [
  ...dkimRecords(newsroom.sender.domain, dkimTokensOf(newsroom.sender.domain)),
  ...mailFromRecords(`bounce.${newsroom.sender.domain}`, region),
  { name: `_dmarc.${newsroom.sender.domain}`, type: 'TXT', value: '"v=DMARC1; p=quarantine"' },
  { name: newsroom.sender.domain, type: 'MX', value: '10 mail.example.org' },
];

export interface Fault {
  /** Changes the template before the account is opened. */
  template?: (template: Template) => void;
  /** Somebody deleted these resources by hand: logical ids begin so. CloudFormation still lists them. */
  gone?: string;
  zone?: (records: ZoneRecord[]) => ZoneRecord[];
  /** Bodies for the two addresses at which the embedded services are told what changes without CloudFormation. */
  ses?: object;
  account?: object;
  setup?: (setup: Setup) => Setup;
  /** What somebody did in the account, with the SDK. `endpoint` answers for every service. */
  act?: (endpoint: string) => Promise<unknown>;
  /** Requests to a service that are denied. */
  denied?: string;
  /** Milliseconds by which this machine is behind. */
  behind?: number;
  isAddressDown?: boolean;
  /** Mails a day. */
  dailyQuota?: number;
}

export interface Accounts {
  /** What doctor finds in the account with one fault. */
  examine: (fault: Fault) => Promise<Finding[]>;
  close: () => Promise<void>;
}

/** Synthesizes once and starts one DynamoDB for all examinations. */
export async function openAccounts(): Promise<Accounts> {
  const directory = mkdtempSync(path.join(tmpdir(), 'doctor-'));
  const synthesized = synthesize(path.join(directory, 'cdk.out'));
  const dynamoDb = await startDynamoDb(path.join(directory, 'dynamodb'), 0);
  let count = 0;
  return {
    examine: (fault) => {
      count += 1;
      return examine(fault, synthesized, dynamoDb, path.join(directory, String(count)));
    },
    close: async () => {
      await dynamoDb.close();
      rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

type Synthesized = ReturnType<typeof readSynthesized>;

function synthesize(outdir: string): Synthesized {
  const app = new App({ outdir });
  new NewsroomStack(app, stackName, { newsroom, infrastructure, codeOf: () => Code.fromAsset(assets) });
  app.synth();
  return readSynthesized(path.join(outdir, `${stackName}.template.json`));
}

async function examine(
  fault: Fault,
  synthesized: Synthesized,
  dynamoDb: DynamoDb,
  dataDirectory: string,
): Promise<Finding[]> {
  mkdirSync(dataDirectory);
  const template = structuredClone(synthesized.template);
  template.Outputs.Version = { Value: version };
  fault.template?.(template);
  const server = createServer();
  const endpoint = `http://127.0.0.1:${await listenLocally(server, 0, 0)}`;
  const website = createServer((_, response) => response.end('sign up'));
  const webAddress = `http://127.0.0.1:${await listenLocally(website, 0, 0)}`;
  if (fault.isAddressDown) website.close();
  const services = await open(
    fault,
    { ...synthesized, template },
    endpoint,
    webAddress,
    dataDirectory,
    dynamoDb,
  );
  serve(server, services, dynamoDb, fault);
  const nameServer = await openNameServer(() => fault.zone?.(zone) ?? zone);
  try {
    pointTheSdkTo(endpoint);
    await tell(`${endpoint}/_local/ses`, fault.ses ?? {});
    await tell(`${endpoint}/_local/account`, { confirmed: infrastructure.operators, ...fault.account });
    await fault.act?.(endpoint);
    const setup = fault.setup?.(healthy) ?? healthy;
    const now = () => Date.now() - (fault.behind ?? 0);
    return diagnose(setup, await gatherFacts(setup, nameServer.address, now), now());
  } finally {
    nameServer.close();
    server.closeAllConnections();
    server.close();
    website.close();
    await services.close();
  }
}

const deploy = 'npx cdk deploy -c stage=production';
const healthy: Setup = {
  newsroom,
  infrastructure,
  stackName,
  region,
  version,
  isLocal: false,
  deploy,
  revertDrift: `${deploy} --revert-drift`,
};

async function open(
  { gone, dailyQuota = 50_000 }: Fault,
  { template, assets: bundles }: Synthesized,
  address: string,
  webAddress: string,
  dataDirectory: string,
  dynamoDb: DynamoDb,
): Promise<Services> {
  const surroundings = { ...localAccount, stackName, queueUrl: queueUrls(address, localAccount), webAddress };
  const left = Object.entries(template.Resources).filter(
    ([id]) => gone === undefined || !id.startsWith(gone),
  );
  const whole = readDescribed(template, surroundings);
  // What refers to a deleted resource stays as it is, so both are read from the whole template first.
  const resources = readResources(template, bundles, surroundings);
  const ids = new Set(left.map(([id]) => id));
  const services = await openServices({
    resources: withoutGone(resources, ids, whole),
    described: { ...withoutGone(whole, ids, whole), resources: whole.resources },
    account: localAccount,
    dataDirectory,
    address,
    externalSqs: undefined,
    sesLimits: { sendsPerSecond: 14, dailyQuota },
    sesStanding: 'verified',
    longestRetrySeconds: 5,
    invokeFunction: async () => undefined,
    onMail: () => undefined,
    onError: (error) => {
      throw error;
    },
  });
  for (const table of resources.tables) await createTable(dynamoDb.endpoint, localAccount, table);
  return services;
}

/** A configuration set and a schedule group may have the same name. */
const typeOfList: Record<string, string> = {
  configurationSets: 'AWS::SES::ConfigurationSet',
  scheduleGroups: 'AWS::Scheduler::ScheduleGroup',
};

/** Every list without the entries that carry the physical id of a deleted resource. */
function withoutGone<Lists extends object>(
  lists: Lists,
  left: ReadonlySet<string>,
  { resources }: ReturnType<typeof readDescribed>,
): Lists {
  const isLeft = (key: string) => (entry: unknown) =>
    !resources.some(
      ({ id, type, physicalId }) =>
        !left.has(id) &&
        physicalId === (typeof entry === 'object' && entry !== null ? nameIn(entry) : entry) &&
        type === (typeOfList[key] ?? type),
    );
  const kept = Object.entries(lists).flatMap(([key, list]) =>
    Array.isArray(list) ? [[key, list.filter(isLeft(key))]] : [],
  );
  return Object.assign({}, lists, Object.fromEntries(kept));
}

function nameIn(entry: object): unknown {
  const fields = new Map<string, unknown>(Object.entries(entry));
  return ['Name', 'name', 'arn', 'uuid', 'BucketName'].map((field) => fields.get(field)).find(Boolean);
}

function serve(server: Server, services: Services, dynamoDb: DynamoDb, { denied }: Fault): void {
  const listener = cloudListener(
    { ...services, dynamoDbEndpoint: dynamoDb.endpoint },
    localAccount,
    (error) => {
      throw error;
    },
  );
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (denied && request.headers.authorization?.includes(`/${denied}/aws4_request`)) {
      request.resume();
      response.writeHead(403, {
        'content-type': 'application/json',
        'x-amzn-errortype': 'AccessDeniedException',
      });
      response.end(JSON.stringify({ message: 'User: arn:aws:iam::1:user/lan is not authorized' }));
    } else listener(request, response);
  });
}

function pointTheSdkTo(endpoint: string): void {
  Object.assign(process.env, {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'operator',
    AWS_SECRET_ACCESS_KEY: 'operator',
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3: endpoint,
  });
}

async function tell(address: string, body: object): Promise<void> {
  const answer = await fetch(address, { method: 'PUT', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(await answer.text());
}

/** The resource whose logical id begins with `start`. */
export function resource(template: Template, start: string) {
  const found = Object.entries(template.Resources).find(([id]) => id.startsWith(start));
  if (!found) throw new Error(`the template has no ${start}`);
  return found[1];
}
