import { afterAll, describe, expect, it } from 'vitest';
import { NewsroomProcess, until } from './newsroom-process.ts';

/** Longer than any machine should need for three starts, 30 seconds of embargo and the end of a lease. */
const patience = 400_000;

describe('kill -9 of the whole newsroom', () => {
  const newsroom = new NewsroomProcess();
  afterAll(() => newsroom.close());

  it('while the samples are loaded and again in the middle of the sending leaves every recipient with one message', async () => {
    newsroom.spawn('--once', '--ses-rate', '14');
    await until('the first drop', () => newsroom.output.includes('releases/seed-001.txt'), patience);
    await newsroom.kill('SIGKILL');

    newsroom.spawn('--once', '--ses-rate', '14');
    await until('some mails', () => newsroom.mailsOf('seed-001', 'general').length >= 12, patience);
    await newsroom.kill('SIGKILL');
    expect(newsroom.mailsOf('seed-001', 'general').length).toBeLessThan(51);

    newsroom.spawn('--once', '--ses-rate', '100');
    expect(await newsroom.ended()).toBe(0);

    const everybody = Number(/seed-001\s+sent\s+general\s+(\d+)/.exec(newsroom.output)?.[1]);
    const forum = newsroom.mailsOf('seed-001', 'general').map(({ to }) => to);
    expect(forum).toHaveLength(everybody);
    expect(new Set(forum).size).toBe(everybody);
    const visit = ['embargoed', 'general'].flatMap((edition) =>
      newsroom.mailsOf('peacekeeping-visit', edition),
    );
    expect(visit.length).toBeGreaterThan(40);
    expect(new Set(visit.map(({ to }) => to)).size).toBe(visit.length);
    expect(new Set(newsroom.mails().flatMap(({ tags }) => tags.version ?? []))).toEqual(new Set(['1']));
  }, 600_000);
});
