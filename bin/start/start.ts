import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { denialWords } from '../../infra/local/cloud/denial-words.ts';
import { type SesStanding, sesStandings } from '../../infra/local/cloud/ses-standing.ts';
import type {
  Happenings,
  NewsroomSettings,
  NewsroomTaken,
  RunningNewsroom,
} from '../../infra/local/newsroom.ts';
import { type CommandIo, defineCommand, type ExitCode, Refusal, UsageError } from '../command.ts';
import type { Connection } from '../connection.ts';
import { shownDirectory } from '../shown-directory.ts';
import { noticeWords } from './notice-words.ts';
import type { Progress } from './progress.ts';
import { StartSteps } from './start-steps.ts';
import { Terminal } from './terminal.ts';

/** `--once` does not wait for editions that are due later than this. */
const horizonSeconds = 120;
/** `--once` gives up if nothing has moved and no queue has had messages for this long. */
const stuckSeconds = 240;

export const start = defineCommand({
  usage:
    'start [--data DIR] [--port N] [--no-samples] [--once] [--zone ZONE] [--table NAME] [--ses-rate N] [--ses-daily N] [--ses-identity verified|unverified|sandbox] [--aws-timing]',
  summary: 'run the whole newsroom on this machine',
  options: {
    port: { type: 'string', value: 'N', about: 'of console and inbox (default: 4700 or the next free one)' },
    'no-samples': { type: 'boolean', about: 'load no sample lists, drop no sample releases' },
    once: { type: 'boolean', about: 'stop when everything is sent, with a summary' },
    zone: { type: 'string', value: 'ZONE', about: 'the newsroom’s, as in Asia/Ho_Chi_Minh' },
    table: { type: 'string', value: 'NAME', about: 'a restored table to use in place of its own' },
    'ses-rate': {
      type: 'string',
      value: 'N',
      default: '14',
      about: 'mails a second that the embedded SES takes (default 14)',
    },
    'ses-daily': {
      type: 'string',
      value: 'N',
      default: '50000',
      about: 'mails a day that it takes (default 50000)',
    },
    'ses-identity': {
      type: 'string',
      value: 'STATE',
      default: 'verified',
      about: 'of the sending domain: verified (default), unverified, or sandbox: recipients have to be too',
    },
    'aws-timing': {
      type: 'boolean',
      about: 'has no effect any more: what failed is always tried again as on AWS',
    },
  },
  examples: ['start', 'start --data /tmp/newsroom --port 4800 --no-samples', 'start --once'],
  positionals: { atLeast: 0, atMost: 0 },
  async run({ values, io }): Promise<ExitCode> {
    const settings = {
      dataDirectory: io.dataDirectory,
      port: values.port === undefined ? null : numberIn('--port', values.port, 1, 65_535),
      zone: values.zone === undefined ? undefined : zoneNamed(values.zone),
      table: values.table,
      sesSendsPerSecond: numberIn('--ses-rate', values['ses-rate'], 1, 100_000),
      sesDailyQuota: numberIn('--ses-daily', values['ses-daily'], 1, 1_000_000_000),
      sesStanding: standingNamed(values['ses-identity']),
    };
    const terminal = new Terminal(io.json ? process.stderr : process.stdout);
    const stopping = untilStopped();
    terminal.write(`\n  ${terminal.style.bold('Dateline')}  ${terminal.style.dim('the local newsroom')}`);
    const steps = new StartSteps(terminal);
    steps.begin('loading');
    const { Progress } = await import('./progress.ts');
    const { connectionTo } = await import('../connection.ts');
    let progress: Progress | undefined;
    const happenings = happeningsIn(terminal, steps, io.dataDirectory, () => progress);
    const newsroom = await startOrRefuse(settings, happenings, steps);
    stopping.isReady = true;
    const { local, url } = newsroom;
    const who = { by: 'sample run', now: () => new Date() };
    const connection = connectionTo(local.outputs, local.newsroom, who);
    steps.end();
    terminal.write(whereToLook(terminal, connection.newsroom.name, url, io.dataDirectory));
    progress = new Progress(connection, terminal, url);
    await progress.begin(path.join(io.dataDirectory, 'mailbox.jsonl'));
    if (io.json) io.record({ console: url, data: io.dataDirectory }, () => url);
    const running = { newsroom, connection, terminal, progress, stopped: stopping.stopped };
    try {
      await runUntilDone(running, io.dataDirectory, {
        hasSamples: !values['no-samples'],
        once: values.once === true,
      });
      return values.once ? await summarise(running, io) : 0;
    } finally {
      await newsroom.close();
    }
  },
});

