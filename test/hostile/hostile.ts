import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import * as z from 'zod';
import { reportSchema } from '../../functions/_shared/domain/report.ts';
import {
  type Overrun,
  readingProgram,
  separateReader,
} from '../../functions/accept-release/reading/separate-reader.ts';
import { newsroom, now } from '../functions/accept-release/newsroom.ts';
import { type HostileInput, makeHostile } from './make-hostile.ts';

// npm run hostile -- [--seconds 60] [--seed 1] [--count N]: reads files that are made to harm their reader, one per
// seed. Each must get an answer in time, and this process must survive. A printed seed creates the same file again:
// --seed N --count 1.

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    count: { type: 'string' },
  },
});
/** Seconds until there must be an answer: the reader's own deadline, plus the restart of its process. */
const deadline = 20;

interface Answer {
  said: string;
  /** What is wrong: no answer in time, an invalid report, a bug of the reader. Null if nothing is. */
  wrong: string | null;
}

const overruns: { why: Overrun; where: string }[] = [];
const reader = separateReader(readingProgram, ({ why, name, stack }) =>
  overruns.push({ why, where: `${name} ${stack[0]}` }),
);

async function readInput({ format, bytes }: HostileInput): Promise<Answer> {
  overruns.splice(0);
  const files = { id: 'a', files: [{ key: `releases/a.${format}`, bytes }], siblings: [] };
  const { reports } = await reader.read(files, { newsroom, now }, true);
  const { error, data } = reportSchema.safeParse(reports[0]?.report);
  if (error || !data) return { said: 'no report', wrong: `not a report: ${error?.message}` };
  const wrong =
    data.status !== 'accepted' && !data.problems.some(({ fix }) => /\w/.test(fix))
      ? 'nothing is said of what to do'
      : null;
  const [overrun] = overruns;
  if (!overrun) return { said: data.status, wrong };
  return { said: `given up (${overrun.why})`, wrong: overrun.why === 'error' ? overrun.where : wrong };
}

const listAnswerSchema = z.object({ state: z.string(), rows: z.number(), message: z.string().nullable() });
let lists = new Worker(new URL('./list-thread.ts', import.meta.url));
async function readList({ bytes }: HostileInput): Promise<Answer> {
  const heard = await new Promise<unknown>((resolve) => {
    const timer = setTimeout(() => resolve('no answer'), deadline * 1000);
    const hear = (answer: unknown) => {
      clearTimeout(timer);
      resolve(answer);
    };
    lists.removeAllListeners().on('message', hear).on('error', hear);
    lists.postMessage(bytes);
  });
  const { data } = listAnswerSchema.safeParse(heard);
  if (data)
    return { said: data.state, wrong: data.state === 'unreadable' && !data.message ? 'not said why' : null };
  await lists.terminate();
  lists = new Worker(new URL('./list-thread.ts', import.meta.url));
  return { said: 'no answer', wrong: heard instanceof Error ? heard.message : String(heard) };
}

const first = Number(values.seed);
const count = values.count === undefined ? Number.POSITIVE_INFINITY : Number(values.count);
const endsAt = performance.now() + Number(values.seconds) * 1000;
const tally = new Map<string, number>();
let slowest = { seconds: 0, seed: first };
let wrongs = 0;
let seed = first;
for (; seed < first + count && (performance.now() < endsAt || values.count !== undefined); seed++) {
  const input = makeHostile(seed);
  const started = performance.now();
  const { said, wrong } = await (input.format === 'csv' ? readList(input) : readInput(input));
  const seconds = (performance.now() - started) / 1000;
  if (seconds > slowest.seconds) slowest = { seconds, seed };
  tally.set(said, (tally.get(said) ?? 0) + 1);
  const late = seconds > deadline ? 'too late' : null;
  const line = `seed ${seed}: ${input.format}, ${input.bytes.length} bytes, ${seconds.toFixed(1)} s, ${said}`;
  if (wrong ?? late) {
    wrongs++;
    console.log(`✗ ${line}: ${wrong ?? late}`);
  } else if (said.startsWith('given up') || values.count !== undefined) console.log(`  ${line}`);
}
reader.close();
await lists.terminate();
const answers = [...tally].map(([said, times]) => `${times} ${said}`).join(', ');
console.log(
  `${seed - first} files from seed ${first}: ${answers}; the slowest, seed ${slowest.seed}, took ${slowest.seconds.toFixed(1)} s; ${wrongs} without a right answer`,
);
process.exitCode = wrongs > 0 ? 1 : 0;
