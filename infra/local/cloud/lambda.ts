import { randomUUID } from 'node:crypto';
import { createInterface } from 'node:readline';
import { Worker } from 'node:worker_threads';
import * as z from 'zod';

/** A function of the template. `asset` is the directory of the bundle; `handler` is `index.handler`. */
export type LambdaDefinition = {
  name: string;
  arn: string;
  asset: string;
  handler: string;
  environment: Record<string, string>;
  timeoutSeconds: number;
  memoryMegabytes: number;
  reservedConcurrency: number | undefined;
  logGroup: string;
};

export type FunctionError = { errorType: string; errorMessage: string; trace: string[] };

/** The result of an invocation. `payload` is the handler's result, converted to JSON and back. */
export type Invocation = {
  functionName: string;
  requestId: string;
  milliseconds: number;
  isCold: boolean;
} & ({ isSuccess: true; payload: unknown } | { isSuccess: false; error: FunctionError });

const errorSchema = z.object({ errorType: z.string(), errorMessage: z.string(), trace: z.array(z.string()) });
const reportSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('init-error'), error: errorSchema }),
  z.object({ kind: z.literal('result'), payload: z.string() }),
  z.object({ kind: z.literal('error'), error: errorSchema }),
]);
type Report = z.infer<typeof reportSchema>;

const worker = new URL('./lambda-worker.mjs', import.meta.url);

/** Lambda's limits. */
const largestPayloadBytes = 6 * 1024 * 1024;
/**
 * An initialization that takes longer is begun again, with the function's own timeout:
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html. Here it goes on instead, since it is slow
 * because the machine is busy.
 */
const initMilliseconds = 10_000;

/**
 * Room for new objects. Node gives each environment four times as much and fills it before it looks for what is no longer
 * used: a newsroom in the middle of a sending took a fifth more memory, and no less processor time.
 */
const youngMegabytes = 12;

/**
 * An environment stays running between invocations and is never frozen, so a write that the handler did not await may
 * still complete.
 */
type Environment = { worker: Worker; next: () => Promise<Report>; isCold: boolean };

/** The execution environments of one function: worker threads with their own environment variables and memory limit. */
export class Lambda {
  readonly definition: LambdaDefinition;
  readonly #environment: Record<string, string>;
  readonly #onLog: (line: string) => void;
  readonly #now: () => number;
  readonly #limit: number;
  readonly #all = new Set<Environment>();
  readonly #idle: Environment[] = [];
  readonly #waiting: (() => void)[] = [];
  #running = 0;
  #isClosed = false;

  /** Processes at most `concurrency` events at a time, or as many as the function has reserved. */
  constructor(
    definition: LambdaDefinition,
    environment: Record<string, string>,
    concurrency: number,
    onLog: (line: string) => void,
    now: () => number,
  ) {
    this.#now = now;
    this.definition = definition;
    this.#environment = environment;
    this.#onLog = onLog;
    this.#limit = Math.min(concurrency, definition.reservedConcurrency ?? concurrency);
  }

  /** Number of invocations that are running or waiting for an environment. */
  get busy(): number {
    return this.#running + this.#waiting.length;
  }

