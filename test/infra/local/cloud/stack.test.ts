import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readdir, readFile } from 'node:fs/promises';
import { createServer, request as forward } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import * as z from 'zod';
import { mailboxLineSchema } from '../../../../infra/local/cloud/mailbox.ts';
import { clientOptions, named, type OpenStack, openStack, temporaryDirectory } from './open-stack.ts';
import { smallTemplateWithin, smallTemplateWithout } from './small-template.ts';

const Bucket = 'small-store';

function drop(stack: Pick<OpenStack, 'endpoints'>, Key: string, Body: string) {
  const s3 = new S3Client({ ...clientOptions, endpoint: stack.endpoints.s3 });
  return s3.send(new PutObjectCommand({ Bucket, Key, Body }));
}

async function receiveAll(stack: OpenStack, queue: string): Promise<string[]> {
  const sqs = new SQSClient({ ...clientOptions, endpoint: stack.endpoints.sqs });
  const QueueUrl = stack.queueUrl(queue);
  const bodies = [];
  for (;;) {
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (!Messages?.length) return bodies;
    bodies.push(...Messages.map(({ Body }) => Body ?? ''));
  }
}

async function mailLines(dataDirectory: string) {
  const text = await readFile(join(dataDirectory, 'mailbox.jsonl'), 'utf8');
  expect(text.endsWith('\n')).toBe(true);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => mailboxLineSchema.parse(JSON.parse(line)));
}

test('a dropped file goes all the way: bucket, queue, function, mail, table, event', async () => {
  const stack = await openStack();
  await drop(stack, 'inbox/thông cáo 1.txt', 'ha@example.org');
  await stack.settled(60);
  expect(stack.mails).toMatchObject([
    { to: 'ha@example.org', subject: 'inbox/thông cáo 1.txt', tags: { release: 'forum' } },
  ]);
  const table = new DynamoDBClient({ ...clientOptions, endpoint: stack.endpoints.dynamodb });
  const { Items } = await table.send(new ScanCommand({ TableName: named(stack.names.tables, 'Table') }));
  expect(Items).toMatchObject([{ id: { S: stack.mails[0]?.sesMessageId } }]);
  expect((await receiveAll(stack, 'Small-Events')).map((body) => JSON.parse(body)['detail-type'])).toEqual([
    'Email Sent',
    'Email Delivered',
  ]);
  expect(stack.logs).toEqual(['Small-Relay relaying 1']);
  expect(stack.errors).toEqual([]);
});

test('one bad file among good ones is tried again alone and ends in the dead-letter queue', async () => {
  const stack = await openStack();
  await Promise.all([
    drop(stack, 'inbox/bad', 'broken'),
    ...['a', 'b', 'c'].map((name) => drop(stack, `inbox/${name}`, `${name}@example.org`)),
  ]);
  const seen: number[] = [];
  await stack.settled(60, ({ queues }) => seen.push(queues['Small-Intake']?.delayed ?? 0));
  expect(stack.mails.map(({ to }) => to).sort()).toEqual(['a@example.org', 'b@example.org', 'c@example.org']);
  const letters = await receiveAll(stack, 'Small-IntakeDeadLetters');
  expect(letters).toHaveLength(1);
  expect(letters[0]).toContain('inbox/bad');
  expect(seen.length).toBeGreaterThan(2);
});

test('a failed message whose function sets no timeout waits out the whole visibility timeout of its queue', async () => {
  const stack = await openStack({ template: smallTemplateWithin(4) });
  const at = Date.now();
  await drop(stack, 'inbox/bad', 'broken for long');
  await stack.settled(60);
  expect(stack.invocations).toHaveLength(2);
  expect(Date.now() - at).toBeGreaterThan(7500);
});

test('never more batches at a time than the template allows', async () => {
  const stack = await openStack();
  await Promise.all(Array.from({ length: 40 }, (_, i) => drop(stack, `inbox/${i}`, `p${i}@example.org`)));
  await stack.settled(60);
  expect(stack.mails).toHaveLength(40);
  expect(stack.invocations.filter(({ isCold }) => isCold).length).toBeLessThanOrEqual(2);
});

test('a service named in the environment is used instead of our own, by the functions too', async () => {
  const own = await openStack({ sesSendsPerSecond: 500 });
  const stack = await openStack({
    environment: {
      AWS_ENDPOINT_URL_SES: own.endpoints.ses,
      AWS_ENDPOINT_URL_DYNAMODB: own.endpoints.dynamodb,
    },
  });
  expect(stack.endpoints).toMatchObject({ ses: own.endpoints.ses, dynamodb: own.endpoints.dynamodb });
  await drop(stack, 'inbox/1', 'ha@example.org');
  await stack.settled(60);
  expect(own.mails).toHaveLength(1);
  expect(stack.mails).toEqual([]);
});

