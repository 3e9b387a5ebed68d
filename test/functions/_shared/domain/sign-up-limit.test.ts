import { describe, expect, it } from 'vitest';
import { signUpTable } from '../../../../functions/_shared/aws/sign-up-table.ts';
import {
  limitOfMailbox,
  limitOfNetwork,
  mailboxOf,
  networkOf,
} from '../../../../functions/_shared/domain/sign-up-limit.ts';
import { FakeTable, tableThrough } from '../../../simulator/fake-table.ts';

const key = new Uint8Array(32).fill(3);
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
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8:1:2:3::6', '2001:db8:1:2::/64'],
  ['::1', '0:0:0:0::/64'],
  ['', 'unknown'],
  ['nonsense', 'unknown'],
])('%s belongs to the network %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

describe('a limit', () => {
  it('counts all spellings of a mailbox together for a day, and a network for an hour', () => {
    const { counter, until } = limitOfMailbox('ann+1@daily.example.org', key, now);
    expect(until.toISOString()).toBe('2026-01-06T00:00:00.000Z');
    expect(limitOfMailbox('Ann@daily.example.org', key, new Date('2026-01-05T00:00:00Z')).counter).toBe(
      counter,
    );
    expect(limitOfMailbox('ann@daily.example.org', key, until).counter).not.toBe(counter);
    const network = limitOfNetwork('203.0.113.1', key, now);
    expect(network.until.toISOString()).toBe('2026-01-05T09:00:00.000Z');
    expect(limitOfNetwork('203.0.113.250', key, now).counter).toBe(network.counter);
    expect(limitOfNetwork('203.0.114.1', key, now).counter).not.toBe(network.counter);
    expect(limitOfNetwork(null, key, now).counter).not.toBe(network.counter);
  });

  it('allows exactly so many, even if they come at the same time, and expires by itself', async () => {
    const fake = new FakeTable();
    const table = tableThrough(async (command) => fake.execute(command));
    const limit = { counter: 'x', most: 3, until: new Date('2026-01-05T09:00:00Z') };
    const letIn = await Promise.all(Array.from({ length: 10 }, () => signUpTable(table).countSignUp(limit)));
    expect(letIn.filter(Boolean)).toHaveLength(3);
    expect(fake.get('SIGNUPS#x', 'COUNT')).toMatchObject({
      signUps: { N: '3' },
      expiresAt: { N: String(limit.until.getTime() / 1000) },
    });
  });
});
