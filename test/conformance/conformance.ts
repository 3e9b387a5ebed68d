import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { type Endpoints, NewsroomProcess } from '../embedded/newsroom-process.ts';
import { hasModule, run, startMoto } from './programs.ts';
import { Table } from './rows.ts';
import { unverifiedSender } from './unverified-sender.ts';

// npm run conformance [-- clients|moto|sender]: foreign clients on the embedded services, moto's services in place of ours,
// and moto's SES while the sender is not verified.
// It needs Python with boto3, awscli and moto[server]; what is not there is skipped and said. Dateline needs none of it.

const asked = process.argv.slice(2);
const parts = new Set(asked.length > 0 ? asked : ['clients', 'moto', 'sender']);
const domain = 'press.example.org';
const rowSchema = z.object({ title: z.string(), wrong: z.string().nullable() });
const table = new Table();

function environmentFor({ s3, region }: Endpoints): NodeJS.ProcessEnv {
  return {
    AWS_ENDPOINT_URL: s3,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
  };
}

async function boto3On(endpoints: Endpoints): Promise<void> {
  if (!(await hasModule('boto3'))) return table.skip('boto3', 'Python has no boto3');
  const script = fileURLToPath(new URL('./clients.py', import.meta.url));
  const { bucket, table: name } = endpoints;
  const ended = await run('python3', [script, bucket, name, domain], environmentFor(endpoints));
  for (const line of ended.stdout.split('\n').filter(Boolean)) table.add(rowSchema.parse(JSON.parse(line)));
  if (ended.code !== 0) table.add({ title: 'boto3', wrong: ended.stderr });
}

/** As somebody types them at a drop bucket; every line has to end well. `DROP` is the bucket, `FILE` one of 9 MB. */
const lines = [
  's3 ls s3://DROP',
  's3 cp FILE s3://DROP/conformance/file',
  's3 cp s3://DROP/conformance/file s3://DROP/conformance/second',
  's3 mv s3://DROP/conformance/second s3://DROP/conformance/third',
  's3api get-object-tagging --bucket DROP --key conformance/file',
  's3api get-object-attributes --bucket DROP --key conformance/file --object-attributes ObjectSize ObjectParts',
  's3api list-multipart-uploads --bucket DROP',
  's3 presign s3://DROP/conformance/file',
  's3 rm s3://DROP/conformance/ --recursive',
  // The CLI's SQS does not follow AWS_ENDPOINT_URL.
  'sqs list-queues --endpoint-url ENDPOINT',
  'ses get-send-quota',
  'ses list-identities',
  'scheduler list-schedules',
  'dynamodb describe-time-to-live --table-name TABLE',
  'sts get-caller-identity',
];

async function awsCliOn(endpoints: Endpoints): Promise<void> {
  if ((await run('aws', ['--version'])).code !== 0) return table.skip('the AWS CLI', 'there is none');
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'conformance-')), 'file');
  writeFileSync(file, Buffer.alloc(9 * 1024 * 1024, 'x'));
  for (const line of lines) {
    const meant = line
      .replaceAll('DROP', endpoints.bucket)
      .replace('FILE', file)
      .replace('TABLE', endpoints.table)
      .replace('ENDPOINT', endpoints.sqs);
    const ended = await run('aws', meant.split(' '), environmentFor(endpoints));
    table.add({ title: `aws ${line}`, wrong: ended.code === 0 ? null : ended.stderr.trim() });
  }
}

async function foreignClients(): Promise<void> {
  const newsroom = new NewsroomProcess();
  try {
    const endpoints = await newsroom.start('--no-samples', '--ses-rate', '500');
    await boto3On(endpoints);
    await awsCliOn(endpoints);
  } finally {
    await newsroom.close();
  }
}

/** Which of moto's services take the place of ours. S3 tells its events to its own SQS, so these two go together. */
const replacements: { services: string[]; isVerified?: boolean }[] = [
  { services: ['DYNAMODB'] },
  { services: ['SCHEDULER'] },
  { services: ['S3', 'SQS'] },
  { services: ['SES'], isVerified: true },
];

async function motoInPlaceOfOurs(): Promise<void> {
  for (const { services, isVerified } of replacements) {
    const title = `moto's ${services.join(' and ')} in place of ours${isVerified ? ', sender verified' : ''}`;
    table.add({ title, wrong: await sampleRunOver(services, isVerified === true) });
  }
}

async function senderNotVerified(): Promise<void> {
  const moto = await startMoto();
  try {
    for (const row of await unverifiedSender(moto.url, () => verifyAt(moto.url))) table.add(row);
  } finally {
    moto.stop();
  }
}

/** Null when the sample run ends as it should. */
async function sampleRunOver(services: readonly string[], isVerified: boolean): Promise<string | null> {
  const moto = await startMoto();
  const newsroom = new NewsroomProcess();
  const names = services.map((service) => `AWS_ENDPOINT_URL_${service}`);
  for (const name of names) process.env[name] = moto.url;
  try {
    if (isVerified) await verifyAt(moto.url);
    newsroom.spawn('--once', '--ses-rate', '500');
    const code = await newsroom.ended();
    return code === 0 ? null : `exit ${code}\n${newsroom.output.slice(-1500)}`;
  } finally {
    for (const name of names) delete process.env[name];
    await newsroom.close();
    moto.stop();
  }
}

async function verifyAt(endpoint: string): Promise<void> {
  const { SESClient, VerifyDomainIdentityCommand } = await import('@aws-sdk/client-ses');
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new SESClient({ endpoint, region: 'us-east-1', credentials });
  await client.send(new VerifyDomainIdentityCommand({ Domain: domain }));
}

if (parts.has('clients')) await foreignClients();
if (parts.has('moto') || parts.has('sender')) {
  if (await hasModule('moto.server')) {
    if (parts.has('moto')) await motoInPlaceOfOurs();
    if (parts.has('sender')) await senderNotVerified();
  } else table.skip('moto', 'Python has no moto[server]');
}
process.exitCode = table.end();
