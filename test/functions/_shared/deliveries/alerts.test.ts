import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as alerts from '../../../../functions/_shared/deliveries/alerts.ts';
import { sendingStop } from '../../../../functions/_shared/deliveries/sending-stop.ts';

const at = '2026-01-05T09:00:00.000Z';
const runbook = readFileSync(new URL('../../../../docs/runbook.md', import.meta.url), 'utf8');
const articlesOf = (words: string): string[] =>
  [...words.matchAll(/docs\/runbook\.md, "([^"]+)"/g)].map(([, heading]) => heading ?? '');

const told: Record<keyof typeof alerts, (tell: Parameters<typeof alerts.alertQuota>[0]) => Promise<void>> = {
  alertCircuit: (tell) => alerts.alertCircuit(tell, 'bounces', at),
  alertRates: (tell) => alerts.alertRates(tell, 'bounces', at),
  alertQuota: (tell) => alerts.alertQuota(tell, at),
  alertHeld: (tell) => alerts.alertHeld(tell, { deliveryId: 'forum_v1_general', releaseId: 'forum' }, 3),
  alertSignUps: (tell) => alerts.alertSignUps(tell, 'bounces', at),
  alertEvents: (tell) => alerts.alertEvents(tell, at),
};

describe('an alert to the desk refers to an article in the runbook, and the article exists', () => {
  it.each(Object.entries(told))('%s', async (_, alert) => {
    const fixes: string[] = [];
    await alert(async (_, { fix }) => void fixes.push(fix));
    const articles = fixes.flatMap(articlesOf);
    expect(articles).toHaveLength(1);
    expect(runbook).toMatch(new RegExp(`^## ${articles[0]}$`, 'm'));
  });
});

describe('a person who acts while sending is stopped is told', () => {
  const zone = 'Asia/Ho_Chi_Minh';
  const inZone = '5 Jan 2026 16:00 (09:00 UTC)';
  const pace = { openBecause: null, openSince: null, pause: null, parkedUntil: 0 };

  it('why, since when in the newsroom’s zone and in UTC, and what to do', () => {
    const stop = sendingStop({ ...pace, openBecause: 'bounces', openSince: at }, Date.parse(at), zone);
    expect(stop?.words).toContain(`since ${inZone}`);
    expect(stop?.words).toContain('too many bounces');
    expect(stop?.words).toContain('Kill and lift notices go out all the same');
    expect(stop?.fix).toContain('npx dateline circuit resume');
  });

  it('that not even a kill goes out when SES refuses the account', () => {
    const words = sendingStop(
      { ...pace, openBecause: 'AccountSendingPausedException', openSince: at },
      0,
      zone,
    )?.words;
    expect(words).toContain('SES refuses the account');
    expect(words).not.toContain('Kill');
  });

  it('until when the daily quota delays mails, and nothing if all is well', () => {
    expect(sendingStop({ ...pace, parkedUntil: Date.parse(at) }, Date.parse(at) - 1, zone)?.words).toContain(
      inZone,
    );
    expect(sendingStop({ ...pace, parkedUntil: Date.parse(at) }, Date.parse(at) + 1, zone)).toBeNull();
    expect(sendingStop(pace, 0, zone)).toBeNull();
  });

  it('in an article that exists', () => {
    for (const stop of [
      sendingStop({ ...pace, openBecause: 'bounces' }, 0, zone),
      sendingStop({ ...pace, parkedUntil: 1 }, 0, zone),
    ])
      for (const article of articlesOf(stop?.fix ?? ''))
        expect(runbook).toMatch(new RegExp(`^## ${article}$`, 'm'));
  });
});
