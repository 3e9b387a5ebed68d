import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { NewsroomProcess, until } from '../test/embedded/newsroom-process.ts';

// The newsroom as `npm start` runs it, with everything durable: from the command that approves a release to the last of
// its mails. Memory and processor time are those of all its processes together.
const recipients = Number(process.argv[2] ?? 20_000);
const release = 'forum';
const patienceMilliseconds = 900_000;

const newsroom = new NewsroomProcess();
const file = (...names: string[]) => path.join(newsroom.dataDirectory, ...names);

/** What the newsroom's process and its children use. */
function usageOf(pid: number): { resident: number; cpuSeconds: number } {
  const rows = execFileSync('ps', ['-e', '-o', 'pid=,ppid=,rss=,time=']).toString().trim().split('\n');
  const all = rows.map((row) => row.trim().split(/\s+/));
  const ours = all.filter(([own, parent]) => Number(own) === pid || Number(parent) === pid);
  return {
    resident: ours.reduce((sum, [, , rss]) => sum + Number(rss) * 1024, 0),
    cpuSeconds: ours.reduce((sum, [, , , time]) => sum + secondsIn(time ?? ''), 0),
  };
}

/** `1-02:03:04`, as `ps` writes it. */
function secondsIn(time: string): number {
  const [clock = '', days = '0'] = time.split('-').toReversed();
  return clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0) + Number(days) * 86_400;
}

async function command(...argv: string[]): Promise<void> {
  const { code, stdout, stderr } = await newsroom.command(...argv);
  if (code !== 0) throw new Error(`dateline ${argv.join(' ')}: ${stdout}${stderr}`);
}

/** A release that waits for its approval. */
async function prepare(): Promise<void> {
  const names = Array.from({ length: recipients }, (_, n) => `reporter-${n}@desk-${n % 997}.example.org`);
  writeFileSync(file('press.csv'), ['Email', ...names].join('\n'));
  await command('contacts', 'import', file('press.csv'), '--list', 'press');
  const text = file('texts', `${release}.txt`);
  const declarations = file('texts', `${release}.yaml`);
  mkdirSync(file('texts'));
  copyFileSync(fileURLToPath(new URL('../samples/seed-001.txt', import.meta.url)), text);
  writeFileSync(
    declarations,
    'lists: [press]\nembargo: none\ncontacts:\n  - { name: Lan Nguyen, email: lan@press.example.org }\n',
  );
  await command('drop', text, declarations);
  await until('the proof', () => newsroom.mails().length > 0, 120_000);
}

/** Lines of the mailbox, counted without reading them. */
const mailsSoFar = () => readFileSync(file('mailbox.jsonl')).filter((byte) => byte === 10).length;

async function measure(pid: number): Promise<boolean> {
  const before = usageOf(pid);
  const proofs = mailsSoFar();
  const began = Date.now();
  const approving = command('approve', release, '--by', 'Lan');
  let highest = before.resident;
  while (mailsSoFar() < proofs + recipients && Date.now() - began < patienceMilliseconds) {
    highest = Math.max(highest, usageOf(pid).resident);
    await sleep(500);
  }
  await approving;
  const { cpuSeconds } = usageOf(pid);
  const mails = newsroom.mailsOf(release, 'general');
  const times = mails.map(({ at }) => Date.parse(at)).sort((a, b) => a - b);
  const [first = 0, last = 0] = [times.at(0), times.at(-1)];
  const different = new Set(mails.map(({ to }) => to)).size;
  const perSecond = (since: number) => Math.round((mails.length * 1000) / (last - since));
  console.log(
    `  ${mails.length} mails to ${different} recipients: ${perSecond(began)} a second from the command to the last mail (the first after ${((first - began) / 1000).toFixed(1)} s, then ${perSecond(first)} a second); ${(cpuSeconds - before.cpuSeconds).toFixed(0)} CPU seconds; at most ${Math.round(highest / 1e6)} MB`,
  );
  return different === recipients && mails.length === recipients;
}

try {
  const { pid } = await newsroom.start('--no-samples', '--ses-rate', '20000');
  await prepare();
  process.exitCode = (await measure(pid)) ? 0 : 1;
} finally {
  await newsroom.close();
}
