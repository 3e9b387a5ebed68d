import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comeToRest, happening, letHappen } from './histories.ts';
import { type Mutant, NewsroomInMemory } from './newsroom-in-memory.ts';
import { brokenPromises } from './promises.ts';

/**
 * Random histories of one release: drops, approvals, moved embargoes, lifts, corrections, kills, clock jumps, crashes
 * at any call, and queues that repeat and reorder messages. The promises must hold in all of them.
 */
// A mutation run uses fewer histories, because it repeats them a thousand times.
const enough = 20_000;
const histories = Number(process.env.HISTORIES ?? enough);

function promisesHold(mutant: Mutant, seen = new Set<string>()) {
  return fc.asyncProperty(fc.array(happening, { minLength: 3, maxLength: 40 }), async (history) => {
    const newsroom = new NewsroomInMemory(mutant);
    for (const one of history) await letHappen(newsroom, one);
    await comeToRest(newsroom);
    const broken = brokenPromises(newsroom);
    for (const one of whatHappened(newsroom)) seen.add(one);
    if (broken.length > 0) throw new Error(broken.join('\n'));
  });
}

function whatHappened({
  sent,
  audit,
  approved,
  deliveries,
  brokenAt,
  refusedForTwin,
}: NewsroomInMemory): string[] {
  const acts = new Set([...audit.values()].map(({ act }) => act));
  const early = sent.find(({ edition }) => edition === 'embargoed');
  return [
    ...sent.map(({ edition }) => `${edition} sent`),
    ...(early && sent.some(({ edition, at }) => edition === 'general' && at > early.at)
      ? ['general sent after embargoed']
      : []),
    ...(acts.has('hold-overdue-edition') ? ['overdue'] : []),
    ...(acts.has('lift') ? ['broken'] : []),
    ...(acts.has('withdraw') ? ['withdrawn'] : []),
    ...(refusedForTwin ? ['refused for its twin'] : []),
    ...(sent.some((one) => one.edition === 'embargoed' && [...brokenAt.keys()].some((v) => v < one.version))
      ? ['embargoed anew after it was broken']
      : []),
    ...(sent.some((one) => one.edition === 'kill' && one.holds < one.version)
      ? ['kill sent of an earlier version']
      : []),
    ...([...approved.values()].some(({ people }) => people > 1) ? ['approved by two'] : []),
    ...([...deliveries.values()].some(({ recipients }) => recipients.some(({ state }) => state === 'unknown'))
      ? ['left in doubt by a crash']
      : []),
  ];
}

describe('a release’s life', () => {
  it(`keeps every promise in ${histories} random histories`, { timeout: 300_000 }, async () => {
    const seen = new Set<string>();
    await fc.assert(promisesHold(null, seen), { numRuns: histories });
    if (histories < enough) return;
    // A promise is only tested if some histories reach the situation it is about.
    expect([...seen].sort()).toEqual([
      'approved by two',
      'broken',
      'correction sent',
      'embargo-moved sent',
      'embargoed anew after it was broken',
      'embargoed sent',
      'general sent',
      'general sent after embargoed',
      'kill sent',
      'kill sent of an earlier version',
      'left in doubt by a crash',
      'lift-notice sent',
      'overdue',
      'refused for its twin',
      'withdrawn',
    ]);
  });

  it.each([
    ['the gate before each send', 'no-gate', /early|after the kill|not told/],
    ['the claim of each send', 'no-claim', /twice/],
    ['the trail that is written with the move', 'no-trail', /no line for revision/],
    ['the look at each reader’s accreditation', 'no-accreditation', /early/],
    ['the look for the same text under embargo', 'no-look-for-twins', /twin’s embargo/],
    ['the version that each reader of a notice holds', 'names-the-latest', /which they never got/],
    ['the news that an embargo has moved', 'tells-no-move', /not told/],
    ['the end of a broken embargo with its version', 'broken-for-good', /refused under its embargo/],
  ] as const)(
    'is found out when somebody removes %s',
    async (_, mutant, words) => {
      const { failed, errorInstance } = await fc.check(promisesHold(mutant), {
        numRuns: 50_000,
        endOnFailure: true,
      });
      expect(failed).toBe(true);
      expect(String(errorInstance)).toMatch(words);
    },
    120_000,
  );
});
