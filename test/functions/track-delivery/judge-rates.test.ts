import { describe, expect, it } from 'vitest';
import { judgeRates, judgeSending } from '../../../functions/track-delivery/judge-rates.ts';

const counts = (sends: number, bounces = 0, complaints = 0) => ({
  sends,
  bounces,
  complaints,
  noticeSends: 0,
  noticeBounces: 0,
  noticeComplaints: 0,
});
const sending = (all: ReturnType<typeof counts>, ...deliveries: ReturnType<typeof counts>[]) =>
  judgeSending({ all, byDelivery: new Map(deliveries.map((each, i) => [`forum_v${i + 1}_general`, each])) });

describe('one count', () => {
  it('is judged as if at least two hundred had been sent', () => {
    expect(judgeRates(counts(5, 4))).toEqual({ verdict: 'alarm', what: 'bounces' });
    expect(judgeRates(counts(5, 3))).toBeNull();
    expect(judgeRates(counts(5, 10))).toEqual({ verdict: 'stop', what: 'bounces' });
    expect(judgeRates(counts(5, 9))).toEqual({ verdict: 'alarm', what: 'bounces' });
  });

  it('of two complaints says nothing, whatever their share; of three it does', () => {
    expect(judgeRates(counts(300, 0, 2))).toBeNull();
    expect(judgeRates(counts(300, 0, 3))).toEqual({ verdict: 'stop', what: 'complaints' });
  });

  it('names complaints before bounces, and what stops before what only warns', () => {
    expect(judgeRates(counts(1000, 50, 3))).toEqual({ verdict: 'stop', what: 'complaints' });
    expect(judgeRates(counts(3000, 150, 3))).toEqual({ verdict: 'stop', what: 'bounces' });
    expect(judgeRates(counts(3000, 60, 3))).toEqual({ verdict: 'alarm', what: 'complaints' });
  });
});

describe('the sending of a day', () => {
  it('is well when the account and every delivery are', () => {
    expect(sending(counts(10_000, 199, 9), counts(5000, 99), counts(5000, 99))).toBeNull();
    expect(sending(counts(0))).toBeNull();
  });

  it('is stopped by the bounces of one delivery, though the account as a whole only warns', () => {
    expect(sending(counts(10_000, 100, 10), counts(9000), counts(1000, 50))).toEqual({
      verdict: 'stop',
      what: 'bounces',
    });
  });

  it('warns of one delivery when the account is well, and of the account when no delivery stands out', () => {
    expect(sending(counts(10_000, 20), counts(9000), counts(1000, 20))).toEqual({
      verdict: 'alarm',
      what: 'bounces',
    });
    expect(sending(counts(10_000, 0, 10), counts(10_000, 0, 10))).toEqual({
      verdict: 'alarm',
      what: 'complaints',
    });
  });

  it("is not judged by one delivery's complaints: they are too few", () => {
    expect(sending(counts(10_000, 0, 3), counts(300, 0, 3))).toBeNull();
  });
});
