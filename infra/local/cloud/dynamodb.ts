import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { GuardDefinition } from './dynamodb-guard.ts';
import { type Denial, denialSchema } from './iam.ts';
import type { TableFault } from './service-metrics.ts';

export type DynamoDb = {
  endpoint: string;
  processId: number | undefined;
  /** From then on, requests are judged by these policies. Before, everybody may do everything. */
  guard: (definition: GuardDefinition, onDenied: (denial: Denial) => void) => Promise<void>;
  /** Makes the table throttle or fail from now on. */
  plant: (faults: PlantedFaults) => void;
  /** Sets who hears of each request that met a planted fault. */
  hearFaults: (listener: (fault: TableFault) => void) => void;
  close: () => Promise<void>;
};

/**
 * The tables whose requests are throttled (`newsroom`, or `newsroom/index/gsi1` if the index cannot keep up), and those
 * whose requests fail inside DynamoDB.
 */
export const plantedFaultsSchema = z.strictObject({
  throttled: z.array(z.string()).default([]),
  failing: z.array(z.string()).default([]),
});
export type PlantedFaults = z.infer<typeof plantedFaultsSchema>;

/** Little room for new objects, as in `lambda.ts`: the answers of a table are short-lived. */
const options = ['--max-semi-space-size=2', '--disable-warning=ExperimentalWarning'];

const child = fileURLToPath(new URL('./dynamodb-child.ts', import.meta.url));

/** How long to wait for a killed process to release the database, and the pause between attempts. */
const patienceMilliseconds = 10_000;
const pauseMilliseconds = 100;

const faultSchema = z.object({
  table: z.string(),
  index: z.string().optional(),
  operation: z.string(),
  kind: z.enum(['throttled', 'failed']),
});
const toldSchema = z.object({ denial: denialSchema.optional(), fault: faultSchema.optional() });

/**
 * Starts DynamoDB on `directory`. Uses `port` if it is free (0: any port). Throws if it cannot start within ten
 * seconds.
 */
export async function startDynamoDb(directory: string, port: number): Promise<DynamoDb> {
  const until = Date.now() + patienceMilliseconds;
  let wanted = port;
  for (;;) {
    const started = await tryToStart(directory, wanted);
    if (typeof started !== 'string') return started;
    if (Date.now() > until) throw new Error(`The table in ${directory} cannot be opened: ${started}`);
    if (started.includes('EADDRINUSE')) wanted = 0;
    await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds));
  }
}

/** A running DynamoDB, or the error output of one that ended. */
async function tryToStart(directory: string, port: number): Promise<DynamoDb | string> {
  const process_ = spawn(process.execPath, [...options, child, directory, String(port)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let hear = (_: TableFault) => {};
  let tellDenial = (_: Denial) => {};
  const words: string[] = [];
  process_.stderr.setEncoding('utf8').on('data', (text: string) => words.push(text));
  const output = createInterface({ input: process_.stdout });
  const listening = new Promise<number>((resolve) => {
    output.on('line', (line) => {
      const [, found] = /^listening (\d+)$/.exec(line) ?? [];
      if (found) resolve(Number(found));
      if (!line.startsWith('{')) return;
      const { denial, fault } = toldSchema.parse(JSON.parse(line));
      if (denial) tellDenial(denial);
      if (fault) hear({ index: undefined, ...fault });
    });
  });
  const ended = once(process_, 'exit').then(() => words.join('').trim() || 'it ended without a word');
  const outcome = await Promise.race([listening, ended]);
  if (typeof outcome === 'string') return outcome;
  return {
    endpoint: `http://127.0.0.1:${outcome}`,
    processId: process_.pid,
    guard: (guard, onDenied) =>
      new Promise((resolve) => {
        tellDenial = onDenied;
        output.on('line', (line) => {
          if (line === 'guarded') resolve();
        });
        process_.stdin.write(`${JSON.stringify({ guard })}\n`);
      }),
    plant: (faults) => process_.stdin.write(`${JSON.stringify({ planted: faults })}\n`),
    hearFaults: (listener) => {
      hear = listener;
    },
    close: () => stop(process_),
  };
}

async function stop(running: ChildProcessByStdio<Writable, Readable, Readable>): Promise<void> {
  if (running.exitCode !== null || running.signalCode !== null) return;
  const exited = once(running, 'exit');
  running.stdin.end();
  await exited;
}
