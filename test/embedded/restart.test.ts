import { afterAll, describe, expect, it } from 'vitest';
import { NewsroomProcess, until } from './newsroom-process.ts';

describe('kill -9 in the middle of the sending', () => {
  const newsroom = new NewsroomProcess();
  afterAll(() => newsroom.close());

  it('leaves every recipient with exactly one message once the newsroom runs again', async () => {
    newsroom.spawn('--once', '--ses-rate', '14');
    await until('some mails', () => newsroom.mailsOf('seed-001', 'general').length >= 12, 120_000);
    await newsroom.kill('SIGKILL');
    const before = newsroom.mailsOf('seed-001', 'general').length;
    expect(before).toBeLessThan(51);

    newsroom.spawn('--once', '--ses-rate', '100');
    await newsroom.ended();
    for (const [release, editions] of [
      ['seed-001', ['general']],
      ['peacekeeping-visit', ['embargoed', 'general']],
    ] as const) {
      const to = editions.flatMap((edition) => newsroom.mailsOf(release, edition)).map((mail) => mail.to);
      expect(to.length).toBeGreaterThan(40);
      expect(new Set(to).size).toBe(to.length);
    }
    const expected = /seed-001\s+sent\s+general\s+(\d+)/.exec(newsroom.output)?.[1];
    expect(newsroom.mailsOf('seed-001', 'general')).toHaveLength(Number(expected));
  });
});

describe('kill -9 while the samples are loaded', () => {
  const newsroom = new NewsroomProcess();
  afterAll(() => newsroom.close());

  it('is healed by the next start: the same three releases, one version each', async () => {
    newsroom.spawn('--once', '--ses-rate', '500');
    await until('the first drop', () => newsroom.output.includes('releases/seed-001.txt'), 120_000);
    await newsroom.kill('SIGKILL');
    newsroom.spawn('--once', '--ses-rate', '500');
    expect(await newsroom.ended()).toBe(0);
    for (const release of ['seed-001', 'peacekeeping-visit'])
      expect(
        new Set(
          newsroom
            .mails()
            .filter(({ tags }) => tags.release === release)
            .map(({ tags }) => tags.version),
        ),
      ).toEqual(new Set(['1']));
  });
});
