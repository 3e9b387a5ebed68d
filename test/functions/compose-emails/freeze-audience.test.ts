import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exclusionSchema, recipientSchema } from '../../../functions/_shared/domain/audience.ts';
import { type Card, goodStanding, type Standing } from '../../../functions/_shared/domain/contact.ts';
import type { AudienceRule } from '../../../functions/_shared/domain/release.ts';
import type { Segment } from '../../../functions/_shared/domain/segment.ts';
import { type Freezing, freezeAudience } from '../../../functions/compose-emails/freeze-audience.ts';
import { cardOf } from '../../people.ts';

const now = '2026-01-05T08:00:00Z';

/** The result of writing the files of an audience. */
interface Storing {
  objects: Map<string, string[]>;
  finished: string[];
  aborted: string[];
}

interface Newsroom {
  cards: Card[];
  /** What `finishCards` corrects on the lists. */
  finishCards?: () => Promise<unknown>;
  standings?: Standing[];
  segments?: Segment[];
}

async function freeze(
  { cards, standings = [], segments = [], finishCards = async () => 0 }: Newsroom,
  rule: Partial<AudienceRule>,
  more: Partial<Freezing> = {},
  stored: Storing = { objects: new Map(), finished: [], aborted: [] },
) {
  const { objects } = stored;
  const read: string[] = [];
  const inOrder = <T extends { contactId: string }>(values: readonly T[]) =>
    values.toSorted((a, b) => (a.contactId < b.contactId ? -1 : 1));
  const summary = await freezeAudience(
    {
      readListNames: async () => [...new Set(cards.flatMap(({ lists }) => lists))],
      async *streamList(list) {
        read.push(list);
        yield* inOrder(cards.filter(({ lists }) => lists.includes(list)));
      },
      async *streamStandings(from) {
        yield* inOrder(standings.filter(({ contactId }) => contactId >= from));
      },
      readStandings: async () => new Map(standings.map((standing) => [standing.contactId, standing])),
      readSegment: async (name) => segments.find((segment) => segment.name === name) ?? null,
      finishCards,
      upload: (key) => ({
        write: async (text) => void objects.set(key, [...(objects.get(key) ?? []), text]),
        finish: async () => void stored.finished.push(key),
        abort: async () => void stored.aborted.push(key),
      }),
      newsroom: { defaultLanguage: 'en', defaultList: 'general-press' },
    },
    {
      releaseId: 'forum',
      version: 1,
      rule: { origin: 'declared', lists: [], segments: [], beats: [], regions: [], exclude: [], ...rule },
      languages: ['en', 'vi'],
      now,
      ...more,
    },
  );
  const lines = (key: string) =>
    (objects.get(key) ?? [])
      .join('')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  return {
    summary,
    read,
    recipients: lines(summary.recipientsKey).map((line) => recipientSchema.parse(line)),
    exclusions: lines(summary.exclusionsKey).map((line) => exclusionSchema.parse(line)),
  };
}

const ann = cardOf('ann@x.example.org', {
  lists: ['press', 'health'],
  beats: ['health'],
  languages: ['fr', 'vi'],
});
const bob = cardOf('bob@x.example.org', { lists: ['press'], beats: ['climate'], regions: ['VN'] });
const cy = cardOf('cy@x.example.org', { lists: ['general-press'], beats: ['health'], tier: 1 });
const standing = (card: Card, fields: Partial<Standing>): Standing => ({
  ...goodStanding(card.contactId),
  ...fields,
});
const emails = (people: readonly { email: string }[]) => people.map(({ email }) => email).sort();

