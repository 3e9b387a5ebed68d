import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { consumeDrops } from '../../../functions/accept-release/consume-drops.ts';
import { readFiles } from '../../../functions/accept-release/reading/read-files.ts';
import { readingProgram, separateReader } from '../../../functions/accept-release/reading/separate-reader.ts';
import { bytes, newsroom, now } from './newsroom.ts';

const overruns: unknown[] = [];
const bombs = separateReader(fileURLToPath(new URL('./bomb-process.ts', import.meta.url)), (overrun) =>
  overruns.push(overrun),
);
const real = separateReader(readingProgram, (overrun) => overruns.push(overrun));
afterAll(() => {
  bombs.close();
  real.close();
});
beforeEach(() => overruns.splice(0));

const text = (headline: string) =>
  bytes(
    `# ${headline}\n\nHA NOI, Viet Nam – 12 June 2025 – Delegates met in the capital to talk about women and peacekeeping.\n\nMedia contact: Lan, lan@press.example.org\n`,
  );
const release = (...names: string[]) => ({
  id: 'forum',
  files: names.map((name) => ({ key: `releases/${name}`, bytes: text(`Forum opens: ${name}`) })),
  siblings: [],
});
const answers = async (...names: string[]) => {
  const { reports, content } = await bombs.read(release(...names), { newsroom, now }, true);
  const said = reports.map(({ report, html }) => ({
    file: report.file,
    status: report.status,
    code: report.problems[0]?.code,
    codes: report.problems.map(({ code }) => code),
    fix: report.problems[0]?.fix,
    html,
  }));
  return { said, content };
};
const patience = 60_000;

describe('a release read in a process apart', () => {
  it('reads as it does in this process, report, page and content', async () => {
    const files = release('forum.md');
    const here = readFiles(files, { newsroom, now });
    const there = await real.read(files, { newsroom, now }, true);
    expect(there.content).toEqual(here.content);
    expect(there.reports.map(({ report, html }) => ({ report, html }))).toEqual(
      here.reports.map(({ report, html }) => ({ report, html })),
    );
    expect(overruns).toEqual([]);
  });

  it.each([
    ['that never ends', 'endless.md', 'file-too-slow'],
    ['that takes all memory', 'greedy.md', 'file-too-complex'],
    ['that the reader fails on', 'broken.md', 'file-unreadable'],
    ['whose sidecar takes all memory', 'greedy.yaml', 'file-too-complex'],
    ['that is too much only when it is put together', 'together.md', 'file-too-complex'],
  ])(
    'one %s is rejected with what to do, and said for the operators without its text',
    async (_, name, code) => {
      const { said, content } = await answers(name);
      expect(said).toMatchObject([{ file: `releases/${name}`, status: 'rejected', code }]);
      expect(said[0]?.fix).toMatch(/\w/);
      expect(said[0]?.html).toContain(code);
      expect(content).toBeNull();
      expect(overruns).toHaveLength(1);
      expect(JSON.stringify(overruns)).not.toContain('Secret');
    },
    patience,
  );

  it(
    'the bad text among several languages is rejected by name; the others are read and wait for it',
    async () => {
      const { said } = await answers('forum/forum.en.md', 'forum/greedy.vi.md', 'forum/forum.fr.md');
      expect(said.map(({ file, status, codes }) => [file, status, codes])).toEqual([
        ['releases/forum/forum.en.md', 'held', ['another-text-rejected']],
        ['releases/forum/greedy.vi.md', 'rejected', ['file-too-complex', 'another-text-rejected']],
        ['releases/forum/forum.fr.md', 'held', ['language-contradiction', 'another-text-rejected']],
      ]);
    },
    patience,
  );

  it(
    'a release of nothing but bombs ends in half a minute, every file with its answer',
    async () => {
      const names = Array.from({ length: 9 }, (_, i) => `forum/endless${i}.md`);
      const started = performance.now();
      const { said } = await answers(...names);
      expect(performance.now() - started).toBeLessThan(45_000);
      expect(said.map(({ status, code }) => `${status} ${code}`)).toEqual(
        names.map(() => 'rejected file-too-slow'),
      );
    },
    patience,
  );

  it('is read anew by the next process when one was killed', async () => {
    await answers('greedy.md');
    expect((await answers('forum.md')).said).toMatchObject([{ status: 'accepted' }]);
  });
});

describe('ten releases dropped together, one of them a bomb', () => {
  it(
    'the nine others have their reports before it is given up, and it is rejected',
    async () => {
      const order: string[] = [];
      const names = ['endless', ...Array.from({ length: 9 }, (_, i) => `good${i}`)];
      const consume = consumeDrops(
        async (id, [key = '']) => {
          const file = { key, bytes: text(`Forum opens: ${id}`) };
          const { reports } = await bombs.read({ id, files: [file], siblings: [] }, { newsroom, now }, true);
          order.push(`${id} ${reports[0]?.report.status}`);
        },
        () => undefined,
      );
      const { batchItemFailures } = await consume({
        Records: names.map((name, i) => ({
          messageId: `${i}`,
          attributes: { ApproximateReceiveCount: '1' },
          body: JSON.stringify({
            Records: [
              {
                eventName: 'ObjectCreated:Put',
                s3: { bucket: { name: 'b' }, object: { key: `releases/${name}.md`, eTag: 'e', size: 1 } },
              },
            ],
          }),
        })),
      });
      expect(batchItemFailures).toEqual([]);
      expect(order.slice(0, 9).sort()).toEqual(names.slice(1).map((name) => `${name} accepted`));
      expect(order[9]).toBe('endless rejected');
    },
    patience,
  );
});
