import { describe, expect, it } from 'vitest';
import { findEmbargoElsewhere } from '../../../functions/_shared/decisions/find-twins.ts';
import { releaseState } from '../../../functions/_shared/domain/release-life.ts';
import { configuration } from '../../../infra/configuration.ts';
import { Drops, now, Shelf } from './drops.ts';

const { zone } = configuration('local').newsroom;
const tomorrow = '2026-03-02T08:00:00Z';

const words = `The forum brings together ministers, researchers and women who have served in peacekeeping missions
across four continents. They will discuss how training centres recruit, how long deployments last, what families at home
need, and why so few officers return for a second tour. A report published for the occasion counts every contingent since
the first observers left. It finds that numbers have doubled in ten years, that half of all applications are refused for
reasons nobody writes down, and that medical units are far ahead of the others. The hosts propose a fund for instructors.`;

const body = (fields = '', paragraphs = words, title = 'Forum on women in peacekeeping opens') => `---
title: ${title}
lists: [general-press]
language: en
${fields}---
HA NOI, Viet Nam – 1 March 2026 – ${paragraphs}

Media contact: Lan Nguyen, lan@press.example.org
`;

/** Two releases of one newsroom: the first is accepted, the second lies in the bucket under another name. */
async function twoNames({ first = body(), second = body() } = {}) {
  const shelf = new Shelf();
  const forum = new Drops('forum', shelf).drop('releases/forum.md', first);
  await forum.accept();
  const copy = new Drops('forum FINAL (2)', shelf).drop('releases/forum FINAL (2).md', second);
  return { forum, copy, shelf };
}
const stateOf = ({ head }: Drops) => head && releaseState(head, now);
const questionOf = (drops: Drops) =>
  [...drops.reports.values()].flatMap(({ problems }) => problems).find(({ code }) => code === 'same-text');
const elsewhere = (drops: Drops) => {
  if (!drops.head) throw new Error('no head');
  const { filed } = drops.shelf;
  const readFiled = async (id: string, hash: string) => filed.get(`${id} ${hash}`) ?? null;
  return findEmbargoElsewhere({ ...drops.dependencies(), readFiled }, drops.head, { zone, now: drops.now });
};

