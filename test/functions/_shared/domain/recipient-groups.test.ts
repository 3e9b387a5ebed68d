import { describe, expect, it } from 'vitest';
import {
  countGroups,
  countSentTo,
  groupFinder,
  groupTag,
  groupTagSchema,
} from '../../../../functions/_shared/domain/recipient-groups.ts';

const reader = (email: string, list = 'press') => ({ email, list, language: 'en' as const });

function groupsOf(recipients: readonly ReturnType<typeof reader>[]) {
  const counted = countGroups();
  for (const recipient of recipients) counted.add(recipient);
  return counted.groups();
}

describe('the groups of a delivery', () => {
  it('are its lists, languages and mail providers, the largest first', () => {
    const gmail = [1, 2, 3, 4].map((i) => reader(`r${i}@Gmail.com`, 'weekly'));
    const daily = [1, 2, 3].map((i) => reader(`r${i}@daily.example`));
    expect(groupsOf([...daily, ...gmail])).toEqual([
      { by: 'list', name: 'weekly', recipients: 4 },
      { by: 'list', name: 'press', recipients: 3 },
      { by: 'language', name: 'en', recipients: 7 },
      { by: 'provider', name: 'gmail.com', recipients: 4 },
      { by: 'provider', name: 'daily.example', recipients: 3 },
    ]);
  });

  it('do not name the domain of one or two people', () => {
    const groups = groupsOf([
      reader('ann@ann-lee.example'),
      reader('a@duo.example'),
      reader('b@duo.example'),
    ]);
    expect(groups.filter(({ by }) => by === 'provider')).toEqual([
      { by: 'provider', name: null, recipients: 3 },
    ]);
  });

  it('are at most 27, however many lists and domains there are, and each recipient is in three', () => {
    const many = Array.from({ length: 30_000 }, (_, i) =>
      reader(`r@d${i % 15_000}.example`, `list-${i % 40}`),
    );
    const groups = groupsOf([...many, ...[1, 2, 3].map((i) => reader(`r${i}@d1.example`))]);
    expect(groups.length).toBeLessThanOrEqual(27);
    for (const kind of ['list', 'language', 'provider'])
      expect(
        groups.filter(({ by }) => by === kind).reduce((sum, { recipients }) => sum + recipients, 0),
      ).toBe(30_003);
    for (const one of many.slice(0, 100)) expect(groupFinder(groups)(one)).toHaveLength(3);
  });

  it('come back with an event of SES, and a tag that is none of ours is none', () => {
    expect(groupTagSchema.parse(groupTag([0, 9, 26]))).toEqual([0, 9, 26]);
    for (const other of ['', 'a', '1-2-3-4', '100'])
      expect(groupTagSchema.safeParse(other).success).toBe(false);
  });

  it('count each recipient who was sent to, in the group of theirs', () => {
    const people = [reader('a@x.example'), reader('b@x.example', 'weekly'), reader('c@x.example')];
    const groups = groupsOf(people);
    const sentTo = countSentTo(groups, people.map(groupFinder(groups)), (position) => position !== 2);
    expect(groups.map(({ name }, i) => [name, sentTo?.[i]])).toEqual([
      ['press', 1],
      ['weekly', 1],
      ['en', 2],
      ['x.example', 2],
    ]);
  });
});
