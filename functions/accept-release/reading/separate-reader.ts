import { type ChildProcess, fork } from 'node:child_process';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Problem } from '../../_shared/domain/report.ts';
import { readingMegabytes, readingSeconds } from '../limits.ts';
import { problem } from '../problems.ts';
import { answerOf } from '../report/file-answer.ts';
import type { Reading, ReadingContext, ReleaseFiles } from './reading.ts';
import { type ReadingJob, type Reported, reportedSchema } from './reading-job.ts';

export interface SeparateReader {
  /** `withPages`: the reports are wanted as pages too. */
  read: (files: ReleaseFiles, context: ReadingContext, withPages: boolean) => Promise<Reading>;
  /** Ends the processes that wait for work. */
  close: () => void;
}

/** Why a reading was ended before it was done. */
export type Overrun = 'time' | 'memory' | 'error';
/** Called for every file that could not be read, with the place in the program: a bug of ours. */
export type OnOverrun = (overrun: { why: Overrun; name: string | null; stack: string[] }) => void;

/** The program of these processes: a source beside this one, or a file of the bundle. */
export const readingProgram = fileURLToPath(
  new URL(
    import.meta.url.endsWith('.ts') ? './reading-process.ts' : './reading-process.mjs',
    import.meta.url,
  ),
);

/**
 * Reads releases in processes of their own, each with a limit of memory and a deadline, so that any input ends in an
 * answer: a file that takes too much is rejected by name, and the others of its release are read without it.
 *
 * Processes and not threads: V8 ends the whole process when some of its own functions (a growing Map, `replace`, a
 * spread) meet a thread's memory limit. These processes get no credentials either.
 */
export function separateReader(program: string, onOverrun: OnOverrun): SeparateReader {
  // The first process starts now, so that it is ready when the first release comes.
  const idle = [new ReadingProcess(program)];
  const take = () => {
    for (let next = idle.pop(); next; next = idle.pop()) if (next.isAlive) return next;
    return new ReadingProcess(program);
  };
  async function ask(job: ReadingJob, endsAt: number): Promise<Outcome> {
    const process = take();
    const outcome = await process.read(job, endsAt);
    if (process.isAlive) idle.push(process);
    return outcome;
  }
  return {
    close() {
      for (const process of idle.splice(0)) process.end();
    },
    async read(files, context, withPages) {
      const endsAt = Date.now() + readingSeconds.release * 1000;
      const refused = new Map<string, Problem>();
      for (;;) {
        const left = files.files.map((file) => {
          const because = refused.get(file.key);
          return because ? { key: file.key, bytes: new Uint8Array(), refused: because } : file;
        });
        const unread = left.filter((file) => !file.refused).map((file) => file.key);
        const job = { files: { ...files, files: left }, context, withPages };
        const outcome = await ask(job, unread.length === 0 ? Number.POSITIVE_INFINITY : endsAt);
        if (outcome.kind === 'read') return readingOf(outcome, context);
        onOverrun(outcome);
        if (unread.length === 0) throw new Error('the reading process cannot even say that it read nothing');
        for (const key of outcome.key === null ? unread : [outcome.key])
          refused.set(key, problemOf(outcome.why, key));
      }
    },
  };
}

function readingOf({ reading }: Extract<Outcome, { kind: 'read' }>, context: ReadingContext): Reading {
  return {
    content: reading.content,
    reports: reading.reports.map(({ report, marked }) =>
      answerOf(report, () => marked ?? { html: '', lines: [] }, context),
    ),
  };
}

function problemOf(why: Overrun, key: string): Problem {
  const name = key.split('/').at(-1) ?? key;
  if (why === 'time')
    return problem(
      'file-too-slow',
      `Reading “${name}” takes more than ${readingSeconds.file} seconds; it was given up.`,
    );
  return why === 'memory'
    ? problem(
        'file-too-complex',
        `Reading “${name}” takes more memory than any real release; it was given up.`,
      )
    : problem('file-unreadable', `“${name}” could not be read: something in it is not as Dateline expects.`);
}

type Outcome =
  | Extract<Reported, { kind: 'read' }>
  /** `key`: the file that was being read; null when all files together took too much. */
  | { kind: 'overrun'; key: string | null; why: Overrun; name: string | null; stack: string[] };

