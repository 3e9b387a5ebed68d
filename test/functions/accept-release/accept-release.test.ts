import { describe, expect, it } from 'vitest';
import { releaseState } from '../../../functions/_shared/domain/release-life.ts';
import { decide } from '../../../functions/_shared/domain/release-moves.ts';
import { acceptRelease } from '../../../functions/accept-release/accept-release.ts';
import { Drops, now, text } from './drops.ts';

describe('accepting a drop', () => {
  it('makes version 1, keeps its text, answers in the report and asks for its composing once it is written', async () => {
    const drops = new Drops().drop('releases/forum.md', text('It opened on Monday.'));
    await drops.accept();
    expect(drops.reports.get('releases/forum.md')).toMatchObject({
      status: 'accepted',
      release: { id: 'forum', version: 1, title: 'Forum opens in Ha Noi' },
    });
    expect([...drops.texts]).toEqual(['store/texts/forum/1/en.json']);
    expect(drops.versions.get(1)).toMatchObject({
      releaseId: 'forum',
      version: 1,
      sources: [{ key: 'releases/forum.md', identity: drops.pointers.get('releases/forum.md') }],
      texts: [{ language: 'en', key: 'store/texts/forum/1/en.json' }],
    });
    expect(drops.effects).toEqual([{ kind: 'compose', releaseId: 'forum', version: 1 }]);
    expect([...drops.audit.values()].map(({ act }) => act)).toEqual(['accept']);
    expect(drops.told).toEqual([]);
  });

  it('of unchanged content changes nothing, and the report says the version it is', async () => {
    const drops = new Drops().drop('releases/forum.md', text('It opened on Monday.'));
    await drops.accept();
    const before = structuredClone(drops.head);
    drops.reports.clear();
    await drops.accept();
    expect(drops.head).toEqual(before);
    expect(drops.reports.get('releases/forum.md')?.release.version).toBe(1);
    expect(drops.versions.size).toBe(1);
  });

  it('of changed content makes version 2', async () => {
    const drops = new Drops().drop('releases/forum.md', text('It opened on Monday.'));
    await drops.accept();
    await drops.drop('releases/forum.md', text('It opened on Tuesday.')).accept();
    expect(drops.reports.get('releases/forum.md')?.release.version).toBe(2);
    expect(drops.head?.candidate?.version).toBe(2);
  });

  it('that was rejected keeps what there was, tells the desk and names no version', async () => {
    const drops = new Drops().drop('releases/forum.md', '');
    await drops.accept();
    expect(drops.head).toMatchObject({ latestVersion: 0, lastStatus: 'rejected', candidate: null });
    expect(drops.reports.get('releases/forum.md')).toMatchObject({
      status: 'rejected',
      release: { version: null },
    });
    expect(drops.told).toEqual(['rejected releases/forum.md']);
    expect(drops.effects).toEqual([]);
  });

  it('with an embargo that cannot be understood is held: a version nobody can approve', async () => {
    const drops = new Drops().drop('releases/forum.md', text('It opened.', 'embargo: next Tuesday or so\n'));
    await drops.accept();
    expect(drops.reports.get('releases/forum.md')?.status).toBe('held');
    expect(drops.head && releaseState(drops.head, now)).toBe('held');
    expect(drops.effects).toEqual([]);
  });

  it('that names a list nobody has made is held, and accepted when the list is there and it comes again', async () => {
    const drops = new Drops().drop('releases/forum.md', text('It opened on Monday.'));
    drops.unknownLists = [
      {
        code: 'unknown-list',
        severity: 'hold',
        message: 'no such list',
        fix: 'make it',
        where: { field: 'lists' },
      },
    ];
    await drops.accept();
    expect(drops.codes('releases/forum.md')).toContain('unknown-list');
    expect(drops.head && releaseState(drops.head, now)).toBe('held');
    drops.unknownLists = [];
    await drops.accept();
    expect(drops.head && releaseState(drops.head, now)).toBe('accepted');
    expect(drops.reports.get('releases/forum.md')).toMatchObject({
      status: 'accepted',
      release: { version: 2 },
    });
  });

  it('after it was sent must say what changed, else it is rejected with how to do it', async () => {
    const drops = new Drops().drop('releases/forum.md', text('It opened on Monday.'));
    await drops.accept();
    drops.sent();
    await drops.drop('releases/forum.md', text('It opened on Tuesday.')).accept();
    expect(drops.codes('releases/forum.md')).toContain('correction-missing');
    expect(drops.head?.latestVersion).toBe(1);
    await drops.drop('releases/forum.md', text('It opened on Tuesday.', 'correction: the day\n')).accept();
    expect(drops.reports.get('releases/forum.md')).toMatchObject({
      status: 'accepted',
      release: { version: 2 },
    });
  });

  it('under the name of a killed release is rejected', async () => {
    const drops = new Drops().drop('releases/forum.md', text('It opened on Monday.'));
    await drops.accept();
    const decision = decide(drops.head, { act: 'kill', by: 'ann', reason: 'wrong' }, now);
    if (decision.ok) drops.head = decision.release;
    await drops.drop('releases/forum.md', text('It opened on Tuesday.')).accept();
    expect(drops.codes('releases/forum.md')).toContain('release-killed');
  });

  it('of what was cancelled, unchanged, says that it stays cancelled', async () => {
    const drops = new Drops().drop('releases/forum.md', text('It opened on Monday.'));
    await drops.accept();
    const decision = decide(drops.head, { act: 'cancel', by: 'ann', reason: null }, now);
    if (decision.ok) drops.head = decision.release;
    await drops.accept();
    expect(drops.codes('releases/forum.md')).toContain('version-cancelled');
    expect(drops.head && releaseState(drops.head, now)).toBe('cancelled');
  });

  it('asks for the stricter approval of the two, never for a laxer one', async () => {
    const lax = new Drops().drop('releases/forum.md', text('It opened.', 'approval: auto\n'));
    await lax.accept();
    expect(lax.head?.candidate?.policy).toBe('required');
    const strict = new Drops().drop('releases/forum.md', text('It opened.', 'approval: four-eyes\n'));
    await strict.accept();
    expect(strict.head?.candidate?.policy).toBe('four-eyes');
  });
});

