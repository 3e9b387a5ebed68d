import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { LambdaDefinition } from './lambda.ts';
import { forPrograms } from './visitors.ts';

/**
 * The result of a check: `isStarted` if the bundle loaded and asked for an event; `answer` is its response to the event
 * or its error.
 */
export type RuntimeCheck =
  | { isStarted: true; initMilliseconds: number; answer: string; isError: boolean }
  | { isStarted: false; reason: string };

const shim = fileURLToPath(new URL('./runtime-shim.mjs', import.meta.url));
const patienceMilliseconds = 15_000;

/**
 * Starts a bundle with Amazon's own runtime client, alone in an otherwise empty directory as on Lambda, and sends it
 * one event. This finds errors that appear only there: a missing package, a wrong handler, a bundle that cannot
 * `require`.
 */
export async function checkRuntime(
  definition: Pick<LambdaDefinition, 'asset' | 'handler' | 'environment'>,
  event: unknown,
): Promise<RuntimeCheck> {
  const root = await mkdtemp(join(tmpdir(), 'lambda-'));
  const task = join(root, 'task');
  await cp(definition.asset, task, { recursive: true });
  const runtime = runtimeApi(event);
  runtime.server.listen(0, '127.0.0.1');
  await once(runtime.server, 'listening');
  const address = runtime.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const client = createRequire(import.meta.url).resolve('aws-lambda-ric/bin/index.mjs');
  const child = spawn(process.execPath, ['--import', shim, client, definition.handler], {
    cwd: task,
    env: {
      PATH: '/usr/bin:/bin',
      HOME: root,
      AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}`,
      AWS_LAMBDA_FUNCTION_NAME: 'check',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/check',
      AWS_LAMBDA_LOG_STREAM_NAME: 'check',
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      LAMBDA_TASK_ROOT: task,
      _HANDLER: definition.handler,
      ...definition.environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const words: string[] = [];
  for (const output of [child.stdout, child.stderr])
    output.setEncoding('utf8').on('data', (part: string) => words.push(part));
  const failed = (reason: string): RuntimeCheck => ({
    isStarted: false,
    reason: `${reason} ${words.join('').slice(-2000)}`.trim(),
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), patienceMilliseconds);
  const ended = once(child, 'exit').then(() => failed('The runtime client ended.'));
  const check = await Promise.race([runtime.check, ended]);
  clearTimeout(timer);
  child.kill('SIGKILL');
  await ended;
  runtime.server.closeAllConnections();
  runtime.server.close();
  await rm(root, { recursive: true, force: true });
  return check;
}

/** The Runtime API that Lambda provides to the runtime client, for one event. */
function runtimeApi(event: unknown) {
  const startedAt = performance.now();
  const { promise: check, resolve } = Promise.withResolvers<RuntimeCheck>();
  let initMilliseconds: number | undefined;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '';
    if (path.endsWith('/invocation/next')) {
      // The second request for an event waits, as on Lambda.
      if (initMilliseconds !== undefined) return;
      initMilliseconds = performance.now() - startedAt;
      response.writeHead(200, {
        'content-type': 'application/json',
        'lambda-runtime-aws-request-id': 'check',
        'lambda-runtime-deadline-ms': String(Date.now() + patienceMilliseconds),
        'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:us-east-1:000000000000:function:check',
      });
      response.end(JSON.stringify(event));
      return;
    }
    const body = await text(request);
    response.writeHead(202).end('{}');
    if (path.endsWith('/init/error') || initMilliseconds === undefined)
      resolve({ isStarted: false, reason: body });
    else resolve({ isStarted: true, initMilliseconds, answer: body, isError: path.endsWith('/error') });
  };
  return { check, server: createServer(forPrograms((request, response) => void answer(request, response))) };
}
