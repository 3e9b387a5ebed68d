import { describe, expect, it } from 'vitest';
import { releaseState } from '../../../functions/_shared/domain/release-life.ts';
import { Drops, now, text } from './drops.ts';

const file = 'releases/forum.md';
const english = 'releases/forum/forum.en.md';
const vietnamese = 'releases/forum/forum.vi.md';
const inVietnamese = text(
  'Diễn đàn khai mạc hôm thứ Hai tại Hà Nội với sự tham gia của nhiều đại biểu.',
  '',
  'vi',
);
const stateOf = ({ head }: Drops) => head && releaseState(head, now);

describe('deleting the file of a release', () => {
  it('withdraws what waits for approval: no report, nothing to approve, a line in the trail, the desk told', async () => {
    const drops = new Drops().drop(file, text('It opened on Monday.'));
    await drops.accept();
    drops.composed();
    await drops.delete(file).accept();
    expect(stateOf(drops)).toBe('withdrawn');
    expect([...drops.reports.keys(), ...drops.pointers.keys()]).toEqual([]);
    expect([...drops.audit.values()].at(-1)).toMatchObject({ act: 'withdraw', by: 'accept-release' });
    expect(drops.deleted).toEqual(['withdrawn']);
  });

  it('clears what was rejected', async () => {
    const drops = new Drops().drop(file, '');
    await drops.accept();
    expect(stateOf(drops)).toBe('rejected');
    await drops.delete(file).accept();
    expect(stateOf(drops)).toBe('withdrawn');
    expect(drops.reports.size).toBe(0);
  });

  it('whose event comes twice, or after the file is back, changes nothing more', async () => {
    const drops = new Drops().drop(file, text('It opened on Monday.'));
    await drops.accept();
    await drops.delete(file).accept();
    const before = structuredClone(drops.head);
    await drops.accept();
    expect(drops.head).toEqual(before);
    await drops.drop(file, text('It opened on Monday.')).accept();
    expect(drops.head).toMatchObject({ latestVersion: 2, withdrawn: null });
    expect(stateOf(drops)).toBe('accepted');
    // The event of the deletion at last: what counts is what lies in the bucket.
    await drops.accept();
    expect(drops.head?.latestVersion).toBe(2);
    expect(drops.reports.get(file)).toMatchObject({ status: 'accepted', release: { version: 2 } });
  });

  it('that is dropped anew while the deletion is worked off is read again', async () => {
    const drops = new Drops().drop(file, text('It opened on Monday.'));
    await drops.accept();
    drops.delete(file);
    let once = true;
    drops.onPut = () => {
      if (once) drops.drop(file, text('It opened on Tuesday.'));
      once = false;
    };
    await drops.accept();
    // The new file's own event.
    await drops.accept();
    expect(stateOf(drops)).toBe('accepted');
    expect(drops.reports.get(file)?.status).toBe('accepted');
  });

  it('tells the desk once more after a crash, which the notice’s own claim makes once', async () => {
    const drops = new Drops().drop(file, text('It opened on Monday.'));
    await drops.accept();
    await drops.delete(file).accept();
    await drops.accept();
    expect(drops.deleted).toEqual(['withdrawn', 'withdrawn']);
    expect(drops.head?.withdrawn?.at).toBe(now);
  });

  it('touches nothing that was approved or sent; the desk learns that it recalls no mail', async () => {
    for (const lead of [(one: Drops) => one.composed().approved(), (one: Drops) => one.sent()]) {
      const drops = new Drops().drop(file, text('It opened on Monday.'));
      await drops.accept();
      lead(drops);
      const before = structuredClone(drops.head);
      await drops.delete(file).accept();
      expect(drops.head).toEqual(before);
      expect(drops.reports.get(file)?.status).toBe('accepted');
      expect(drops.deleted).toEqual(['goes on']);
    }
  });

  it('of a correction that waits withdraws it; what was sent stays sent', async () => {
    const drops = new Drops().drop(file, text('It opened on Monday.'));
    await drops.accept();
    await drops.sent().drop(file, text('It opened on Tuesday.', 'correction: the day\n')).accept();
    await drops.delete(file).accept();
    expect(stateOf(drops)).toBe('sent');
    expect(drops.head?.candidate?.state).toBe('cancelled');
    expect(drops.deleted).toEqual(['withdrawn']);
  });

  it('nobody knows of says nothing', async () => {
    const drops = new Drops();
    await drops.accept();
    expect(drops.head).toBeNull();
    expect(drops.deleted).toEqual([]);
  });

  it('leaves a sidecar behind that says what it waits for, and nothing to approve', async () => {
    const drops = new Drops()
      .drop(file, text('It opened.'))
      .drop('releases/forum.yaml', 'liftNotice: false\n');
    await drops.accept();
    drops.composed();
    await drops.delete(file).accept();
    expect(drops.head?.candidate?.state).toBe('cancelled');
    expect(drops.codes('releases/forum.yaml')).toEqual(['sidecar-alone']);
    expect([...drops.reports.keys()]).toEqual(['releases/forum.yaml']);
    const { revision } = drops.head ?? { revision: 0 };
    await drops.accept();
    expect(drops.head?.revision).toBe(revision);
  });
});

describe('deleting one language of several', () => {
  const two = async () => {
    const drops = new Drops().drop(english, text('It opened on Monday.')).drop(vietnamese, inVietnamese);
    await drops.accept();
    return drops;
  };

  it('reads the release again without it: another version, to be approved anew', async () => {
    const drops = (await two()).composed();
    await drops.delete(vietnamese).accept();
    expect(drops.head?.candidate).toMatchObject({ version: 2, state: 'composing' });
    expect(drops.versions.get(2)?.texts.map(({ language }) => language)).toEqual(['en']);
    expect([...drops.reports.keys()]).toEqual([english]);
  });

  it('of what was approved or sent changes nothing, and asks for no correction', async () => {
    const drops = (await two()).sent();
    const before = structuredClone(drops.head);
    await drops.delete(vietnamese).accept();
    expect(drops.head).toEqual(before);
    expect(drops.codes(english)).not.toContain('correction-missing');
    expect(drops.deleted).toEqual(['goes on']);
  });
});

it('a picture that is deleted while the release waits holds it until it is there again', async () => {
  const page = text('It opened.\n\n![The hall](hall.jpg)');
  const drops = new Drops().drop('releases/forum/forum.md', page).drop('releases/forum/hall.jpg', 'x');
  await drops.accept();
  drops.composed();
  const picture = drops.objects.get('releases/forum/hall.jpg');
  await drops.delete('releases/forum/hall.jpg').accept();
  expect(drops.codes('releases/forum/forum.md')).toContain('image-missing');
  expect(stateOf(drops)).toBe('held');
  if (picture) drops.objects.set('releases/forum/hall.jpg', picture);
  await drops.accept();
  expect(stateOf(drops)).toBe('accepted');
});