describe('the same text under another name', () => {
  it('is held with the question whether it is a correction: when it was sent, and as what', async () => {
    const { forum, copy } = await twoNames();
    forum.sent();
    await copy.accept();
    expect(stateOf(copy)).toBe('held');
    expect(copy.effects).toEqual([]);
    expect(questionOf(copy)).toEqual({
      code: 'same-text',
      severity: 'hold',
      message: 'You sent this at 15:00 (UTC+7) as “forum”; is it a correction, or a new release?',
      fix: 'If it corrects “forum”, drop it under that name, with “correction: …” and what changed. If it is a release of its own, write “sameTextAs: forum” in its front matter or sidecar and drop it again. If it is here by mistake, delete the file: that withdraws it.',
      where: {},
    });
    expect(copy.told).toEqual(['held releases/forum FINAL (2).md']);
  });

  it('is asked about before anything that is only worth knowing', async () => {
    const { copy } = await twoNames({ second: body().replace(/Media contact.*/, '') });
    await copy.accept();
    const [report] = copy.reports.values();
    expect(report?.problems.map(({ code }) => code)).toEqual(['same-text', 'contact-missing']);
  });

  it('names the day it was sent on where that was another', async () => {
    const { forum, copy } = await twoNames();
    forum.sent();
    copy.now = tomorrow;
    await copy.accept();
    expect(questionOf(copy)?.message).toContain('You sent this on 1 March 2026 at 15:00 (UTC+7) as “forum”');
  });

  it('says where the other one stands: waiting, held, approved for later, under embargo, killed', async () => {
    const embargoed = body(`embargo: ${tomorrow}\n`);
    const later = body(`sendAt: ${tomorrow}\n`);
    const cases: [string, string, (forum: Drops) => unknown, RegExp][] = [
      ['waiting', body(), (one) => one.composed(), /waits for approval as “forum”/],
      ['composing', body(), () => {}, /waits for approval as “forum”/],
      [
        'held',
        body('embargo: next Tuesday or so\n'),
        () => {},
        /held as “forum”, with an embargo that was not/,
      ],
      [
        'approved',
        later,
        (one) => one.composed().approved(),
        /approved this as “forum”, to go out on 2 March 2026/,
      ],
      ['embargo', embargoed, () => {}, /under embargo as “forum” until 2 March 2026, 15:00 \(UTC\+7\)/],
      [
        'embargo',
        embargoed,
        (one) => one.composed().approved(),
        /under embargo as “forum” until 2 March 2026/,
      ],
      [
        'killed',
        body(),
        (one) => one.sent().moves({ act: 'kill', by: 'ann', reason: 'x' }),
        /^STOP.*killed at 15:00/,
      ],
    ];
    for (const [name, first, lead, question] of cases) {
      const { forum, copy } = await twoNames({ first });
      lead(forum);
      await copy.accept();
      expect(questionOf(copy)?.message, name).toMatch(question);
      expect(stateOf(copy), name).toBe('held');
    }
  });

  it('is not held by one that was rejected, cancelled or withdrawn', async () => {
    const rejected = await twoNames({ first: body('zone: x\n') });
    await rejected.copy.accept();
    expect(stateOf(rejected.forum)).toBe('rejected');
    expect(stateOf(rejected.copy)).toBe('accepted');
    const cancelled = await twoNames();
    cancelled.forum.moves({ act: 'cancel', by: 'ann', reason: null });
    await cancelled.copy.accept();
    expect(stateOf(cancelled.copy)).toBe('accepted');
    const withdrawn = await twoNames();
    await withdrawn.forum.delete('releases/forum.md').accept();
    await withdrawn.copy.accept();
    expect(stateOf(withdrawn.copy)).toBe('accepted');
  });

  it('goes through when the desk declares that it is another release, now and in its next versions', async () => {
    const { forum, copy } = await twoNames();
    forum.sent();
    await copy.accept();
    await copy.drop('releases/forum FINAL (2).md', body('sameTextAs: forum\n')).accept();
    expect(stateOf(copy)).toBe('accepted');
    expect(copy.head?.distinctFrom).toEqual(['forum']);
    await copy
      .sent()
      .drop('releases/forum FINAL (2).md', body('correction: a word\n', `${words} So be it.`))
      .accept();
    expect(stateOf(copy)).toBe('accepted');
    // And the other one can be corrected without the question coming back from there.
    await forum.drop('releases/forum.md', body('correction: a word\n', `${words} So be it.`)).accept();
    expect(stateOf(forum)).toBe('accepted');
  });

  it('is asked about again when it is the text of yet another release', async () => {
    const { forum, copy, shelf } = await twoNames({ second: body('sameTextAs: forum\n') });
    forum.sent();
    await copy.accept();
    const third = new Drops('third', shelf).drop('releases/third.md', body('sameTextAs: forum\n'));
    await third.accept();
    expect(questionOf(third)?.message).toContain('as “forum FINAL (2)”');
  });

  it('goes through when the other one is gone and the same file is dropped again', async () => {
    const { forum, copy } = await twoNames();
    await copy.accept();
    expect(stateOf(copy)).toBe('held');
    forum.moves({ act: 'cancel', by: 'ann', reason: null });
    await copy.accept();
    expect(stateOf(copy)).toBe('accepted');
  });

  it('is asked of the copy only: the first one is corrected meanwhile as if the copy were not there', async () => {
    const { forum, copy } = await twoNames();
    await copy.accept();
    await forum.drop('releases/forum.md', body('', `${words} So be it.`)).accept();
    expect(stateOf(forum)).toBe('accepted');
    expect(stateOf(copy)).toBe('held');
  });

  it('is not asked about in a release’s own new versions and languages, nor once it has been let through', async () => {
    const { forum, copy } = await twoNames();
    await forum.drop('releases/forum.md', body('', `${words} So be it.`)).accept();
    expect(stateOf(forum)).toBe('accepted');
    expect(forum.head?.latestVersion).toBe(2);
    await copy.accept();
    await forum.accept();
    expect(forum.head?.latestVersion).toBe(2);
    expect(stateOf(forum)).toBe('accepted');
  });

  it('of two dropped at the same instant at least one is held', async () => {
    const shelf = new Shelf();
    const pair = ['a', 'b'].map((id) => new Drops(id, shelf).drop(`releases/${id}.md`, body()));
    // Neither looks before the other is about to.
    let looking = 0;
    const both = Promise.withResolvers<void>();
    shelf.onLook = () => {
      looking++;
      if (looking === 2) both.resolve();
      return both.promise;
    };
    await Promise.all(pair.map((drops) => drops.accept()));
    expect(looking).toBe(2);
    expect(pair.map(stateOf)).toContain('held');
  });
});

