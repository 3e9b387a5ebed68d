import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { describe, expect, test } from 'vitest';
import { textSchema } from '../../../functions/_shared/domain/release.ts';
import { reportSchema } from '../../../functions/_shared/domain/report.ts';
import { readFiles } from '../../../functions/accept-release/reading/read-files.ts';
import { releaseIdOf } from '../../../functions/accept-release/release-id-of.ts';
import { hostileFiles } from './hostile-files.ts';
import { newsroom, now, read } from './newsroom.ts';

// What is promised of any file. Alone on a machine each takes less than one second.
const patience = 10_000;

describe('every file ends in time with an answer that names nothing dangerous', () => {
  test.each(hostileFiles)('$file: $name', async ({ file, make }) => {
    const bytes = make();
    const started = performance.now();
    const { reports, content } = await readFiles(
      { id: 'a', files: [{ key: `releases/${file}`, bytes }], siblings: [] },
      { newsroom, now },
    );
    expect(performance.now() - started).toBeLessThan(patience);
    const [first] = reports;
    expect(reportSchema.safeParse(first?.report).error).toBeUndefined();
    for (const one of content?.texts ?? []) expect(textSchema.safeParse(one).error).toBeUndefined();
    const said = JSON.stringify([first?.report.release, content?.texts ?? null]);
    expect(said).not.toMatch(/"href":"(?!https?:|mailto:|tel:)/);
    expect(said).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b\u0000]|\\u0000/);
    expect(said.match(/"title":"[^"]*\\[rn]/)).toBeNull();
    expectHarmless(first?.html ?? '');
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('polluted');
  });
});

/** The report page runs nothing and asks nobody for anything, whatever was in the file. */
function expectHarmless(html: string) {
  const names = new Set<string>();
  const waiting: DefaultTreeAdapterTypes.ChildNode[] = [...parse(html).childNodes];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if ('tagName' in node) {
      names.add(node.tagName);
      for (const { name, value } of node.attrs) {
        expect(name).not.toMatch(/^on/);
        if (name === 'href') expect(value).toMatch(/^#L\d+$/);
        expect(name).not.toBe('src');
      }
    }
    if ('childNodes' in node) waiting.push(...node.childNodes);
  }
  for (const name of ['script', 'iframe', 'form', 'img', 'object', 'link', 'base', 'svg'])
    expect(names.has(name)).toBe(false);
}

describe('objects that are no release', () => {
  test('a file of 100 MB is answered without being read', async () => {
    const { reports } = await readFiles(
      { id: 'a', files: [{ key: 'releases/a.docx', bytes: new Uint8Array(), oversize: true }], siblings: [] },
      { newsroom, now },
    );
    expect(reports[0]?.report).toMatchObject({ status: 'rejected', problems: [{ code: 'file-too-large' }] });
  });
  test.each([
    ['a.doc', 'file-kind-unsupported'],
    ['a.odt', 'file-kind-unsupported'],
    ['a.rtf', 'file-kind-unsupported'],
    ['a.pdf', 'file-kind-unsupported'],
    ['a.jpg', 'file-not-text'],
    ['a', 'file-not-text'],
  ])('%s is rejected with how to save it', async (file, code) => {
    const report = await read(file, 'x');
    expect(report).toMatchObject({ status: 'rejected' });
    expect(report.codes).toEqual([code]);
  });
});

describe('keys', () => {
  test.each([
    ['releases/', ''],
    ['releases/forum/', ''],
    ['releases/.DS_Store', ''],
    ['releases/forum/.DS_Store', ''],
    ['releases/~$forum.docx', ''],
    ['releases/forum/Thumbs.db', ''],
    ['releases/.~lock.forum.docx#', ''],
    ['lists/press.csv', ''],
  ])('%s is ignored', (key) => {
    expect(releaseIdOf(key).role).toBe('ignored');
  });
  test.each([
    ['releases/forum.md', 'forum', 'text'],
    ['releases/forum.meta.json', 'forum', 'sidecar'],
    ['releases/forum.yaml', 'forum', 'sidecar'],
    ['releases/forum/forum.vi.md', 'forum', 'text'],
    ['releases/forum/release.yaml', 'forum', 'sidecar'],
    ['releases/forum/photo.jpg', 'forum', 'sibling'],
    ['releases/forum/report.pdf', 'forum', 'sibling'],
    ['releases/forum.pdf', 'forum', 'text'],
    ['releases/my forum + 2%2F3.md', 'my forum + 2%2F3', 'text'],
    ['releases/die\u0302\u0303n.md', 'die\u0302\u0303n'.normalize('NFC'), 'text'],
    ['releases/../a.md', '%2E%2E', 'text'],
    ['releases/a\u202eb\n.md', 'a%E2%80%AEb%0A', 'text'],
  ])('%s belongs to %s as %s', (key, id, role) => {
    expect(releaseIdOf(key)).toEqual({ id, role });
  });
  test('a key of 1,024 bytes is read like any other', async () => {
    const name = `${'ă'.repeat(500)}.md`;
    expect((await read(name, '# x')).file).toBe(`releases/${name}`);
  });
});