test('whatever stands in front of a service, set in the environment, sees every request for it', async () => {
  const first = await openStack();
  const { dataDirectory, endpoints } = first;
  await first.close();
  const seen = new Set<string>();
  const proxy = createServer((request, response) => {
    seen.add(/\/([a-z0-9]+)\/aws4_request/.exec(request.headers.authorization ?? '')?.[1] ?? '');
    const { method, headers, url = '/' } = request;
    const onward = forward(new URL(url, endpoints.s3), { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const address = proxy.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const services = ['S3', 'SQS', 'SES', 'SCHEDULER'].map((name) => [`AWS_ENDPOINT_URL_${name}`, url]);
  const stack = await openStack({ dataDirectory, environment: Object.fromEntries(services) });
  expect(stack.queueUrl('Small-Intake')).toBe(`${url}/000000000000/Small-Intake`);
  await drop(stack, 'inbox/1', 'ha@example.org');
  await stack.settled(60);
  expect(stack.mails).toHaveLength(1);
  expect((await receiveAll(stack, 'Small-Events')).length).toBe(2);
  expect([...seen].sort()).toEqual(['s3', 'ses', 'sqs']);
});

test('no web page can read or delete what is in the bucket, whatever name leads it here', async () => {
  const stack = await openStack({
    template: smallTemplateWithout('RelayMapping', 'Relay00000006', 'Table00000005'),
  });
  await drop(stack, 'inbox/1', 'under embargo');
  const url = `${stack.endpoints.s3}/${Bucket}/inbox/1`;
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(url, { headers: { origin: 'http://evil.example' } })).status).toBe(403);
  const rebound = forward(url, { headers: { host: 'evil.example' } });
  rebound.end();
  const [answer] = await once(rebound, 'response');
  expect(answer.statusCode).toBe(421);
  answer.resume();
});

test('after kill -9 every accepted mail and every stored file is there with its events, and nothing by halves', async () => {
  const dataDirectory = await temporaryDirectory();
  const script = fileURLToPath(new URL('./stack-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dataDirectory], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const endpoints = z.object({ s3: z.string(), ses: z.string() }).parse(JSON.parse(String(line)));
  const ses = new SESClient({ ...clientOptions, endpoint: endpoints.ses });
  const s3 = new S3Client({ ...clientOptions, endpoint: endpoints.s3 });
  const accepted: string[] = [];
  const stored: string[] = [];
  const attempts = Array.from({ length: 20 }, async (_, worker) => {
    for (let i = 0; ; i += 1) {
      const Data = Buffer.from(
        `From: desk@newsroom.example\r\nSubject: ${worker} ${i}\r\n\r\n${'x'.repeat(20_000)}\r\n`,
      );
      const { MessageId } = await ses.send(
        new SendRawEmailCommand({
          RawMessage: { Data },
          Destinations: [`p${i}@example.org`],
          ConfigurationSetName: 'newsroom',
        }),
      );
      accepted.push(MessageId ?? '');
      const Key = `kept/${worker}/${i}`;
      await s3.send(new PutObjectCommand({ Bucket, Key, Body: Data }));
      stored.push(Key);
    }
  });
  setTimeout(() => child.kill('SIGKILL'), 700);
  await Promise.allSettled(attempts);
  expect(accepted.length).toBeGreaterThan(20);
  // Simulates a line that a crash left incomplete.
  await appendFile(join(dataDirectory, 'mailbox.jsonl'), '{"n": 99');

  const stack = await openStack({ dataDirectory });
  const lines = await mailLines(dataDirectory);
  expect(lines.map(({ n }) => n)).toEqual(lines.map((_, i) => i + 1));
  const ids = new Set(lines.map(({ sesMessageId }) => sesMessageId));
  expect(accepted.filter((id) => !ids.has(id))).toEqual([]);
  const files = await readdir(join(dataDirectory, 'mailbox'));
  expect(files.sort()).toEqual(lines.map(({ n }) => `${n}.eml`).sort());
  for (const { file } of lines.slice(-50))
    expect((await readFile(join(dataDirectory, file))).length).toBeGreaterThan(20_000);
  const sent = (await receiveAll(stack, 'Small-Events'))
    .map((body) => JSON.parse(body).detail)
    .filter(({ eventType }) => eventType === 'Send')
    .map(({ mail }) => mail.messageId);
  expect(sent.sort()).toEqual([...ids].sort());
  const { KeyCount, Contents } = await new S3Client({ ...clientOptions, endpoint: stack.endpoints.s3 }).send(
    new ListObjectsV2Command({ Bucket, Prefix: 'kept/' }),
  );
  expect(KeyCount).toBeGreaterThanOrEqual(Math.min(1000, stored.length));
  const bodies = await readdir(join(dataDirectory, 's3', 'bodies'));
  if ((KeyCount ?? 0) < 1000) expect(bodies).toHaveLength(Contents?.length ?? -1);
});

test('after kill -9 a message in work is done again at once, at the same addresses as before', async () => {
  const dataDirectory = await temporaryDirectory();
  const script = fileURLToPath(new URL('./stack-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, dataDirectory], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const endpoints = z.object({ s3: z.string(), dynamodb: z.string() }).parse(JSON.parse(String(line)));
  await drop({ endpoints: { ...endpoints, sqs: '', ses: '', scheduler: '' } }, 'inbox/1', 'ha@example.org');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const at = Date.now();
  const stack = await openStack({ dataDirectory });
  expect(stack.endpoints).toMatchObject(endpoints);
  await stack.settled(60);
  expect(Date.now() - at).toBeLessThan(8000);
  expect(await mailLines(dataDirectory)).toMatchObject([{ to: 'ha@example.org' }]);
});
