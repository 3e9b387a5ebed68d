import { within } from '../_shared/domain/within.ts';
import type { Dropped } from './dropped.ts';
import { maximumFiles, maximumReleaseBytes } from './limits.ts';
import { problem } from './problems.ts';
import { releaseIdOf } from './release-id-of.ts';

export interface Dependencies {
  listObjects: (prefix: string) => AsyncIterable<{ key: string; size: number; etag: string }>;
  readObject: (key: string) => Promise<Uint8Array | null>;
}

/** More than any text of a release weighs: larger objects are answered without being loaded. Bytes. */
const largest = 25 * 1024 * 1024;

/**
 * All objects of one release: `releases/<id>.<ext>` and `releases/<id>/…`, texts and sidecars with their bytes.
 * `eventKeys`: keys that events named; they show how the id is spelt in the bucket (composed or not, with an ending or
 * without).
 */
export async function loadFiles(
  { listObjects, readObject }: Dependencies,
  id: string,
  eventKeys: readonly string[],
): Promise<Dropped> {
  const spellings = new Set(
    [id, ...eventKeys.map(spellingOf)].flatMap((name) => [
      name,
      name.normalize('NFC'),
      name.normalize('NFD'),
    ]),
  );
  const prefixes = [
    ...[...spellings].flatMap((name) => [`releases/${name}.`, `releases/${name}/`]),
    // A file without an ending is found only by its full name.
    ...eventKeys.filter((key) => !key.slice(key.lastIndexOf('/')).includes('.')),
  ];
  const found = new Map<string, { size: number; etag: string }>();
  for (const prefix of prefixes)
    for await (const { key, size, etag } of listObjects(prefix))
      if (releaseIdOf(key).id === id) found.set(key, { size, etag });
  const identities = new Map<string, string>();
  const dropped: Dropped = { id, files: [], siblings: [], identities };
  let weight = 0;
  let isFull = false;
  for (const [key, { size, etag }] of found) {
    const { role } = releaseIdOf(key);
    if (role === 'sibling') dropped.siblings.push({ key, size });
    if (role !== 'text' && role !== 'sidecar') continue;
    weight += size > largest ? 0 : size;
    if (dropped.files.length >= maximumFiles || weight > maximumReleaseBytes) {
      // One refused file is enough to stop the release. Each of them gets its answer when it is dropped.
      if (isFull && !eventKeys.includes(key)) continue;
      isFull = true;
      dropped.files.push({ key, bytes: new Uint8Array(), refused: tooMuch(key) });
      identities.set(key, etag);
      continue;
    }
    const bytes = size > largest ? null : await readObject(within(key, ['releases/']));
    if (size <= largest && bytes === null) continue;
    dropped.files.push(bytes ? { key, bytes } : { key, bytes: new Uint8Array(), oversize: true });
    identities.set(key, etag);
  }
  return dropped;
}

function tooMuch(key: string) {
  return problem(
    'release-too-large',
    `“${key.split('/').at(-1)}” was not read: the release has more than ${maximumFiles} texts and sidecars, or they weigh more than ${maximumReleaseBytes / 1e6} MB together.`,
  );
}

/** The id as a key spells it: the folder's name, or the file's without its endings. */
function spellingOf(key: string): string {
  const [first = '', ...rest] = key.slice('releases/'.length).split('/');
  return rest.length > 0 ? first : first.replace(/(?:\.meta)?\.[^.]*$/, '');
}