  async invoke(event: unknown): Promise<Invocation> {
    await this.#enter();
    const requestId = randomUUID();
    const startedAt = this.#now();
    const environment = this.#isClosed ? undefined : (this.#idle.pop() ?? this.#start());
    const isCold = environment?.isCold ?? true;
    const outcome = environment
      ? await this.#run(environment, JSON.stringify(event) ?? 'null', requestId)
      : closed;
    this.#leave();
    const milliseconds = this.#now() - startedAt;
    const own = { functionName: this.definition.name, requestId, milliseconds, isCold };
    return { ...own, ...(this.#isClosed && !outcome.isSuccess ? closed : outcome) };
  }

  /**
   * Tells every running function that it has no more than this long, so that it can stop with its work in order. AWS ends
   * a function without a word, but never before its time.
   */
  hurry(milliseconds: number): void {
    const deadline = Date.now() + milliseconds;
    for (const { worker: running } of this.#all) running.postMessage({ deadline });
  }

  /** Ends every environment immediately. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#all].map((environment) => this.#discard(environment)));
  }

  async #enter(): Promise<void> {
    if (this.#running >= this.#limit) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
  }

  /** Passes the slot to the longest-waiting invocation, if any. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running -= 1;
  }

  async #run(
    environment: Environment,
    event: string,
    requestId: string,
  ): Promise<{ isSuccess: true; payload: unknown } | { isSuccess: false; error: FunctionError }> {
    if (Buffer.byteLength(event) > largestPayloadBytes)
      return this.#keep(
        environment,
        failure('RequestEntityTooLarge', 'Request must be smaller than 6291456 bytes.'),
      );
    const milliseconds = this.definition.timeoutSeconds * 1000;
    if (environment.isCold) {
      const init = await within(initMilliseconds + milliseconds, environment.next());
      if (init?.kind !== 'ready') {
        await this.#discard(environment);
        return init && 'error' in init
          ? { isSuccess: false, error: init.error }
          : failure('Sandbox.Timedout', 'The initialization took too long.');
      }
      environment.isCold = false;
    }
    environment.worker.postMessage({ event, requestId, deadline: Date.now() + milliseconds });
    const report = await within(milliseconds, environment.next());
    if (!report) {
      await this.#discard(environment);
      const seconds = this.definition.timeoutSeconds.toFixed(2);
      return failure('Sandbox.Timedout', `${requestId} Task timed out after ${seconds} seconds`);
    }
    return this.#keep(environment, resultOf(report));
  }

  #keep<Outcome>(environment: Environment, outcome: Outcome): Outcome {
    if (this.#all.has(environment)) this.#idle.push(environment);
    return outcome;
  }

  #start(): Environment {
    const { asset, handler, name, arn, memoryMegabytes } = this.definition;
    const started = new Worker(worker, {
      workerData: { asset, handler, functionName: name, functionArn: arn, memoryMegabytes },
      env: this.#variables(),
      resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes, maxYoungGenerationSizeMb: youngMegabytes },
      stdout: true,
      stderr: true,
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    for (const output of [started.stdout, started.stderr])
      createInterface({ input: output }).on('line', this.#onLog);
    const environment: Environment = { worker: started, next: reportsOf(started), isCold: true };
    this.#all.add(environment);
    started.on('exit', () => this.#forget(environment));
    return environment;
  }

  #variables(): Record<string, string> {
    const { name, memoryMegabytes, asset, handler, environment } = this.definition;
    return {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMegabytes),
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      LAMBDA_TASK_ROOT: asset,
      _HANDLER: handler,
      ...this.#environment,
      ...environment,
    };
  }

  #forget(environment: Environment): void {
    this.#all.delete(environment);
    const at = this.#idle.indexOf(environment);
    if (at >= 0) this.#idle.splice(at, 1);
  }

  async #discard(environment: Environment): Promise<void> {
    this.#forget(environment);
    await environment.worker.terminate();
  }
}

function failure(errorType: string, errorMessage: string): { isSuccess: false; error: FunctionError } {
  return { isSuccess: false, error: { errorType, errorMessage, trace: [] } };
}

/** The error of an invocation that Lambda did not start because too many were under way. */
const throttledError = 'TooManyRequestsException';

/** The result of an invocation that was not started, because the account's functions are too busy. */
export function throttledInvocation(functionName: string): Invocation {
  const outcome = failure(throttledError, 'Rate Exceeded.');
  return { functionName, requestId: randomUUID(), milliseconds: 0, isCold: false, ...outcome };
}

export function isThrottled(invocation: Invocation): boolean {
  return !invocation.isSuccess && invocation.error.errorType === throttledError;
}

const closedError = 'Sandbox.Closed';

/** The result of an invocation that was interrupted because the services are closing. This does not exist on AWS. */
const closed = failure(closedError, 'The services are closing.');

export function isInterrupted(invocation: Invocation): boolean {
  return !invocation.isSuccess && invocation.error.errorType === closedError;
}

function resultOf(report: Report) {
  if (report.kind !== 'result')
    return 'error' in report
      ? { isSuccess: false as const, error: report.error }
      : failure('Runtime.ExitError', 'The runtime answered out of turn.');
  if (Buffer.byteLength(report.payload) > largestPayloadBytes)
    return failure(
      'Function.ResponseSizeTooLarge',
      `Response payload size exceeded maximum allowed payload size (${largestPayloadBytes} bytes).`,
    );
  const payload: unknown = JSON.parse(report.payload);
  return { isSuccess: true as const, payload };
}

/**
 * The worker's reports, one per call. A worker that ends (`process.exit`, out of memory, uncaught exception) reports an
 * error.
 */
function reportsOf(running: Worker): () => Promise<Report> {
  let waiting: ((report: Report) => void) | undefined;
  let early: Report | undefined;
  const report = (next: Report) => {
    if (waiting) waiting(next);
    else early ??= next;
    waiting = undefined;
  };
  const ended = (errorType: string, errorMessage: string, trace: string[] = []) =>
    report({ kind: 'error', error: { errorType, errorMessage, trace } });
  running.on('message', (message) => report(reportSchema.parse(message)));
  running.on('error', (error: unknown) =>
    error instanceof Error
      ? ended(error.name, error.message, error.stack?.split('\n'))
      : ended('Runtime.UnhandledPromiseRejection', String(error)),
  );
  running.on('exit', (code) => ended('Runtime.ExitError', `Runtime exited with error: exit status ${code}`));
  return () =>
    new Promise((resolve) => {
      if (early) {
        resolve(early);
        early = undefined;
      } else waiting = resolve;
    });
}

/** `undefined` if the time is over first. */
async function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
