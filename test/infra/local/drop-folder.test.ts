import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchDropFolder } from '../../../infra/local/drop-folder.ts';

let data: string;
let uploads: [key: string, content: string][];
let failures: string[];
let watching: { close: () => Promise<void> } | undefined;

beforeEach(() => {
  data = mkdtempSync(path.join(tmpdir(), 'drop-'));
  uploads = [];
  failures = [];
});
afterEach(async () => {
  await watching?.close();
  rmSync(data, { recursive: true });
});

function start(upload?: () => Promise<void>) {
  watching = watchDropFolder({
    folder: path.join(data, 'drop'),
    memory: path.join(data, 'dropped.ndjson'),
    upload: async (key, body) => {
      await upload?.();
      uploads.push([key, await text(body)]);
    },
    onDropped: () => {},
    onFailed: (key) => failures.push(key),
    stableMilliseconds: 60,
  });
}

const put = (name: string, content: string) => {
  const file = path.join(data, 'drop', name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
};
const keys = () => uploads.map(([key]) => key);

describe('the drop folder', () => {
  it('uploads a file under the path it was put at', async () => {
    start();
    put('releases/forum/forum.en.md', '# Forum');
    await vi.waitFor(() => expect(uploads).toEqual([['releases/forum/forum.en.md', '# Forum']]));
  });

  it('waits until a file is completely written', async () => {
    start();
    put('releases/slow.md', 'a');
    for (let i = 0; i < 6; i++) {
      await sleep(30);
      appendFileSync(path.join(data, 'drop/releases/slow.md'), 'a');
    }
    await vi.waitFor(() => expect(uploads).toEqual([['releases/slow.md', 'aaaaaaa']]));
  });

  it('uploads pictures and sidecars before the text that refers to them', async () => {
    put('releases/forum/forum.md', '# Forum');
    put('releases/forum/map.png', 'png');
    put('releases/forum/forum.yaml', 'title: Forum');
    start();
    await vi.waitFor(() => expect(keys()).toHaveLength(3));
    expect(keys().at(-1)).toBe('releases/forum/forum.md');
  });

  it('does not upload unchanged files again after a restart', async () => {
    put('releases/a.md', 'a');
    start();
    await vi.waitFor(() => expect(keys()).toEqual(['releases/a.md']));
    await watching?.close();
    start();
    put('releases/b.md', 'b');
    await vi.waitFor(() => expect(keys()).toContain('releases/b.md'));
    expect(keys()).toEqual(['releases/a.md', 'releases/b.md']);
  });

  it('uploads a file again when its content changes', async () => {
    start();
    put('releases/a.md', 'one');
    await vi.waitFor(() => expect(uploads).toHaveLength(1));
    put('releases/a.md', 'three');
    await vi.waitFor(() => expect(uploads.at(-1)).toEqual(['releases/a.md', 'three']));
  });

  it('leaves alone what editors and systems put beside people’s files', async () => {
    for (const name of ['.DS_Store', '~$forum.docx', 'forum.md~', 'forum.md.part', 'Thumbs.db'])
      put(`releases/${name}`, 'x');
    put('releases/forum.md', '# Forum');
    start();
    await vi.waitFor(() => expect(keys()).toEqual(['releases/forum.md']));
  });

  it('goes on with the next file when one cannot be uploaded', async () => {
    let first = true;
    put('releases/a.md', 'a');
    put('releases/b.md', 'b');
    start(async () => {
      if (!first) return;
      first = false;
      throw new Error('refused');
    });
    await vi.waitFor(() => expect(keys()).toEqual(['releases/b.md']));
    expect(failures).toEqual(['releases/a.md']);
  });
});
