import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type NewsroomProcess, until } from '../embedded/newsroom-process.ts';

const release = 'flood';

export interface Killing {
  recipients: number;
  /** Of each start. */
  options: readonly string[];
  /** After how many mails all processes of the newsroom are killed, in order. */
  after: readonly number[];
}

export interface Recovery {
  /** Mails that were missing at each kill. */
  missing: number[];
  mails: number;
  addresses: number;
  /** From the last start until everything answered, until the last mail, and until the release counts as sent. */
  readySeconds: number;
  lastMailSeconds: number;
  settledSeconds: number;
}

const patience = 600_000;

/** Starts a newsroom whose list `flood` has many people. */
export async function startWithMany(
  newsroom: NewsroomProcess,
  { recipients, options }: Killing,
): Promise<void> {
  await newsroom.start(...options);
  const list = path.join(newsroom.dataDirectory, 'flood.csv');
  const people = Array.from({ length: recipients }, (_, n) => `reader${n}@paper${n % 50}.example.org`);
  writeFileSync(list, ['Email', ...people].join('\n'));
  await newsroom.command('contacts', 'import', list, '--list', release);
}

/** Sends a release to the list, and kills the newsroom again and again in the middle. Starts it each time. */
export async function killWhileSending(newsroom: NewsroomProcess, killing: Killing): Promise<Recovery> {
  const sent = () => newsroom.mailsOf(release, 'general');
  const file = path.join(newsroom.dataDirectory, `${release}.md`);
  writeFileSync(file, text);
  await newsroom.command('drop', file);
  await until('the approval', async () => (await newsroom.command('approve', release)).code === 0, patience);
  const missing: number[] = [];
  let startedAt = Date.now();
  let readySeconds = 0;
  for (const mails of killing.after) {
    await until(`${mails} mails`, () => sent().length >= mails, patience);
    await newsroom.killAll();
    missing.push(killing.recipients - sent().length);
    startedAt = Date.now();
    await newsroom.start(...killing.options);
    readySeconds = (Date.now() - startedAt) / 1000;
  }
  await until('the last mail', () => sent().length >= killing.recipients, patience);
  const lastMailSeconds = (Date.now() - startedAt) / 1000;
  await until('the end of the delivery', () => isSent(newsroom), patience);
  const settledSeconds = (Date.now() - startedAt) / 1000;
  const mails = sent();
  const addresses = new Set(mails.map(({ to }) => to)).size;
  return { missing, mails: mails.length, addresses, readySeconds, lastMailSeconds, settledSeconds };
}

async function isSent(newsroom: NewsroomProcess): Promise<boolean> {
  const { stdout } = await newsroom.command('release', release);
  return /"state":"sent"/.test(stdout);
}

const text = [
  '---',
  'title: The flood',
  'language: en',
  'dateline: Ha Noi, 3 March 2026',
  `lists: [${release}]`,
  '---',
  'Ha Noi, 3 March 2026 – The river rose again.',
  '',
  'It is expected to fall tomorrow.',
  '',
  '**Media contact** Minh Tran, minh.tran@press.example.org, +84 24 3850 0100',
].join('\n');