describe('freezing an audience', () => {
  it('emails a contact on two matching lists only once', async () => {
    const { recipients, summary } = await freeze({ cards: [ann, bob] }, { lists: ['press', 'health'] });
    expect(emails(recipients)).toEqual(['ann@x.example.org', 'bob@x.example.org']);
    expect(summary).toMatchObject({ recipients: 2, byList: { press: 2 } });
  });

  it('finds everybody on their lists even after an edit of cards that a crash interrupted', async () => {
    const cards = [ann];
    const finishCards = async () => void cards.push(bob);
    const { recipients } = await freeze({ cards, finishCards }, { lists: ['press'] });
    expect(emails(recipients)).toEqual(['ann@x.example.org', 'bob@x.example.org']);
  });

  it('reads only the lists that can contain a chosen contact', async () => {
    const { read } = await freeze({ cards: [ann, bob, cy] }, { lists: ['press'] });
    expect(read).toEqual(['press']);
  });

  it("chooses the contact's first language that the release has, otherwise the newsroom's, otherwise the release's main one", async () => {
    const cards = [
      cardOf('1@x.example.org', { languages: ['fr', 'vi', 'en'] }),
      cardOf('2@x.example.org', { languages: ['de'] }),
      cardOf('3@x.example.org', { languages: [] }),
    ];
    const languagesOf = async (languages: Freezing['languages']) =>
      Object.fromEntries(
        (await freeze({ cards }, { lists: ['general-press'] }, { languages })).recipients.map(
          ({ email, language }) => [email[0], language],
        ),
      );
    expect(await languagesOf(['en', 'vi'])).toEqual({ 1: 'vi', 2: 'en', 3: 'en' });
    expect(await languagesOf(['ar', 'vi'])).toEqual({ 1: 'vi', 2: 'ar', 3: 'ar' });
  });

  it('leaves out contacts who are suppressed, paused, have left the list, or are excluded by the rule, with the reason', async () => {
    const cards = ['unsubscribed', 'bounced', 'paused', 'left', 'excluded', 'stays'].map((who) =>
      cardOf(`${who}@x.example.org`, { lists: who === 'excluded' ? ['press', 'competitors'] : ['press'] }),
    );
    const [unsubscribed, bounced, paused, left] = cards;
    if (!unsubscribed || !bounced || !paused || !left) throw new Error('no cards');
    const suppressed = (reason: 'unsubscribed' | 'bounced') => ({ reason, at: now, evidence: '' });
    const { recipients, exclusions, summary } = await freeze(
      {
        cards,
        standings: [
          standing(unsubscribed, { suppressed: suppressed('unsubscribed') }),
          standing(bounced, { suppressed: suppressed('bounced') }),
          standing(paused, { pausedUntil: '2026-02-01T00:00:00Z' }),
          standing(left, { leftLists: ['press'] }),
        ],
      },
      { lists: ['press'], exclude: ['competitors'] },
    );
    expect(emails(recipients)).toEqual(['stays@x.example.org']);
    expect(Object.fromEntries(exclusions.map(({ email, reason }) => [email.split('@')[0], reason]))).toEqual({
      unsubscribed: 'unsubscribed',
      bounced: 'bounced',
      paused: 'paused',
      left: 'left-list',
      excluded: 'excluded-by-rule',
    });
    expect(summary.exclusions).toEqual({
      unsubscribed: 1,
      bounced: 1,
      paused: 1,
      'left-list': 1,
      'excluded-by-rule': 1,
    });
  });

  it('still reaches contacts who left one list through another', async () => {
    const { recipients } = await freeze(
      { cards: [ann], standings: [standing(ann, { leftLists: ['press'] })] },
      { lists: ['press', 'health'] },
    );
    expect(recipients.map(({ list }) => list)).toEqual(['health']);
  });

  it('includes contacts again after their pause', async () => {
    const { recipients } = await freeze(
      { cards: [bob], standings: [standing(bob, { pausedUntil: '2026-01-01T00:00:00Z' })] },
      { lists: ['press'] },
    );
    expect(recipients).toHaveLength(1);
  });

  it('proposed: contacts on any list whose beats match, and the whole default list', async () => {
    const { recipients, summary } = await freeze(
      { cards: [ann, bob, cy, cardOf('di@x.example.org', { lists: ['general-press'] })] },
      { origin: 'proposed', beats: ['health'] },
    );
    expect(emails(recipients)).toEqual(['ann@x.example.org', 'cy@x.example.org', 'di@x.example.org']);
    expect(summary.byList).toEqual({ press: 1, 'general-press': 2 });
  });

  it('declared by beats and regions: both must match', async () => {
    const { recipients } = await freeze(
      { cards: [ann, bob, cy] },
      { beats: ['climate', 'health'], regions: ['Viet Nam'] },
    );
    expect(emails(recipients)).toEqual(['bob@x.example.org']);
  });

  it('declared by a segment: its rule, under its name', async () => {
    const topTier: Segment = {
      name: 'top-health',
      version: 1,
      include: [{ beats: ['health'], tiers: [1] }],
      exclude: [],
    };
    const { recipients } = await freeze(
      { cards: [ann, bob, cy], segments: [topTier] },
      { segments: ['top-health'] },
    );
    expect(recipients.map(({ email, list }) => [email, list])).toEqual([['cy@x.example.org', 'top-health']]);
  });

  it('marks and counts who is accredited', async () => {
    const accreditation = { termsVersion: '1', at: now, evidence: 'form', by: 'An Admin' };
    const { summary, recipients } = await freeze(
      { cards: [ann, bob], standings: [standing(ann, { accreditation })] },
      { lists: ['press'] },
    );
    expect(summary.accredited).toBe(1);
    expect(recipients.filter(({ accredited }) => accredited).map(({ email }) => email)).toEqual([ann.email]);
  });

  it('counts the recipients by language', async () => {
    const { summary } = await freeze({ cards: [ann, bob] }, { lists: ['press'] });
    expect(summary).toMatchObject({ recipients: 2, accredited: 0, byLanguage: { vi: 1, en: 1 } });
  });

  it('stores a long list in pieces, each person once, and the approval is for the hash of all of them', async () => {
    const stored: Storing = { objects: new Map(), finished: [], aborted: [] };
    const cards = Array.from({ length: 2500 }, (_, n) => cardOf(`p${n}@x.example.org`, { lists: ['press'] }));
    const { summary, recipients } = await freeze({ cards }, { lists: ['press'] }, {}, stored);
    expect(new Set(emails(recipients)).size).toBe(2500);
    expect(recipients).toHaveLength(2500);
    const pieces = stored.objects.get(summary.recipientsKey) ?? [];
    expect(pieces.length).toBe(Math.ceil(pieces.join('').length / (256 * 1024)));
    expect(summary.hash).toBe(createHash('sha256').update(pieces.join('')).digest('hex'));
    expect(stored.finished).toEqual([summary.recipientsKey, summary.exclusionsKey]);
    expect(stored.aborted).toEqual([]);
  });

  it('discards both files if a segment cannot be read, and is tried again', async () => {
    const stored: Storing = { objects: new Map(), finished: [], aborted: [] };
    const failing: Segment[] = [];
    failing.find = () => {
      throw new Error('no table');
    };
    await expect(
      freeze({ cards: [ann], segments: failing }, { segments: ['top'] }, {}, stored),
    ).rejects.toThrow('no table');
    expect(stored.aborted.map((key) => key.split('.').at(-2))).toEqual(['recipients', 'exclusions']);
    expect(stored.finished).toEqual([]);
  });

  it('each contact of the lists is in exactly one of the two files, once, in the order of ids', async () => {
    const person = fc.record({
      n: fc.integer({ min: 0, max: 400 }),
      lists: fc.uniqueArray(fc.constantFrom('press', 'health', 'general-press'), { minLength: 1 }),
      suppressed: fc.boolean(),
      leftLists: fc.uniqueArray(fc.constantFrom('press', 'health')),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(person, { selector: ({ n }) => n, minLength: 0, maxLength: 300, size: 'max' }),
        async (drawn) => {
          const cards = drawn.map(({ n, lists }) => cardOf(`p${n}@x.example.org`, { lists }));
          const standings = drawn.map(({ suppressed, leftLists }, i) => ({
            ...goodStanding(cards[i]?.contactId ?? ''),
            leftLists,
            suppressed: suppressed ? { reason: 'complained' as const, at: now, evidence: '' } : null,
          }));
          const { recipients, exclusions, summary } = await freeze(
            { cards, standings },
            { lists: ['press', 'health'] },
          );
          const named = cards.filter(({ lists }) => lists.some((list) => list !== 'general-press'));
          const ids = [...recipients, ...exclusions].map(({ contactId }) => contactId);
          expect(ids.toSorted()).toEqual(named.map(({ contactId }) => contactId).toSorted());
          expect(recipients).toEqual(recipients.toSorted((a, b) => (a.contactId < b.contactId ? -1 : 1)));
          expect(summary.recipients).toBe(recipients.length);
          const reachable = drawn.filter(
            ({ suppressed, lists, leftLists }) =>
              !suppressed &&
              lists.some(
                (list) =>
                  list !== 'general-press' && !leftLists.includes(list === 'press' ? 'press' : 'health'),
              ),
          );
          expect(recipients).toHaveLength(reachable.length);
        },
      ),
      { numRuns: 40 },
    );
  });
});
