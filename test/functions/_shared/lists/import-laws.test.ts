import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suppressionReasonSchema } from '../../../../functions/_shared/domain/contact.ts';
import { PaperLists } from './paper-lists.ts';

/** A row of a file, with few people and few values, so that files overlap and contradict each other. */
const row = fc.record({
  email: fc.constantFrom(
    'ann@x.example.org',
    'bob@x.example.org',
    'CY@x.example.org',
    'cy@x.example.org',
    'di@x.example.org',
    'broken',
    '',
  ),
  name: fc.constantFrom('', 'Ann', 'Bob', '=1+1'),
  outlet: fc.constantFrom('', 'Daily', 'Weekly'),
  beats: fc.constantFrom('', 'health', 'gender, health', 'chess'),
  languages: fc.constantFrom('', 'vi, en', 'en', 'en, vi'),
  tier: fc.constantFrom('', '1', '3'),
  status: fc.constantFrom('', '', '', 'subscribed', 'unsubscribed', 'cleaned', 'do not contact'),
});
const file = fc.record({
  list: fc.constantFrom('press', 'health-press'),
  rows: fc.array(row, { maxLength: 8 }),
});
type File = typeof file extends fc.Arbitrary<infer F> ? F : never;

function csv({ rows }: File): string {
  const cells = rows.map((r) => [r.email, r.name, r.outlet, r.beats, r.languages, r.tier, r.status]);
  return [
    'Email,Name,Outlet,Beats,Languages,Tier,Status',
    ...cells.map((c) => c.map((cell) => `"${cell}"`).join(',')),
  ].join('\n');
}

const importing = (lists: PaperLists, each: File, importId?: string) =>
  lists.import(csv(each), { list: each.list, ...(importId ? { importId } : {}) });

describe('the laws of imports', () => {
  it('importing a file twice has the same result as importing it once', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(file, { maxLength: 3 }), file, async (earlier, last) => {
        const lists = new PaperLists();
        for (const each of earlier) await importing(lists, each);
        await importing(lists, last);
        const once = lists.picture();
        const { counts } = await importing(lists, last);
        expect(lists.picture()).toEqual(once);
        expect(counts).toMatchObject({ added: 0, updated: 0 });
      }),
      { numRuns: 150 },
    );
  });

  it('an import that is undone leaves the lists as they were, except for people whom it suppressed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(file, { maxLength: 3 }), file, async (earlier, last) => {
        const lists = new PaperLists();
        for (const each of earlier) await importing(lists, each);
        const before = JSON.parse(JSON.stringify(lists.picture()));
        await importing(lists, last, 'last');
        const suppressed = JSON.parse(JSON.stringify(lists.picture())).standings;
        await lists.undo('last');
        expect(JSON.parse(JSON.stringify(lists.picture()))).toEqual({
          cards: before.cards,
          standings: suppressed,
        });
      }),
      { numRuns: 150 },
    );
  });

  it('no sequence of imports and undos makes a suppressed contact reachable', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('ann@x.example.org', 'bob@x.example.org', 'new@x.example.org'),
        fc.constantFrom(...suppressionReasonSchema.options),
        fc.array(file, { maxLength: 2 }),
        fc.array(fc.tuple(file, fc.boolean()), { maxLength: 4 }),
        async (email, reason, earlier, later) => {
          const lists = new PaperLists();
          for (const each of earlier) await importing(lists, each);
          const contactId = lists.dependencies.contactIdOf(email);
          lists.suppress(contactId, reason, 'test', '2026-01-05T09:00:00Z');
          const card = lists.cards.get(contactId);
          for (const [index, [each, undone]] of later.entries()) {
            await importing(lists, each, `later-${index}`);
            if (undone) await lists.undo(`later-${index}`);
            expect(lists.standingOf(contactId).suppressed).not.toBeNull();
            // A suppressed person gets no new card, and no changes in an existing one.
            expect(lists.cards.get(contactId)).toEqual(card);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});
