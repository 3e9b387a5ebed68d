import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The version of this clone: the same for two clones whose stacks would be the same. An output of the stack. */
export function sourceVersion(): string {
  return hashOfSources({});
}

/**
 * Hash of everything that a deployment depends on: sources of functions, stack and templates, the locked packages, the
 * settings.
 */
export function hashOfSources(settings: Record<string, unknown>): string {
  const hash = createHash('sha256').update(JSON.stringify(settings));
  const sources = [
    ...filesUnder('functions'),
    ...filesUnder('templates'),
    ...filesUnder('infra').filter((file) => !file.startsWith(path.join('infra', 'local'))),
    'package-lock.json',
    'cdk.json',
  ].sort();
  for (const file of sources) {
    const content = readFileSync(path.join(root, file));
    hash.update(`\0${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 16);
}

function filesUnder(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}
