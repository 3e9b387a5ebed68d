import { appendFileSync, createReadStream, existsSync, mkdirSync, readFileSync, watch } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import * as z from 'zod';

/** A file in the drop folder as last seen. Equal size and time mean equal content. */
interface Look {
  size: number;
  changedAt: number;
}

const droppedSchema = z.object({ key: z.string(), size: z.number(), changedAt: z.number() });

export interface DropFolderOptions {
  /** The watched folder. A file's key in the bucket is its path relative to this folder. */
  folder: string;
  /** NDJSON list of uploaded files, so that a restart does not drop them again. */
  memory: string;
  upload: (key: string, body: Readable, size: number) => Promise<void>;
  onDropped: (key: string) => void;
  /** The upload failed. The file is tried again when it changes. */
  onFailed: (key: string, error: Error) => void;
  /** A file counts as completely written if it has not changed for this long. */
  stableMilliseconds: number;
}

/** Uploads files from a folder after they are completely written. `close` waits for running uploads. */
export function watchDropFolder(options: DropFolderOptions): { close: () => Promise<void> } {
  const { folder } = options;
  mkdirSync(path.join(folder, 'releases'), { recursive: true });
  mkdirSync(path.join(folder, 'lists'), { recursive: true });
  const done = readMemory(options.memory);
  const seen = new Map<string, Look & { since: number }>();
  let closed = false;
  let wake = () => {};

  const scan = async (): Promise<void> => {
    const looks = [...(await lookAt(folder))].filter(([key, look]) => !isSame(done.get(key), look));
    for (const [key, look] of completeAmong(looks, seen, options.stableMilliseconds)) {
      if (closed) return;
      await drop(key, look);
    }
  };

  const drop = async (key: string, look: Look): Promise<void> => {
    done.set(key, look);
    seen.delete(key);
    try {
      await options.upload(key, createReadStream(path.join(folder, ...key.split('/'))), look.size);
      // After a crash before this line the file is dropped again. That changes nothing, because the content is the
      // same.
      appendFileSync(options.memory, `${JSON.stringify({ key, ...look })}\n`);
      options.onDropped(key);
    } catch (error) {
      options.onFailed(key, error instanceof Error ? error : new Error(String(error)));
    }
  };

  const pause = (milliseconds: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const keepLooking = async (): Promise<void> => {
    while (!closed) {
      await scan().catch((error) => options.onFailed('', error));
      if (!closed) await pause(seen.size > 0 ? options.stableMilliseconds : 1000);
    }
  };
  // The watcher reacts quickly. The regular scan finds files whose change events the system lost or does not send.
  const watcher = watch(folder, { recursive: true }, () => {
    if (seen.size === 0) wake();
  });
  watcher.on('error', () => watcher.close());
  const looking = keepLooking();
  return {
    async close() {
      closed = true;
      watcher.close();
      wake();
      await looking;
    },
  };
}

/**
 * The files that have not changed for long enough, in upload order. Notes in `seen` since when each has not changed. The
 * files of one release come together, its text last, so that the first reading finds sidecar and pictures.
 */
function completeAmong(
  looks: readonly (readonly [key: string, look: Look])[],
  seen: Map<string, Look & { since: number }>,
  stableMilliseconds: number,
): (readonly [key: string, look: Look])[] {
  const now = Date.now();
  const unfinished = new Set<string>();
  for (const [key, look] of looks) {
    const before = seen.get(key);
    const since = before && isSame(before, look) ? before.since : now;
    seen.set(key, { ...look, since });
    if (now - since < stableMilliseconds) unfinished.add(unitOf(key));
  }
  return looks
    .filter(([key]) => !unfinished.has(unitOf(key)))
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

async function lookAt(folder: string): Promise<Map<string, Look>> {
  const looks = new Map<string, Look>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || isScratch(entry.name)) continue;
    const file = path.join(entry.parentPath, entry.name);
    const found = await stat(file).catch(() => null);
    if (!found) continue;
    looks.set(path.relative(folder, file).split(path.sep).join('/'), {
      size: found.size,
      changedAt: found.mtimeMs,
    });
  }
  return looks;
}

function isSame(a: Look | undefined, b: Look): boolean {
  return a?.size === b.size && a.changedAt === b.changedAt;
}

/** Files that editors, Finder and unfinished copies leave behind. */
function isScratch(name: string): boolean {
  return /^(\.|~\$|Thumbs\.db$|desktop\.ini$)|(~|\.part|\.crdownload|\.tmp|\.swp)$/i.test(name);
}

/**
 * The release or list to which a file belongs: `releases/forum` for `releases/forum/forum.en.md` and for
 * `releases/forum.yaml`.
 */
function unitOf(key: string): string {
  const [area = '', name = ''] = key.split('/');
  return `${area}/${name.split('.')[0]}`;
}

function rank(key: string): number {
  if (key.startsWith('lists/')) return 0;
  return /\.(md|markdown|html?|docx|txt)$/i.test(key) ? 2 : 1;
}

function readMemory(file: string): Map<string, Look> {
  const known = new Map<string, Look>();
  if (!existsSync(file)) return known;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    // A crash may have truncated the last line. Its file is dropped again.
    if (!line.endsWith('}')) continue;
    const { key, size, changedAt } = droppedSchema.parse(JSON.parse(line));
    known.set(key, { size, changedAt });
  }
  return known;
}