const startSeconds = 30;
/** A process that was idle for so long is ended: it holds some 80 MB. */
const idleSeconds = 60;

class ReadingProcess {
  readonly #child: ChildProcess;
  #isAlive = true;
  #complaint = '';
  #hear: (heard: Reported | 'gone') => void = () => undefined;
  #idling: NodeJS.Timeout | undefined;
  readonly #ready: Promise<void>;

  constructor(program: string) {
    this.#child = fork(program, [], {
      serialization: 'advanced',
      env: {},
      execArgv: [
        `--max-old-space-size=${readingMegabytes}`,
        '--max-semi-space-size=16',
        '--disable-warning=ExperimentalWarning',
      ],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr?.on('data', (data) => {
      this.#complaint = `${this.#complaint}${data}`.slice(-1000);
    });
    this.#child.on('message', (message) => this.#hear(reportedSchema.parse(message)));
    // `error`: the process could not be started, or was gone when a message was sent to it.
    for (const event of ['exit', 'error'])
      this.#child.on(event, () => {
        this.#isAlive = false;
        this.#hear('gone');
      });
    this.#ready = this.#start();
    // Whoever asks for a reading gets this error then.
    this.#ready.catch(() => undefined);
    this.#rest();
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  end(): void {
    this.#isAlive = false;
    clearTimeout(this.#idling);
    this.#child.kill('SIGKILL');
  }

  async #start(): Promise<void> {
    const heard = await new Promise<Reported | 'gone'>((resolve) => {
      const timer = setTimeout(() => resolve('gone'), startSeconds * 1000);
      this.#hear = (first) => {
        clearTimeout(timer);
        resolve(first);
      };
    });
    if (heard !== 'gone') return;
    this.end();
    // No file has been seen yet: what it complains of is not anybody's text.
    throw new Error(`the process that reads releases did not start: ${this.#complaint.trim()}`);
  }

  /** One job at a time. `endsAt`: epoch milliseconds after which it is given up in any case. */
  async read(job: ReadingJob, endsAt: number): Promise<Outcome> {
    clearTimeout(this.#idling);
    this.#hold(true);
    await this.#ready;
    const outcome = await this.#answer(job, endsAt);
    if (this.#isAlive) this.#rest();
    return outcome;
  }

  #answer(job: ReadingJob, endsAt: number): Promise<Outcome> {
    return new Promise((resolve) => {
      let key: string | null = null;
      let timer: NodeJS.Timeout;
      const end = (outcome: Outcome) => {
        clearTimeout(timer);
        this.#hear = () => undefined;
        resolve(outcome);
      };
      const overrun = (why: Overrun, error: { name: string | null; stack: string[] }) =>
        end({ kind: 'overrun', key, why, ...error });
      const wait = () => {
        clearTimeout(timer);
        const milliseconds = Math.min(readingSeconds.file * 1000, Math.max(0, endsAt - Date.now()));
        // Messages that came while this process was busy are handled first.
        timer = setTimeout(() => setImmediate(giveUp), milliseconds);
      };
      const giveUp = () => {
        if (!this.#isAlive) return;
        this.end();
        if (Date.now() >= endsAt) key = null;
        overrun('time', { name: null, stack: [] });
      };
      this.#hear = (heard) => {
        if (heard === 'gone') overrun('memory', { name: null, stack: [] });
        else if (heard.kind === 'read') end(heard);
        else if (heard.kind === 'failed') overrun('error', heard);
        else if (heard.kind === 'begin') {
          ({ key } = heard);
          wait();
        }
      };
      wait();
      this.#child.send(job);
    });
  }

  /** An idle process does not keep this one from ending, and is ended itself after a while. */
  #rest(): void {
    this.#hold(false);
    this.#idling = setTimeout(() => this.end(), idleSeconds * 1000).unref();
  }

  #hold(held: boolean): void {
    const { stderr } = this.#child;
    for (const handle of [this.#child, this.#child.channel, stderr instanceof Socket ? stderr : null])
      held ? handle?.ref() : handle?.unref();
  }
}
