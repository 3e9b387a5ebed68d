import { availableParallelism, loadavg } from 'node:os';
import { afterAll, expect, it } from 'vitest';
import { killWhileSending, startWithMany } from '../restarts/kill-while-sending.ts';
import { NewsroomProcess, until } from './newsroom-process.ts';

const newsroom = new NewsroomProcess({ isGroup: true });
afterAll(() => newsroom.close());

/** Longer than any machine should need for a start with samples. */
const patience = 120_000;
const recipients = 5000;
const killing = { recipients, options: ['--ses-rate', '500'], after: [1000, 2500, 4000] };

it('killed while the samples are loaded and three times in 5,000 recipients, the newsroom is back within a minute: everybody has one message', async () => {
  newsroom.spawn(...killing.options);
  await until('the first drop', () => newsroom.output.includes('releases/seed-001.txt'), patience);
  await newsroom.killAll();

  await startWithMany(newsroom, killing);
  const recovery = await killWhileSending(newsroom, killing);
  expect(recovery).toMatchObject({ mails: recipients, addresses: recipients });
  // From when it answers again. A slow machine sends a hundred a second; one with much else to do says nothing about waits.
  const [missing = 0] = recovery.missing.slice(-1);
  const isCrowded = (loadavg()[0] ?? 0) > 4 * availableParallelism();
  if (!isCrowded) expect(recovery.settledSeconds - recovery.readySeconds).toBeLessThan(45 + missing / 100);

  const { stdout } = await newsroom.command('deliveries', 'seed-001', '--edition', 'general');
  const everybody = stdout.split('\n').filter((line) => line && !line.includes('left-out')).length;
  expect(everybody).toBeGreaterThan(40);
  const forum = () => newsroom.mailsOf('seed-001', 'general').map(({ to }) => to);
  await until('everybody of the sample', () => forum().length >= everybody, patience);
  expect(forum()).toHaveLength(everybody);
  expect(new Set(forum()).size).toBe(everybody);
  const visit = () =>
    ['embargoed', 'general'].flatMap((edition) => newsroom.mailsOf('peacekeeping-visit', edition));
  await until('the embargoed sample', () => visit().length > 40, patience);
  expect(new Set(visit().map(({ to }) => to)).size).toBe(visit().length);
  expect(new Set(newsroom.mails().flatMap(({ tags }) => tags.version ?? []))).toEqual(new Set(['1']));
}, 600_000);
