import { describe, expect, it } from 'vitest';
import { loadFiles } from '../../../functions/accept-release/load-files.ts';

const load = (objects: Record<string, number>, eventKeys: string[]) =>
  loadFiles(
    {
      listObjects: async function* (prefix) {
        for (const [key, size] of Object.entries(objects))
          if (key.startsWith(prefix)) yield { key, size, etag: 'e' };
      },
      readObject: async () => new Uint8Array([65]),
    },
    'forum',
    eventKeys,
  );
const refusedOf = ({ files }: Awaited<ReturnType<typeof load>>) =>
  files.filter((file) => file.refused).map(({ key, refused }) => `${key}: ${refused?.code}`);

describe('a release with more than anybody can read', () => {
  const texts = (count: number, size: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`releases/forum/t${String(i).padStart(3, '0')}.md`, size]),
    );

  it('of 80 texts is loaded whole', async () => {
    const { files } = await load(texts(80, 1_000), []);
    expect([files.length, files.filter((file) => file.refused)]).toEqual([80, []]);
  });

  it('does not go out without the text that was one too many, and answers the one that was dropped', async () => {
    const dropped = await load(texts(500, 1_000), ['releases/forum/t300.md']);
    expect(dropped.files).toHaveLength(82);
    expect(refusedOf(dropped)).toEqual([
      'releases/forum/t080.md: release-too-large',
      'releases/forum/t300.md: release-too-large',
    ]);
  });

  it('of more than 60 MB is refused from there on', async () => {
    const dropped = await load(texts(4, 20_000_000), []);
    expect(refusedOf(dropped)).toEqual(['releases/forum/t003.md: release-too-large']);
  });
});