describe('events', () => {
  it('twice, at once and of several files end in one version', async () => {
    const drops = new Drops()
      .drop('releases/forum/forum.en.md', text('It opened on Monday.'))
      .drop(
        'releases/forum/forum.vi.md',
        text('Diễn đàn khai mạc hôm thứ Hai tại Hà Nội với sự tham gia của nhiều đại biểu.', '', 'vi'),
      );
    await Promise.all([drops.accept(), drops.accept(), drops.accept()]);
    await drops.accept();
    expect(drops.head?.latestVersion).toBe(1);
    expect(drops.versions.get(1)?.texts.map(({ language }) => language)).toEqual(['en', 'vi']);
  });

  it('a reader of older files loses to a reader of newer ones', async () => {
    const drops = new Drops().drop('releases/forum.md', text('It opened on Monday.'));
    let once = true;
    drops.onLoaded = async () => {
      if (!once) return;
      once = false;
      // While the slow one has the old text in hand, the file is dropped anew and read to its end.
      await drops.drop('releases/forum.md', text('It opened on Tuesday.')).accept();
    };
    await drops.accept();
    expect(drops.head?.latestVersion).toBe(1);
    expect(drops.reports.get('releases/forum.md')?.release.version).toBe(1);
    expect(drops.versions.get(1)?.contentHash).toBe(drops.head?.latestHash);
  });

  it('after a crash behind the head the same event writes what is missing', async () => {
    const drops = new Drops().drop('releases/forum.md', text('It opened on Monday.'));
    const dying = {
      ...drops.dependencies(),
      putVersion: async () => {
        throw new Error('crash');
      },
    };
    await expect(acceptRelease(dying, 'forum')).rejects.toThrow('crash');
    expect(drops.effects).toEqual([]);
    await drops.accept();
    expect(drops.versions.get(1)?.contentHash).toBe(drops.head?.latestHash);
    expect(drops.effects).toEqual([{ kind: 'compose', releaseId: 'forum', version: 1 }]);
    expect(drops.head?.latestVersion).toBe(1);
  });
});

describe('the files of a release', () => {
  it('are its own only, however alike the names', async () => {
    const drops = new Drops()
      .drop('releases/forum.md', text('It opened on Monday.'))
      .drop('releases/forum2.md', text('Another one.'))
      .drop('releases/forum.yaml', 'liftNotice: false\n')
      .drop('releases/forum/.DS_Store', 'x');
    await drops.accept();
    expect([...drops.reports.keys()].sort()).toEqual(['releases/forum.md', 'releases/forum.yaml']);
  });

  it('of 100 MB are answered without being loaded', async () => {
    const drops = new Drops().drop('releases/forum.md', 'x', 100 * 1024 * 1024);
    await drops.accept();
    expect(drops.loaded).toEqual([]);
    expect(drops.codes('releases/forum.md')).toContain('file-too-large');
  });

  it('are found under a name that was typed with combining accents', async () => {
    const name = 'diễn-đàn'.normalize('NFD');
    const drops = new Drops(name.normalize('NFC'));
    drops.drop(`releases/${name}.md`, text('It opened on Monday.'));
    await drops.accept(drops.id, [`releases/${name}.md`]);
    expect(drops.head?.latestVersion).toBe(1);
  });

  it('without an ending are found too', async () => {
    const drops = new Drops('README').drop('releases/README', 'x');
    await drops.accept('README', ['releases/README']);
    expect(drops.reports.get('releases/README')?.status).toBe('rejected');
  });
});
