import { describe, expect, it } from 'vitest';
import { contactTable } from '../../../functions/_shared/aws/contact-table.ts';
import { deliveryTable } from '../../../functions/_shared/aws/delivery-table.ts';
import { segmentTable } from '../../../functions/_shared/aws/segment-table.ts';
import type { Table } from '../../../functions/_shared/aws/table.ts';
import { type Card, goodStanding, type Standing } from '../../../functions/_shared/domain/contact.ts';
import type { Delivery } from '../../../functions/_shared/domain/delivery.ts';
import type { Edition } from '../../../functions/_shared/domain/release.ts';
import { leftOutBecause } from '../../../functions/send-emails/left-out.ts';
import { releaseOf } from '../_shared/deliveries/release-of.ts';
import { card } from '../console/newsroom-of.ts';
import { aDelivery, idOf, recipientOf } from './a-delivery.ts';

const embargo = '2026-01-05T12:00:00Z';
const at = '2026-01-05T09:00:00.000Z';
const ann = 'reader0@example.org';
const accreditation = { termsVersion: '1', at, evidence: 'link', by: 'contact' };

const cardOf = (lists: string[], change: Partial<Card> = {}): Card => ({
  ...card,
  contactId: idOf(0),
  email: ann,
  lists,
  beats: ['gender'],
  ...change,
});

/** Leaves lists, as on her preferences page. */
const leave = (table: Table, ...leftLists: string[]) =>
  contactTable(table).setWishes(idOf(0), { pausedUntil: null, leftLists });

/** Only Ann, who is in the frozen audience by `list`. Also a segment of people on two lists who cover gender. */
async function annBy(list: string, edition: Edition = 'general') {
  const isKilled = edition === 'kill';
  const planned = releaseOf({
    kill: isKilled,
    embargo: edition === 'embargoed' ? embargo : null,
    sentVersions: edition === 'correction' ? [2] : [],
  });
  const newsroom = await aDelivery({
    recipients: [{ ...recipientOf(0), list, accredited: true }],
    delivery: { edition },
    release: { ...planned, killed: isKilled ? { at, by: 'Lan', reason: 'wrong' } : null },
  });
  await segmentTable(newsroom.table).putSegment({
    name: 'gender-desk',
    version: 1,
    include: [{ lists: ['politics', 'society'], beats: ['gender'] }],
    exclude: [],
  });
  const left = async () => {
    const known = await deliveryTable(newsroom.table).readKnown(newsroom.deliveryId, [idOf(0)]);
    return known.get(idOf(0))?.outcome?.reason ?? null;
  };
  return { ...newsroom, left };
}

describe('a recipient who left the list between the proof and the claim', () => {
  it('is not written to', async () => {
    const { rule, table, send, sent, left } = await annBy('press');
    await rule({ lists: ['press'] });
    await contactTable(table).putCards([cardOf(['press'])]);
    await leave(table, 'press');
    await send();
    expect(sent).toEqual([]);
    expect(await left()).toBe('left-list');
  });

  it('stays in if another list includes them, and is written to as a reader of that one', async () => {
    const { rule, table, send, sent } = await annBy('press');
    await rule({ lists: ['press', 'politics'] });
    await contactTable(table).putCards([cardOf(['press', 'politics'])]);
    await leave(table, 'press');
    await send();
    expect(sent).toEqual([`${ann} politics`]);
  });

  it('is not written to if they left the last list by which a segment chose them', async () => {
    const { rule, table, send, sent, left } = await annBy('gender-desk');
    await rule({ segments: ['gender-desk'] });
    await contactTable(table).putCards([cardOf(['politics', 'society'])]);
    await leave(table, 'politics', 'society');
    await send();
    expect(sent).toEqual([]);
    expect(await left()).toBe('left-list');
  });

  it('stays in a segment that chooses them by another list', async () => {
    const { rule, table, send, sent } = await annBy('gender-desk');
    await rule({ segments: ['gender-desk'] });
    await contactTable(table).putCards([cardOf(['politics', 'society'])]);
    await leave(table, 'politics');
    await send();
    expect(sent).toEqual([`${ann} gender-desk`]);
  });

  it('stays in if the list they left has nothing to do with the release', async () => {
    const { rule, table, send, sent } = await annBy('press');
    await rule({ lists: ['press'] });
    await contactTable(table).putCards([cardOf(['press', 'sports'])]);
    await leave(table, 'sports');
    await send();
    expect(sent).toEqual([`${ann} press`]);
  });

  it('or who was removed from it by an admin, or by an undone import, is not written to either', async () => {
    const { rule, table, send, sent, left } = await annBy('press');
    await rule({ lists: ['press'] });
    const before = cardOf(['press', 'sports']);
    await contactTable(table).putCards([before]);
    expect(await contactTable(table).editCard(before, { ...before, revision: 2, lists: ['sports'] })).toBe(
      true,
    );
    await send();
    expect(sent).toEqual([]);
    expect(await left()).toBe('left-list');
  });

  it('gets no correction by that list, but an edition that depends on what was sent, not on the rule', async () => {
    const gone = await annBy('press', 'correction');
    await gone.rule({ lists: ['press'] });
    await contactTable(gone.table).putCards([cardOf(['press'])]);
    await leave(gone.table, 'press');
    await gone.send();
    expect(gone.sent).toEqual([]);

    const other = await annBy('press', 'correction');
    await other.rule({ lists: ['politics'] });
    await contactTable(other.table).putCards([cardOf(['press', 'sports'])]);
    await leave(other.table, 'sports');
    await other.send();
    expect(other.sent).toEqual([`${ann} press`]);
  });

  it('is told if the release is killed', async () => {
    const { rule, table, send, sent } = await annBy('press', 'kill');
    await rule({ lists: ['press'] });
    await contactTable(table).putCards([cardOf(['press'])]);
    await leave(table, 'press');
    await send();
    expect(sent).toEqual([`${ann} press`]);
  });
});

