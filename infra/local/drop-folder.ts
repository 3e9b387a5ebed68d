import { appendFileSync, createReadStream, existsSync, mkdirSync, readFileSync, watch } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { z } from 'zod';

/** A file of the drop folder as last seen: equal size and time, equal content. */
interface Look {
  size: number;
  changedAt: number;
}

const droppedSchema = z.object({ key: z.string(), size: z.number(), changedAt: z.number() });

export interface DropFolderOptions {
  /** Watched; files go to the bucket under their path relative to it. */
  folder: string;
  /** NDJSON of what was uploaded, so that a restart does not drop it again. */
  memory: string;
  upload: (key: string, body: Readable, size: number) => Promise<void>;
  onDropped: (key: string) => void;
  /** The upload was refused; the file is tried again when it changes. */
  onFailed: (key: string, error: Error) => void;
  /** How long a file must have stayed as it is to count as completely written. */
  stableMilliseconds: number;
}

/** Uploads what people put into a folder, once it is completely written. `close` waits for uploads under way. */
export function watchDropFolder(options: DropFolderOptions): { close: () => Promise<void> } {
  const { folder } = options;
  mkdirSync(path.join(folder, 'releases'), { recursive: true });
  mkdirSync(path.join(folder, 'lists'), { recursive: true });
  const done = readMemory(options.memory);
  const seen = new Map<string, Look & { since: number }>();
  let closed = false;
  let wake = () => {};

  const scan = async (): Promise<void> => {
    const looks = await lookAt(folder);
    const now = Date.now();
    const unfinished = new Set<string>();
    const ready: [key: string, look: Look][] = [];
    for (const [key, look] of looks) {
      if (isSame(done.get(key), look)) continue;
      const before = seen.get(key);
      const since = before && isSame(before, look) ? before.since : now;
      seen.set(key, { ...look, since });
      if (now - since >= options.stableMilliseconds) ready.push([key, look]);
      else unfinished.add(unitOf(key));
    }
    // What belongs to one release goes together, its text last: the first reading then sees sidecar and pictures.
    const complete = ready.filter(([key]) => !unfinished.has(unitOf(key)));
    for (const [key, look] of complete.sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))) {
      if (closed) return;
      await drop(key, look);
    }
  };

  const drop = async (key: string, look: Look): Promise<void> => {
    done.set(key, look);
    seen.delete(key);
    try {
      await options.upload(key, createReadStream(path.join(folder, ...key.split('/'))), look.size);
      // A crash before this line drops the file once more, which changes nothing: the content is the same.
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
  // The watcher makes it quick; the regular look makes it sure, where the system drops or lacks change events.
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

/** What editors, Finder and half-done copies leave beside the files people mean. */
function isScratch(name: string): boolean {
  return /^(\.|~\$|Thumbs\.db$|desktop\.ini$)|(~|\.part|\.crdownload|\.tmp|\.swp)$/i.test(name);
}

/** `releases/forum/forum.en.md` and `releases/forum.yaml` are of the unit `releases/forum`. */
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
    // The last line may be cut by a crash while it was written: its file is dropped again.
    if (!line.endsWith('}')) continue;
    const { key, size, changedAt } = droppedSchema.parse(JSON.parse(line));
    known.set(key, { size, changedAt });
  }
  return known;
}
