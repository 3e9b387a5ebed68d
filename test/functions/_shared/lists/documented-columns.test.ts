import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readHeader } from '../../../../functions/_shared/lists/read-header.ts';

const page = readFileSync(new URL('../../../../docs/lists.md', import.meta.url), 'utf8');
const [, rows = ''] = page.split('| field | en |');
const documented = [...(rows.split('\n\n')[0]?.matchAll(/^\| `(\w+)` \|(.*)\|$/gm) ?? [])].map(
  ([, field = '', cells = '']) => [field, cells.split(/[|,]/).map((name) => name.trim())] as const,
);

it('the page shows headers of every language for every field that people fill', () => {
  expect(documented.length).toBeGreaterThan(15);
});

it.each(documented)('%s is read from every header that the page names', (field, names) => {
  expect(names.map((name) => [name, readHeader(name)?.field])).toEqual(names.map((name) => [name, field]));
});
