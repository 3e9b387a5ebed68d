import { describe, expect, it } from 'vitest';
import {
  judgeConfirmations,
  judgeRates,
  judgeSending,
} from '../../../functions/track-delivery/judge-rates.ts';

const counts = (sends: number, bounces = 0, complaints = 0) => ({
  sends,
  bounces,
  newBounces: 0,
  complaints,
  noticeSends: 0,
  noticeBounces: 0,
  noticeComplaints: 0,
});
const sending = (all: ReturnType<typeof counts>, ...deliveries: ReturnType<typeof counts>[]) =>
  judgeSending({ all, byDelivery: new Map(deliveries.map((each, i) => [`forum_v${i + 1}_general`, each])) });

describe('one count', () => {
  it('is judged as if at least two hundred mails had been sent', () => {
    expect(judgeRates(counts(5, 4))).toEqual({ verdict: 'alarm', what: 'bounces' });
    expect(judgeRates(counts(5, 3))).toBeNull();
    expect(judgeRates(counts(5, 10))).toEqual({ verdict: 'stop', what: 'bounces' });
    expect(judgeRates(counts(5, 9))).toEqual({ verdict: 'alarm', what: 'bounces' });
  });

  it('with two complaints is ignored, whatever their share; with three it counts', () => {
    expect(judgeRates(counts(300, 0, 2))).toBeNull();
    expect(judgeRates(counts(300, 0, 3))).toEqual({ verdict: 'stop', what: 'complaints' });
  });

  it('names complaints before bounces, and a stop before a warning', () => {
    expect(judgeRates(counts(1000, 50, 3))).toEqual({ verdict: 'stop', what: 'complaints' });
    expect(judgeRates(counts(3000, 150, 3))).toEqual({ verdict: 'stop', what: 'bounces' });
    expect(judgeRates(counts(3000, 60, 3))).toEqual({ verdict: 'alarm', what: 'complaints' });
  });
});

describe('the sending of a day', () => {
  it('is fine if the account and every delivery are', () => {
    expect(sending(counts(10_000, 199, 9), counts(5000, 99), counts(5000, 99))).toBeNull();
    expect(sending(counts(0))).toBeNull();
  });

  it('is stopped by the bounces of one delivery, even if the account as a whole only warns', () => {
    expect(sending(counts(10_000, 100, 10), counts(9000), counts(1000, 50))).toEqual({
      verdict: 'stop',
      what: 'bounces',
    });
  });

  it('warns about one delivery if the account is fine, and about the account if no delivery stands out', () => {
    expect(sending(counts(10_000, 20), counts(9000), counts(1000, 20))).toEqual({
      verdict: 'alarm',
      what: 'bounces',
    });
    expect(sending(counts(10_000, 0, 10), counts(10_000, 0, 10))).toEqual({
      verdict: 'alarm',
      what: 'complaints',
    });
  });

  it("is not judged by one delivery's complaints, because they are too few", () => {
    expect(sending(counts(10_000, 0, 3), counts(300, 0, 3))).toBeNull();
  });
});

describe('the confirmations of one hour', () => {
  const judge = (noticeSends: number, noticeBounces: number, noticeComplaints = 0) =>
    judgeConfirmations({ noticeSends, noticeBounces, noticeComplaints });

  it('are stopped by three bounces or two complaints, because few are sent', () => {
    expect(judge(3, 3)).toBe('bounces');
    expect(judge(60, 3)).toBe('bounces');
    expect(judge(0, 0, 2)).toBe('complaints');
  });

  it('are not stopped by two people who mistype their address', () => {
    expect(judge(2, 2)).toBeNull();
    expect(judge(20, 0, 1)).toBeNull();
  });

  it('of a newsroom that allows many are stopped at 5 %', () => {
    expect(judge(1000, 49)).toBeNull();
    expect(judge(1000, 50)).toBe('bounces');
  });
});
