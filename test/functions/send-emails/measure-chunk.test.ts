import { describe, expect, it } from 'vitest';
import { aDelivery } from './a-delivery.ts';

const instant = '2026-01-05T09:00:10.000Z';
/** The general edition of an embargoed release. The clock of the test stands at the instant. */
const lifting = { notBefore: instant, embargo: instant };

describe('what operators see of a chunk', () => {
  it('how many mails SES took, refused or may have taken, and how long its slowest window lasted', async () => {
    const { send, measured } = await aDelivery({
      answer: ({ to }) => {
        if (to.startsWith('reader3@')) return { kind: 'refused', reason: 'x', blames: 'recipient' };
        if (to.startsWith('reader4@')) return { kind: 'unknown', reason: 'timeout' };
        return { kind: 'sent', sesMessageId: 'ses' };
      },
    });
    await send();
    expect(measured).toEqual([
      { MailsSent: 28, MailsRefused: 1, MailsUnknown: 1, WindowTime: expect.any(Number) },
    ]);
  });

  it('how long after the instant of an embargo its first and its last mail went out', async () => {
    const { send, measured } = await aDelivery({ delivery: lifting });
    await send();
    expect(measured).toHaveLength(2);
    const [first, all] = measured;
    expect(Object.keys(first ?? {})).toEqual(['EmbargoFirstMail']);
    expect(first?.EmbargoFirstMail).toBeGreaterThanOrEqual(0);
    expect(first?.EmbargoFirstMail).toBeLessThan(100);
    expect(all?.EmbargoLastMail).toBeGreaterThan(first?.EmbargoFirstMail ?? 0);
  });

  it.each([
    ['goes on after somebody else began', { ...lifting, state: 'sending' as const }],
    ['is the embargoed edition', { ...lifting, edition: 'embargoed' as const }],
    ['went out early, because the embargo was broken', { ...lifting, notBefore: '2026-01-05T09:00:00Z' }],
    ['had no embargo', { notBefore: instant, embargo: null }],
  ])('a sender that %s did not wait for the instant', async (_, delivery) => {
    const { send, measured } = await aDelivery({ delivery });
    await send();
    expect(measured.filter((values) => 'EmbargoFirstMail' in values)).toEqual([]);
  });

  it('that a clock is wrong, when mails are held back for it', async () => {
    const { send, measured } = await aDelivery({
      wire: (connected) => ({ ...connected, skew: () => 60_000 }),
    });
    await send();
    expect(measured).toContainEqual({ ClockRefused: 1 });
  });

  it('that the quota is used up', async () => {
    const { send, measured } = await aDelivery({ answer: () => ({ kind: 'parked' }) });
    await send();
    expect(measured).toContainEqual({ QuotaUsedUp: 1 });
  });
});