/**
 * Shows in the terminal what happens inside the newsroom. `progress` returns undefined until the newsroom has started.
 */
function happeningsIn(
  { style }: Terminal,
  steps: StartSteps,
  dataDirectory: string,
  progress: () => Progress | undefined,
): Happenings {
  const say: Progress['say'] = (...words) => progress()?.say(...words);
  const log = path.join(shownDirectory(dataDirectory), 'functions.log');
  const stageOf = (name: string) => name.replace(/^Dateline-local-|Function$/g, '');
  const denials = new Set<string>();
  return {
    starting: (step) => steps.begin(step),
    invoked: (invocation) => {
      if (!invocation.isSuccess) {
        const [firstLine = ''] = invocation.error.errorMessage.split('\n');
        const stage = stageOf(invocation.functionName);
        const hint = style.dim(`it will be tried again; more in ${log}`);
        say(style.bad('✗'), 'failed', `${stage}: ${firstLine}`, hint);
      }
      progress()
        ?.look()
        .catch(() => {});
    },
    mailed: (line) => progress()?.mailed(line),
    dropped: (key) => {
      say(style.dim('↑'), 'dropped', key);
      if (!/^(releases|lists)\//.test(key)) {
        const hint = `${key}: put releases into drop/releases/, lists into drop/lists/`;
        say(style.caution('!'), 'ignored', hint);
      }
    },
    noticed: (notice) => {
      const told = noticeWords(notice);
      if (told) say(style[told.tone](told.mark), told.what, told.words, ...told.more);
    },
    denied: (denial) => {
      // An operator sees the answer. Of a function or a service it is a fault of ours, shown once.
      const isKnown = denials.has(`${denial.name} ${denial.action}`);
      if (denial.by === 'administrator' || isKnown) return;
      denials.add(`${denial.name} ${denial.action}`);
      const words = `${stageOf(denial.name)} ${denialWords(denial)}`;
      say(style.bad('✗'), 'denied', words, style.dim(`a right is missing; more in ${log}`));
    },
    failed: (where, error) => {
      const reason = error instanceof Error ? error.message : String(error);
      say(style.bad('✗'), 'failed', `${where}: ${reason}`);
    },
  };
}

/** Starts the newsroom, or throws a refusal with the reason why it cannot start. */
async function startOrRefuse(
  settings: NewsroomSettings,
  happenings: Happenings,
  steps: StartSteps,
): Promise<RunningNewsroom> {
  const { NewsroomTaken, startNewsroom } = await import('../../infra/local/newsroom.ts');
  const { BrokenFile } = await import('../../infra/local/cloud/open-database.ts');
  const { MissingTable } = await import('../../infra/local/cloud/stores.ts');
  try {
    return await startNewsroom(settings, happenings);
  } catch (error) {
    steps.abandon();
    if (error instanceof NewsroomTaken) throw new Refusal(takenWords(settings.dataDirectory, error));
    if (error instanceof BrokenFile || error instanceof MissingTable) throw new Refusal(error.message);
    throw error;
  }
}

interface Running {
  newsroom: RunningNewsroom;
  connection: Connection;
  terminal: Terminal;
  progress: Progress;
  /** Resolves when a person stops it. */
  stopped: Promise<void>;
}

/** Until a person stops it, or with `once` until everything is sent. */
async function runUntilDone(
  { newsroom, connection, terminal, progress, stopped }: Running,
  dataDirectory: string,
  { hasSamples, once }: { hasSamples: boolean; once: boolean },
): Promise<void> {
  const redraw = setInterval(() => progress.draw(new Date()), 120);
  const relook = setInterval(() => progress.look().catch(() => {}), 2000);
  const work = async () => {
    if (hasSamples) {
      const { loadSamples } = await import('./samples.ts');
      const say: Progress['say'] = (...words) => progress.say(...words);
      await loadSamples({ connection, dataDirectory, say, style: terminal.style });
    }
    await (once ? untilSettled(newsroom, progress) : stopped);
  };
  try {
    await Promise.race([work(), stopped]);
    await progress.look();
  } finally {
    clearInterval(redraw);
    clearInterval(relook);
    terminal.show([]);
  }
}

