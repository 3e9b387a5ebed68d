import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { onTestFinished } from 'vitest';
import { diagnose } from '../../../bin/doctor/diagnose.ts';
import type { Finding } from '../../../bin/doctor/finding.ts';
import { gatherFacts } from '../../../bin/doctor/gather-facts.ts';
import type { Setup } from '../../../bin/doctor/setup.ts';
import { configuration } from '../../../infra/configuration.ts';
import { dkimRecords, mailFromRecords } from '../../../infra/dns-records.ts';
import { localAccount } from '../../../infra/local/cloud/account.ts';
import { dkimTokensOf } from '../../../infra/local/cloud/dkim-tokens.ts';
import { type DynamoDb, startDynamoDb } from '../../../infra/local/cloud/dynamodb.ts';
import { listenLocally } from '../../../infra/local/cloud/endpoints.ts';
import { readSynthesized } from '../../../infra/local/cloud/template.ts';
import type { Template } from '../../../infra/local/cloud/template-values.ts';
import { NewsroomStack } from '../../../infra/newsroom-stack.ts';
import { openStack } from '../../infra/local/cloud/open-stack.ts';
import { openNameServer, type ZoneRecord } from './name-server.ts';

/**
 * An account with the deployed stage `production`: the synthesized template on the embedded services, with functions
 * that do nothing, and a DNS zone. Doctor asks it with the real clients of the SDK.
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
  zone?: (records: ZoneRecord[]) => ZoneRecord[];
  /** Bodies for the two addresses at which the embedded services are told what changes without CloudFormation. */
  ses?: object;
  account?: object;
  setup?: (setup: Setup) => Setup;
  /** What somebody did in the account, with the SDK. */
  act?: (queueUrl: (name: string) => string) => Promise<unknown>;
  /** A service that denies everything: its name in the SDK's variables. */
  denied?: 'LAMBDA';
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
  return {
    examine: (fault) => examine(fault, synthesized, dynamoDb),
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

async function examine(fault: Fault, synthesized: Synthesized, dynamoDb: DynamoDb): Promise<Finding[]> {
  const template = structuredClone(synthesized.template);
  template.Outputs.Version = { Value: version };
  fault.template?.(template);
  const stack = await openStack({
    template,
    assets: synthesized.assets,
    stackName,
    webAddress: await openWebsite(fault),
    sesDailyQuota: fault.dailyQuota ?? 50_000,
    environment: { AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.endpoint },
  });
  const nameServer = await openNameServer(() => fault.zone?.(zone) ?? zone);
  onTestFinished(() => nameServer.close());
  Object.assign(process.env, stack.environment, await denying(fault));
  const { ses } = stack.endpoints;
  await tell(`${ses}/_local/ses`, fault.ses ?? {});
  await tell(`${ses}/_local/account`, { confirmed: infrastructure.operators, ...fault.account });
  await fault.act?.(stack.queueUrl);
  const setup = fault.setup?.(healthy) ?? healthy;
  const now = () => Date.now() - (fault.behind ?? 0);
  return diagnose(setup, await gatherFacts(setup, nameServer.address, now), now());
}

/** Answers as the pages of the newsroom do, unless it is down. */
async function openWebsite({ isAddressDown }: Fault): Promise<string> {
  const website = createServer((_, response) => response.end('sign up'));
  const address = `http://127.0.0.1:${await listenLocally(website, 0, 0)}`;
  if (isAddressDown) website.close();
  else onTestFinished(() => void website.close());
  return address;
}

/** The endpoint of a service that denies everything, in the SDK's variable for it. */
async function denying({ denied }: Fault): Promise<Record<string, string>> {
  if (denied === undefined) return { AWS_ENDPOINT_URL_LAMBDA: '' };
  const server = createServer((request, response) => {
    request.resume();
    const type = { 'content-type': 'application/json', 'x-amzn-errortype': 'AccessDeniedException' };
    response.writeHead(403, type).end('{"message":"User: arn:aws:iam::1:user/lan is not authorized"}');
  });
  onTestFinished(() => void server.close());
  return { [`AWS_ENDPOINT_URL_${denied}`]: `http://127.0.0.1:${await listenLocally(server, 0, 0)}` };
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
