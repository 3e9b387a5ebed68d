import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { root } from './source-tree.ts';

/** Every file that a guide names must exist. */

const guides = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'test/README.md'],
  ...['docs', 'docs/decisions']
    .flatMap((folder) => readdirSync(path.join(root, folder)).map((file) => `${folder}/${file}`))
    .filter((file) => file.endsWith('.md')),
];

function linksIn(guide: string): string[] {
  const text = readFileSync(path.join(root, guide), 'utf8');
  return [...text.matchAll(/\]\(([^)\s#]+)(?:#[^)\s]*)?\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => path.join(path.dirname(guide), target));
}

it.each(guides)('%s only links to files that exist', (guide) => {
  expect(linksIn(guide).filter((target) => !existsSync(path.join(root, target)))).toEqual([]);
});

it('CONTRIBUTING names existing files as the place to start each kind of change', () => {
  const text = readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8');
  const named = [...text.matchAll(/`((?:functions|infra|bin|templates|test)\/[^`\s…]+)`/g)]
    .map(([, file = '']) => file)
    // Steps for a new language name files that do not exist yet. Check the same files of an existing language.
    .map((file) => file.replace(/<language>|\bpt\b/, 'es'));
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});
