import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { problemCatalogue } from '../../../functions/accept-release/problems.ts';

test('every problem is documented with its severity and what to do', async () => {
  const page = await readFile(new URL('../../../docs/problems.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `([a-z-]+)` \| (\w+) \| (.+) \| (.+) \|$/gm)].map(
    ([, code, severity, , fix]) => [code, [severity, fix]],
  );
  for (const [code, known] of Object.entries(problemCatalogue))
    expect(Object.fromEntries(rows)[code]).toEqual([...known]);
});
