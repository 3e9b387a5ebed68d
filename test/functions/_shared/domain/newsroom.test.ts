import { expect, it } from 'vitest';
import { newsroomSchema } from '../../../../functions/_shared/domain/newsroom.ts';
import { stages } from '../../../../infra/configuration.ts';
import { sampleNewsroom } from '../../../../templates/samples/sample-newsroom.ts';

it('a newsroom whose button text is unreadable on the button is refused', () => {
  expect(newsroomSchema.safeParse(sampleNewsroom).success).toBe(true);
  const brand = { ...sampleNewsroom.brand, primary: '#009edb', onPrimary: '#ffffff' };
  expect(newsroomSchema.safeParse({ ...sampleNewsroom, brand }).error?.issues[0]?.path).toEqual([
    'brand',
    'onPrimary',
  ]);
});

it('four eyes need two addresses: each person of the desk has their own', () => {
  const fourEyes = { ...sampleNewsroom, approval: 'four-eyes' };
  expect(
    newsroomSchema.safeParse({ ...fourEyes, desk: ['desk@press.example.org'] }).error?.issues,
  ).toMatchObject([{ path: ['desk'], message: expect.stringContaining('two people') }]);
  const two = ['ann@press.example.org', 'bob@press.example.org'];
  expect(newsroomSchema.safeParse({ ...fourEyes, desk: two }).success).toBe(true);
  for (const { newsroom } of Object.values(stages))
    expect(newsroomSchema.safeParse(newsroom).success).toBe(true);
});