describe('a kill', () => {
  it.each(['bounced', 'complained', 'erased', 'suppressed-by-ses'])(
    'never goes to an address that is %s',
    async (reason) => {
      const { standing, send, sent, left } = await annBy('press', 'kill');
      standing(idOf(0), { suppressed: { reason, at, evidence: 'x' } });
      await send();
      expect(sent).toEqual([]);
      expect(await left()).toBe(reason);
    },
  );

  it.each(['unsubscribed', 'suppressed-by-admin'])('reaches a contact who is %s since', async (reason) => {
    const { standing, send, sent } = await annBy('press', 'kill');
    standing(idOf(0), { suppressed: { reason, at, evidence: 'x' } });
    await send();
    expect(sent).toHaveLength(1);
  });
});

describe('a recipient who has paused their mail', () => {
  it.each<[string, string, number]>([
    ['is not written to until then', '2026-01-06T00:00:00.000Z', 0],
    ['is written to again after it', '2026-01-05T08:00:00.000Z', 1],
  ])('%s', async (_, pausedUntil, mails) => {
    const { standing, send, sent, left } = await annBy('press');
    standing(idOf(0), { pausedUntil });
    await send();
    expect(sent).toHaveLength(mails);
    expect(await left()).toBe(mails === 0 ? 'paused' : null);
  });
});

it('under embargo, a contact whose accreditation was revoked is not written to', async () => {
  const revoked = await annBy('press', 'embargoed');
  await revoked.send();
  expect(revoked.sent).toEqual([]);
  const accredited = await annBy('press', 'embargoed');
  accredited.standing(idOf(0), { accreditation });
  await accredited.send();
  expect(accredited.sent).toHaveLength(1);
});

describe('in the step that claims the send', () => {
  const now = Date.parse(at);
  const frozen: Delivery = {
    deliveryId: 'forum_v1_general',
    releaseId: 'forum',
    version: 1,
    edition: 'general',
    notBefore: at,
    recipientsKey: 'store/deliveries/recipients',
    recipients: 1,
    reachesUnsubscribed: false,
    chunks: 1,
    state: 'sending',
    createdAt: at,
    exclusionsKey: null,
    unknownHolders: 0,
    holdersOf: null,
    isUrgent: false,
  };
  const ask = (
    delivery: Pick<Delivery, 'edition' | 'reachesUnsubscribed' | 'holdersOf'>,
    { standing = {} as Partial<Standing>, holders = [] as number[] } = {},
  ) =>
    leftOutBecause(
      { ...frozen, ...delivery },
      recipientOf(0),
      { ...goodStanding(idOf(0)), ...standing },
      new Set(holders.map(idOf)),
      { now, isAccreditedOnly: false },
    );

  it('the general edition leaves out everybody who got the embargoed one meanwhile, and nobody else', () => {
    const general = {
      edition: 'general',
      reachesUnsubscribed: false,
      holdersOf: 'forum_v1_embargoed',
    } as const;
    expect(ask(general, { holders: [0] })).toBe('already-has-it');
    expect(ask(general, { holders: [1] })).toBeNull();
    expect(ask({ ...general, holdersOf: null }, { holders: [0] })).toBeNull();
  });

  it('the lift notice goes to everybody who got the embargoed edition meanwhile, and to nobody else', () => {
    const notice = {
      edition: 'lift-notice',
      reachesUnsubscribed: false,
      holdersOf: 'forum_v1_embargoed',
    } as const;
    expect(ask(notice, { holders: [0] })).toBeNull();
    expect(ask(notice, { holders: [1] })).toBe('does-not-hold-it');
    expect(ask({ ...notice, holdersOf: null }, { holders: [1] })).toBeNull();
  });

  it('a pause ends at its instant, and does not delay a kill', () => {
    const general = { edition: 'general', reachesUnsubscribed: false, holdersOf: null } as const;
    const pausedFor = (milliseconds: number) => ({
      standing: { pausedUntil: new Date(now + milliseconds).toISOString() },
    });
    expect(ask(general, pausedFor(1))).toBe('paused');
    expect(ask(general, pausedFor(0))).toBeNull();
    const kill = { edition: 'kill', reachesUnsubscribed: true, holdersOf: null } as const;
    expect(ask(kill, pausedFor(3_600_000))).toBeNull();
  });

  it('nobody is written to without reading their standing', () => {
    const asked = { now, isAccreditedOnly: false };
    expect(() => leftOutBecause(frozen, recipientOf(0), undefined, new Set(), asked)).toThrow(
      'a standing that was not read',
    );
  });
});
