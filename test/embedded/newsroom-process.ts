import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import PostalMime, { type Email } from 'postal-mime';
import * as z from 'zod';
import { type MailboxLine, mailboxLineSchema } from '../../infra/local/cloud/mailbox.ts';

/** The newsroom as people start it: a separate process that a test may kill. */

const root = fileURLToPath(new URL('../..', import.meta.url));
const dateline = path.join(root, 'bin/dateline.ts');

/** The first start after a change builds the functions, which a busy machine does in minutes. */
const startMilliseconds = 180_000;

export const endpointsSchema = z.strictObject({
  console: z.url(),
  s3: z.url(),
  dynamodb: z.url(),
  sqs: z.url(),
  ses: z.url(),
  bucket: z.string(),
  table: z.string(),
  region: z.string(),
  sesEventsQueue: z.url(),
  pid: z.number().int(),
});
export type Endpoints = z.infer<typeof endpointsSchema>;

export interface CommandResult {
  code: number;
  stdout: string;
  stderr: string;
  /** The lines of stdout, parsed. */
  lines: unknown[];
}

export class NewsroomProcess {
  readonly dataDirectory = mkdtempSync(path.join(tmpdir(), 'newsroom-'));
  readonly #isGroup: boolean;
  #child: ChildProcess | undefined;
  /** All output in the terminal, of every start. */
  output = '';

  /** `isGroup`: its processes are a group of their own, which `killAll` ends. */
  constructor({ isGroup = false } = {}) {
    this.#isGroup = isGroup;
  }

  /** Starts the newsroom and waits until everything answers. */
  async start(...options: string[]): Promise<Endpoints> {
    const { pid } = this.spawn(...options);
    // A killed newsroom leaves its file behind.
    await until('endpoints.json', () => this.#endpoints()?.pid === pid, startMilliseconds);
    return endpointsSchema.parse(this.#endpoints());
  }

  #endpoints(): Endpoints | null {
    const file = path.join(this.dataDirectory, 'endpoints.json');
    return existsSync(file) ? endpointsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
  }

  spawn(...options: string[]): ChildProcess {
    const child = spawn(process.execPath, [dateline, 'start', '--data', this.dataDirectory, ...options], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: this.#isGroup,
    });
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        this.output += chunk.toString();
      });
    this.#child = child;
    return child;
  }

  /** The exit code of a newsroom that ends by itself (`--once`). */
  async ended(): Promise<number | null> {
    const child = this.#child;
    if (!child) throw new Error('no newsroom was started');
    if (child.exitCode !== null) return child.exitCode;
    return new Promise((resolve) => child.once('exit', resolve));
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await new Promise((resolve) => child.once('exit', resolve));
  }

  /** `kill -9` of all its processes at once. */
  async killAll(): Promise<void> {
    const { pid } = this.#child ?? {};
    if (!this.#isGroup || pid === undefined) throw new Error('it has no group of its own');
    process.kill(-pid, 'SIGKILL');
    await new Promise((resolve) => this.#child?.once('exit', resolve));
  }

  /** Runs `npx dateline …` on this newsroom. */
  command(...argv: string[]): Promise<CommandResult> {
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [dateline, ...argv, '--json', '--data', this.dataDirectory],
        { cwd: root },
        (error, stdout, stderr) => {
          const code = error ? Number(error.code) : 0;
          const lines = stdout
            .split('\n')
            .filter(Boolean)
            .map((line): unknown => JSON.parse(line));
          resolve({ code, stdout, stderr, lines });
        },
      );
    });
  }

  mails(): MailboxLine[] {
    const file = path.join(this.dataDirectory, 'mailbox.jsonl');
    if (!existsSync(file)) return [];
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.endsWith('}'))
      .map((line) => mailboxLineSchema.parse(JSON.parse(line)));
  }

  /** The mails of one edition of a release. */
  mailsOf(release: string, edition: string): MailboxLine[] {
    return this.mails().filter(({ tags }) => tags.release === release && tags.edition === edition);
  }

  source(mail: MailboxLine): Buffer {
    return readFileSync(path.join(this.dataDirectory, mail.file));
  }

  read(mail: MailboxLine): Promise<Email> {
    return PostalMime.parse(this.source(mail));
  }

  /** Fails if a function or a service lacked a right: that is always a fault of ours. */
  async close(): Promise<void> {
    await this.kill('SIGTERM');
    const denials = this.denials();
    rmSync(this.dataDirectory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    if (denials.length > 0) throw new Error(`Rights are missing:\n${denials.join('\n')}`);
  }

  private denials(): string[] {
    const log = path.join(this.dataDirectory, 'functions.log');
    const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n') : [];
    return lines.filter((line) => / may not \w+:\w+ on /.test(line) && !line.includes(' administrator '));
  }
}

/** Waits for a condition. Fails with the name of the condition. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  milliseconds = 30_000,
): Promise<void> {
  const end = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`${what}: not in ${milliseconds / 1000} s`);
    await sleep(50);
  }
}