async function summarise({ connection, terminal }: Running, io: CommandIo): Promise<ExitCode> {
  const { summaryOf } = await import('./summary.ts');
  const summary = await summaryOf(connection, { width: terminal.width, style: terminal.style });
  terminal.write(summary.words);
  if (io.json) for (const row of summary.rows) io.record(row, () => row.release);
  return summary.isComplete ? 0 : 1;
}

function takenWords(dataDirectory: string, { holder }: NewsroomTaken): string {
  const where = shownDirectory(dataDirectory);
  const elsewhere = 'start this one elsewhere: npm start -- --data OTHER-FOLDER';
  return holder
    ? `A newsroom already runs on ${where} (process ${holder.pid}): ${holder.console}\nStop it with Ctrl-C in its terminal, or ${elsewhere}`
    : `A newsroom is just starting or stopping on ${where}. Try again in a moment, or ${elsewhere}`;
}

function whereToLook({ style }: Terminal, name: string, url: string, dataDirectory: string): string {
  const data = shownDirectory(dataDirectory);
  const row = (what: string, where: string, hint = '') =>
    `  ${style.dim(what.padEnd(9))}${where}  ${style.dim(hint)}`.trimEnd();
  return [
    `  ${name}`,
    '',
    row(
      'console',
      style.bold(`${url}/`),
      'sign in as Thảo (comms, admin), Minh (approver, operator) or Hà (viewer)',
    ),
    row('inbox', `${url}/inbox`, `every message, also in ${data}/mailbox/`),
    row('drop', `${data}/drop/releases/`, 'put a .docx, .md, .html or .txt here'),
    row('command', 'npx dateline --help', 'in another terminal'),
    '',
  ].join('\n');
}

async function untilSettled({ stack }: RunningNewsroom, progress: Progress): Promise<void> {
  let seen = '';
  let since = Date.now();
  for (;;) {
    const isStopped = await Promise.race([
      stack.settled(horizonSeconds).then(() => false),
      progress.untilSendingStops.then(() => true),
    ]);
    // Nothing more goes out by itself; what is tried again later is not waited for.
    if (isStopped) return stack.settled(0);
    await progress.look();
    const waiting = progress.underWay(new Date(), horizonSeconds);
    if (waiting.length === 0) return;
    const now = JSON.stringify(waiting.map(({ releaseId, revision }) => [releaseId, revision]));
    if (now !== seen) [seen, since] = [now, Date.now()];
    else if (Date.now() - since > stuckSeconds * 1000) return;
    await sleep(200);
  }
}

/**
 * `stopped` resolves at the first Ctrl-C or SIGTERM, so that everything is closed in order. During the start, or at a
 * second signal (because something hangs), the process ends immediately; the next start recovers as after any crash.
 */
function untilStopped(): { stopped: Promise<void>; isReady: boolean } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stopping = { stopped: promise, isReady: false };
  let first = 0;
  const stop = () => {
    // Ctrl-C reaches a child process twice if its parent forwards the signal.
    const isSecond = first > 0 && Date.now() - first > 500;
    if (!stopping.isReady || isSecond) process.exit(130);
    first ||= Date.now();
    resolve();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  // If somebody kills `npm start` with SIGKILL, they want to stop the newsroom, but npm cannot forward that signal.
  if (process.env.npm_lifecycle_event) {
    const parent = process.ppid;
    setInterval(() => process.ppid !== parent && stop(), 1000).unref();
  }
  return stopping;
}

function numberIn(option: string, written: string, least: number, most: number): number {
  const number = Number(written);
  if (!Number.isInteger(number) || number < least || number > most)
    throw new UsageError(`${option} takes a whole number from ${least} to ${most}, not "${written}"`);
  return number;
}

function standingNamed(written: string): SesStanding {
  const found = sesStandings.find((standing) => standing === written);
  if (found) return found;
  throw new UsageError(`--ses-identity takes ${sesStandings.join(', ')}, not "${written}"`);
}

function zoneNamed(written: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: written }).resolvedOptions().timeZone;
  } catch {
    throw new UsageError(`--zone takes an IANA zone such as Asia/Ho_Chi_Minh, not "${written}"`);
  }
}