describe('a text under embargo in another release', () => {
  const embargoed = body(`embargo: ${tomorrow}\n`);

  it('stands in the way of its copy also when the desk has declared the copy to be new', async () => {
    const { forum, copy } = await twoNames({ first: embargoed, second: body('sameTextAs: forum\n') });
    await copy.accept();
    expect(stateOf(copy)).toBe('accepted');
    expect(await elsewhere(copy)).toEqual({
      releaseId: 'forum',
      until: tomorrow,
      inWords: '2 March 2026, 15:00 (UTC+7)',
    });
    forum.composed().approved();
    expect(await elsewhere(copy)).toMatchObject({ until: tomorrow });
  });

  it('does so until the embargo has passed, was broken or moved, or the other one is cancelled', async () => {
    const copyOf = async () => {
      const two = await twoNames({ first: embargoed, second: body('sameTextAs: forum\n') });
      await two.copy.accept();
      return two;
    };
    const passed = await copyOf();
    passed.copy.now = tomorrow;
    expect(await elsewhere(passed.copy)).toBeNull();
    const broken = await copyOf();
    broken.forum.composed().approved().moves({ act: 'lift', by: 'ann', reason: 'published' });
    expect(await elsewhere(broken.copy)).toBeNull();
    const cancelled = await copyOf();
    cancelled.forum.moves({ act: 'cancel', by: 'ann', reason: null });
    expect(await elsewhere(cancelled.copy)).toBeNull();
    const moved = await copyOf();
    await moved.forum.drop('releases/forum.md', body('embargo: 2026-03-05T08:00:00Z\n')).accept();
    expect((await elsewhere(moved.copy))?.until).toBe('2026-03-05T08:00:00Z');
  });

  it('that arrives after its copy stands in the copy’s way, and the copy’s trail says so', async () => {
    const { forum, copy } = await twoNames({ second: embargoed });
    forum.composed();
    expect(await elsewhere(forum)).toBeNull();
    const before = forum.head?.revision ?? 0;
    await copy.accept();
    expect(await elsewhere(forum)).toMatchObject({ releaseId: 'forum FINAL (2)', until: tomorrow });
    expect(forum.head?.revision).toBe(before + 1);
    expect(forum.head?.trail).toMatchObject([{ act: 'note-twin' }]);
  });

  it('that was not understood stands in the copy’s way until somebody has settled it', async () => {
    const { forum, copy } = await twoNames({ second: body('embargo: next Tuesday or so\n') });
    forum.composed();
    await copy.accept();
    expect(await elsewhere(forum)).toMatchObject({ until: null });
  });

  it('does not hold back the correction of what is public already', async () => {
    const { forum, copy } = await twoNames({ second: embargoed });
    forum.sent();
    await copy.accept();
    await forum.drop('releases/forum.md', body('correction: a word\n', `${words} So be it.`)).accept();
    expect(stateOf(forum.composed())).toBe('awaiting-approval');
    expect(await elsewhere(forum)).toBeNull();
  });
});
