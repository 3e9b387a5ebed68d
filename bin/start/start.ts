import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type SesStanding, sesStandings } from '../../infra/local/cloud/ses-standing.ts';
import type { NewsroomTaken, RunningNewsroom } from '../../infra/local/newsroom.ts';
import { defineCommand, type ExitCode, Refusal, UsageError } from '../command.ts';
import { shownDirectory } from '../shown-directory.ts';
import type { Progress } from './progress.ts';
import { StartSteps } from './start-steps.ts';
import { Terminal } from './terminal.ts';

/** `--once` does not wait for editions that are due later than this. */
const horizonSeconds = 120;
/** `--once` gives up if nothing has moved and no queue has had messages for this long. */
const stuckSeconds = 240;

export const start = defineCommand({
  usage:
    'start [--data DIR] [--port N] [--no-samples] [--once] [--zone ZONE] [--ses-rate N] [--ses-daily N] [--ses-identity verified|unverified|sandbox] [--aws-timing]',
  summary: 'run the whole newsroom on this machine',
  options: {
    port: { type: 'string', value: 'N', about: 'of console and inbox (default: 4700 or the next free one)' },
    'no-samples': { type: 'boolean', about: 'load no sample lists, drop no sample releases' },
    once: { type: 'boolean', about: 'stop when everything is sent, with a summary' },
    zone: { type: 'string', value: 'ZONE', about: 'the newsroom’s, as in Asia/Ho_Chi_Minh' },
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
    'aws-timing': { type: 'boolean', about: 'what failed is tried again as late as on AWS, not after 5 s' },
  },
  examples: ['start', 'start --data /tmp/newsroom --port 4800 --no-samples', 'start --once'],
  positionals: { atLeast: 0, atMost: 0 },
  async run({ values, io }): Promise<ExitCode> {
    const settings = {
      dataDirectory: io.dataDirectory,
      port: values.port === undefined ? null : numberIn('--port', values.port, 1, 65_535),
      zone: values.zone === undefined ? undefined : zoneNamed(values.zone),
      sesSendsPerSecond: numberIn('--ses-rate', values['ses-rate'], 1, 100_000),
      sesDailyQuota: numberIn('--ses-daily', values['ses-daily'], 1, 1_000_000_000),
      sesStanding: standingNamed(values['ses-identity']),
      hasAwsTiming: values['aws-timing'] === true,
    };
    const terminal = new Terminal(io.json ? process.stderr : process.stdout);
    const stopping = untilStopped();
    let progress: Progress | undefined;
    terminal.write(`\n  ${terminal.style.bold('Dateline')}  ${terminal.style.dim('the local newsroom')}`);
    const steps = new StartSteps(terminal);
    steps.begin('loading');
    const { NewsroomTaken, startNewsroom } = await import('../../infra/local/newsroom.ts');
    const { BrokenFile } = await import('../../infra/local/cloud/open-database.ts');
    const { connectionTo } = await import('../connection.ts');
    const { Progress } = await import('./progress.ts');
    let newsroom: RunningNewsroom;
    try {
      newsroom = await startNewsroom(settings, {
        starting: (step) => steps.begin(step),
        invoked: (invocation) => {
          if (!invocation.isSuccess) {
            const [firstLine = ''] = invocation.error.errorMessage.split('\n');
            const stage = invocation.functionName.replace(/^Dateline-local-|Function$/g, '');
            progress?.say(
              terminal.style.bad('✗'),
              'failed',
              `${stage}: ${firstLine}`,
              terminal.style.dim(
                `it will be tried again; more in ${path.join(shownDirectory(io.dataDirectory), 'functions.log')}`,
              ),
            );
          }
          progress?.look().catch(() => {});
        },
        mailed: (line) => progress?.mailed(line),
        dropped: (key) => {
          progress?.say(terminal.style.dim('↑'), 'dropped', key);
          if (!/^(releases|lists)\//.test(key))
            progress?.say(
              terminal.style.caution('!'),
              'ignored',
              `${key}: put releases into drop/releases/, lists into drop/lists/`,
            );
        },
        failed: (where, error) =>
          progress?.say(
            terminal.style.bad('✗'),
            'failed',
            `${where}: ${error instanceof Error ? error.message : String(error)}`,
          ),
      });
    } catch (error) {
      steps.abandon();
      if (error instanceof NewsroomTaken) throw new Refusal(takenWords(io.dataDirectory, error));
      if (error instanceof BrokenFile) throw new Refusal(error.message);
      throw error;
    }
    stopping.isReady = true;
    const { local, url } = newsroom;
    const connection = connectionTo(local.outputs, local.newsroom, {
      by: 'sample run',
      now: () => new Date(),
    });
    steps.end();
    terminal.write(whereToLook(terminal, connection.newsroom.name, url, io.dataDirectory));
    const telling = new Progress(connection, terminal, url);
    progress = telling;
    await telling.begin(path.join(io.dataDirectory, 'mailbox.jsonl'));
    if (io.json) io.record({ console: url, data: io.dataDirectory }, () => url);

    const redraw = setInterval(() => telling.draw(new Date()), 120);
    const relook = setInterval(() => telling.look().catch(() => {}), 2000);
    const working = (async () => {
      if (!values['no-samples']) {
        const { loadSamples } = await import('./samples.ts');
        await loadSamples({
          connection,
          dataDirectory: io.dataDirectory,
          say: (...words) => telling.say(...words),
          style: terminal.style,
        });
      }
      if (values.once) await untilSettled(newsroom, telling);
      else await stopping.stopped;
    })();
    try {
      await Promise.race([working, stopping.stopped]);
      await telling.look();
      clearInterval(redraw);
      terminal.show([]);
      if (!values.once) return 0;
      const { summaryOf } = await import('./summary.ts');
      const summary = await summaryOf(connection, { width: terminal.width, style: terminal.style });
      terminal.write(summary.words);
      if (io.json) for (const row of summary.rows) io.record(row, () => row.release);
      return summary.isComplete ? 0 : 1;
    } finally {
      clearInterval(redraw);
      clearInterval(relook);
      terminal.show([]);
      await newsroom.close();
    }
  },
});

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
    row('console', style.bold(`${url}/`), 'releases, people, decisions'),
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
    await stack.settled(horizonSeconds);
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
