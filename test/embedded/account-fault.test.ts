import { afterAll, expect, it } from 'vitest';
import { NewsroomProcess, until } from './newsroom-process.ts';

/** Longer than any machine should need for two starts, and for the watch's next sweep. */
const patience = 300_000;

const newsroom = new NewsroomProcess();
afterAll(() => newsroom.close());

it('a domain that is not verified refuses nobody; once it is, and a person resumes, everybody gets it once', async () => {
  newsroom.spawn('--once', '--ses-identity', 'unverified');
  expect(await newsroom.ended()).toBe(1);
  expect(newsroom.mails()).toEqual([]);
  // The terminal breaks lines between words.
  const said = newsroom.output.replaceAll(/\s+/g, ' ');
  expect(said).toContain('SES refuses the account (EmailAddressNotVerified)');
  expect(said).toContain('→ Set the DNS records of the sending domain');
  expect(said).not.toMatch(/seed-001\s+sent/);

  const { ses } = await newsroom.start('--ses-identity', 'unverified', '--no-samples');
  const recipients = await newsroom.command('deliveries', 'seed-001', '--edition', 'general');
  const states = recipients.lines
    .map((line) => JSON.stringify(line))
    .filter((line) => !line.includes('left-out'));
  expect(states.length).toBeGreaterThan(40);
  for (const line of states) expect(line).toContain('"state":"pending"');

  const diagnosed = await newsroom.command('doctor');
  expect(diagnosed.code).toBe(1);
  expect(diagnosed.lines).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ check: 'identity-unverified' }),
      expect.objectContaining({ check: 'sending-stopped' }),
    ]),
  );

  const success = { verification: 'Success', dkim: 'Success', mailFrom: 'Success' };
  const verified = { identities: { 'press.example.org': success } };
  await fetch(`${ses}/_local/ses`, { method: 'PUT', body: JSON.stringify(verified) });
  expect((await newsroom.command('circuit', 'resume')).code).toBe(0);
  await until('everybody', () => newsroom.mailsOf('seed-001', 'general').length >= states.length, patience);
  await until(
    'the proof',
    () => newsroom.mails().some(({ tags }) => tags.notice?.startsWith('alert-')),
    patience,
  );
  const sent = newsroom.mailsOf('seed-001', 'general').map(({ to }) => to);
  expect(sent).toHaveLength(states.length);
  expect(new Set(sent).size).toBe(states.length);
  const { stdout } = await newsroom.command('doctor');
  expect(stdout).not.toMatch(/identity-|mail-from-|sending-stopped|could-not-look/);
}, 900_000);
