import { describe, expect, it } from 'vitest';
import { signUpTable } from '../../../../functions/_shared/aws/sign-up-table.ts';
import { mailboxOf, networkOf, signUpLimits } from '../../../../functions/_shared/domain/sign-up-limit.ts';
import { configuration } from '../../../../infra/configuration.ts';
import { FakeTable, tableThrough } from '../../../simulator/fake-table.ts';

const limits = signUpLimits(configuration('local').newsroom.signUps, new Uint8Array(32).fill(3));
const now = new Date('2026-01-05T08:59:30Z');

it.each([
  ['Ann@Daily.example.org', 'ann@daily.example.org'],
  ['ann+news@daily.example.org', 'ann@daily.example.org'],
  ['ann+a+b@daily.example.org', 'ann@daily.example.org'],
  ['a.n.n@daily.example.org', 'a.n.n@daily.example.org'],
  ['a.n.n+x@gmail.com', 'ann@gmail.com'],
  ['ANN@googlemail.com', 'ann@gmail.com'],
  ['+news@daily.example.org', '+news@daily.example.org'],
])('%s is delivered to the mailbox %s', (address, mailbox) => {
  expect(mailboxOf(address)).toBe(mailbox);
});

it.each([
  ['203.0.113.77', '203.0.113.0/24'],
  ['::ffff:203.0.113.77', '203.0.113.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
  ['2001:0DB8:0001:0002::', '2001:db8:1::/48'],
  ['2001:db8::1', '2001:db8:0::/48'],
  ['2001:db8:1:ff02:3::6', '2001:db8:1::/48'],
  ['::1', '0:0:0::/48'],
  ['', 'unknown'],
  ['nonsense', 'unknown'],
])('%s belongs to the network %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

describe('a limit', () => {
  it('counts all spellings of a mailbox together for a day, a network for an hour, and all networks for an hour', () => {
    const { counter, until } = limits.ofMailbox('ann+1@daily.example.org', now);
    expect(until.toISOString()).toBe('2026-01-06T00:00:00.000Z');
    expect(limits.ofMailbox('Ann@daily.example.org', new Date('2026-01-05T00:00:00Z')).counter).toBe(counter);
    expect(limits.ofMailbox('ann@daily.example.org', until).counter).not.toBe(counter);
    const network = limits.ofNetwork('203.0.113.1', now);
    expect(network.until.toISOString()).toBe('2026-01-05T09:00:00.000Z');
    expect(limits.ofNetwork('203.0.113.250', now).counter).toBe(network.counter);
    expect(limits.ofNetwork('203.0.114.1', now).counter).not.toBe(network.counter);
    expect(limits.ofNetwork(null, now).counter).not.toBe(network.counter);
    const all = limits.ofNewsroom(now);
    expect(all.until).toEqual(network.until);
    expect([network.counter, counter]).not.toContain(all.counter);
  });

  it('allows exactly so many, even if they come at the same time, and expires by itself', async () => {
    const fake = new FakeTable();
    const table = tableThrough(async (command) => fake.execute(command));
    const limit = { counter: 'x', most: 3, until: new Date('2026-01-05T09:00:00Z') };
    const letIn = await Promise.all(Array.from({ length: 10 }, () => signUpTable(table).countSignUp(limit)));
    expect(letIn.filter(Boolean)).toHaveLength(3);
    expect(await signUpTable(table).isLimitReached(limit)).toBe(true);
    expect(await signUpTable(table).isLimitReached({ ...limit, most: 4 })).toBe(false);
    expect(await signUpTable(table).isLimitReached({ ...limit, counter: 'y' })).toBe(false);
    expect(fake.get('SIGNUPS#x', 'COUNT')).toMatchObject({
      signUps: { N: '3' },
      expiresAt: { N: String(limit.until.getTime() / 1000) },
    });
  });
});
