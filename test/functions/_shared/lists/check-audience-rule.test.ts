import { expect, it } from 'vitest';
import { checkAudienceRule } from '../../../../functions/_shared/lists/check-audience-rule.ts';

const dependencies = {
  readListNames: async () => ['general-press', 'vietnam-press'],
  readSegmentNames: async () => ['health-desks'],
};
const rule = { origin: 'declared' as const, lists: [], segments: [], beats: [], regions: [], exclude: [] };

it('holds a release for a list that does not exist, and suggests the most similar one', async () => {
  expect(await checkAudienceRule(dependencies, { ...rule, lists: ['general-pres'] })).toMatchObject([
    {
      code: 'unknown-list',
      severity: 'hold',
      fix: expect.stringContaining('"general-press"'),
      where: { field: 'lists' },
    },
  ]);
});

it('holds for unknown segments and exclusions too', async () => {
  const problems = await checkAudienceRule(dependencies, {
    ...rule,
    segments: ['x'],
    exclude: ['health-desk', 'vietnam-press'],
  });
  expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
    ['unknown-segment', 'hold'],
    ['unknown-exclusion', 'hold'],
  ]);
});

it('reports nothing about names that exist', async () => {
  const known = { ...rule, lists: ['general-press'], segments: ['health-desks'], exclude: ['vietnam-press'] };
  expect(await checkAudienceRule(dependencies, known)).toEqual([]);
});

it('warns, and does not hold, if the list that the newsroom itself proposes does not exist yet', async () => {
  const proposed = { ...rule, origin: 'proposed' as const, lists: ['default-press'] };
  expect(await checkAudienceRule(dependencies, proposed)).toMatchObject([
    { code: 'default-list-missing', severity: 'warning', where: { field: 'lists' } },
  ]);
});
