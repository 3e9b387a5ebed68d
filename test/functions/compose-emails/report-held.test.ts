import { describe, expect, it } from 'vitest';
import { reportHeld } from '../../../functions/compose-emails/report-held.ts';

const report = (version: number) => ({
  file: 'releases/forum.md',
  status: 'accepted',
  release: {
    id: 'forum',
    version,
    title: 'Forum opens',
    subtitle: null,
    language: 'en',
    dateline: { place: null, city: null, date: null },
    embargo: null,
    sendAt: null,
    contacts: [],
    images: [],
    topics: [],
    regions: [],
  },
  problems: [],
  assumptions: [],
  provenance: { title: { from: 'declared', source: 'front matter', line: 2 } },
});
const found = [
  { code: 'email-too-large', severity: 'hold' as const, message: 'too large', fix: 'shorten it', where: {} },
];

async function held(version: number) {
  const written: unknown[] = [];
  await reportHeld(
    {
      readWrittenReport: async (key) => (key === 'releases/forum.md' ? report(1) : null),
      writeReport: async (_, one) => void written.push(one),
    },
    {
      version,
      sources: [
        { key: 'releases/forum.md', identity: 'e' },
        { key: 'releases/gone.md', identity: 'e' },
      ],
    },
    found,
  );
  return written;
}

describe('problems that composing found', () => {
  it('are added to the report of the drop, which is held; everything else in it stays', async () => {
    expect(await held(1)).toEqual([{ ...report(1), status: 'held', problems: found }]);
  });

  it('are not added to the report of a newer drop', async () => {
    expect(await held(2)).toEqual([]);
  });
});
