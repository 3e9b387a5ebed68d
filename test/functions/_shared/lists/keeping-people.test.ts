import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { AuditLine } from '../../../../functions/_shared/domain/audit.ts';
import { type Card, goodStanding } from '../../../../functions/_shared/domain/contact.ts';
import type { Delivery } from '../../../../functions/_shared/domain/delivery.ts';
import type { Segment } from '../../../../functions/_shared/domain/segment.ts';
import { applyRetention } from '../../../../functions/_shared/lists/apply-retention.ts';
import { editContact } from '../../../../functions/_shared/lists/edit-contact.ts';
import { exportList } from '../../../../functions/_shared/lists/export-list.ts';
import { setSegment } from '../../../../functions/_shared/lists/set-segment.ts';
import { cardOf } from '../../../people.ts';
import { PaperLists } from './paper-lists.ts';

const at = '2026-01-05T08:00:00.000Z';

describe('editing a contact', () => {
  function desk(card: Card) {
    const lists = new PaperLists();
    lists.cards.set(card.contactId, card);
    return {
      lists,
      dependencies: {
        readCard: async (contactId: string) => lists.cards.get(contactId) ?? null,
        editCard: lists.dependencies.editCard,
        appendAudit: lists.dependencies.appendAudit,
      },
    };
  }
  const ann = cardOf('ann@x.example.org', { name: 'Ann', beats: ['health'] });
  const edit = (change: Partial<Card>, revision = 1) => ({
    contactId: ann.contactId,
    revision,
    change,
    by: 'An Admin',
    at,
  });

  it('tells the second of two admins that the first was faster, and loses nothing', async () => {
    const { lists, dependencies } = desk(ann);
    expect(await editContact(dependencies, edit({ role: 'Editor' }))).toMatchObject({ outcome: 'saved' });
    expect(await editContact(dependencies, edit({ role: 'Reporter' }))).toMatchObject({
      outcome: 'changed-since',
      card: { role: 'Editor', revision: 2 },
    });
    expect(lists.cards.get(ann.contactId)?.role).toBe('Editor');
  });

  it('tells them even if the other saved between read and write', async () => {
    const { lists, dependencies } = desk(ann);
    const outcome = await editContact(
      {
        ...dependencies,
        editCard: async (before, after) => {
          lists.cards.set(ann.contactId, { ...ann, revision: 2, outlet: 'Daily' });
          return dependencies.editCard(before, after);
        },
      },
      edit({ role: 'Reporter' }),
    );
    expect(outcome).toMatchObject({ outcome: 'changed-since', card: { outlet: 'Daily' } });
  });

  it('writes an audit line that names nobody, because the trail cannot be erased', async () => {
    const { lists, dependencies } = desk(ann);
    await editContact(dependencies, edit({ name: 'Annette', beats: ['health', 'gender'] }));
    expect(lists.audit).toMatchObject([
      {
        act: 'edit-contact',
        by: 'An Admin',
        before: { beats: ['health'] },
        after: { beats: ['health', 'gender'] },
      },
    ]);
    expect(JSON.stringify(lists.audit)).not.toMatch(/Ann(ette|")/);
    expect(lists.audit[0]?.after).toHaveProperty('name');
  });

  it('an edit that changes nothing writes nothing', async () => {
    const { lists, dependencies } = desk(ann);
    expect(await editContact(dependencies, edit({ name: 'Ann' }))).toMatchObject({ outcome: 'unchanged' });
    expect(lists.audit).toEqual([]);
  });
});

describe('a list as a spreadsheet', () => {
  const people = [
    cardOf('a@x.example.org', {
      name: '=HYPERLINK("http://evil.example")',
      notes: '+1 "2"\n@3',
      lists: ['press'],
      beats: ['health'],
    }),
    cardOf('b@x.example.org', {
      name: 'Nguyễn, Bình',
      outlet: '-Daily',
      lists: ['press', 'other'],
      languages: ['vi', 'en'],
      tier: 2,
    }),
  ].toSorted((a, b) => (a.contactId < b.contactId ? -1 : 1));
  const readers = {
    async *streamList() {
      yield* people;
    },
    async *streamStandings() {},
    readStandings: async () => new Map(people.map(({ contactId }) => [contactId, goodStanding(contactId)])),
  };
  const csv = async () => (await Array.fromAsync(exportList(readers, 'press'))).join('');

  it('contains no formula that somebody wrote into a name', async () => {
    const cells: string[] = parse(await csv(), { bom: true }).flat();
    expect(cells.filter((cell) => /^[=+@-]/.test(cell))).toEqual([]);
    expect(await csv()).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
  });

  it('can be imported again without a change', async () => {
    const lists = new PaperLists();
    const { counts } = await lists.import(await csv());
    expect(counts).toMatchObject({ added: 2, invalid: 0 });
    for (const { contactId, name, outlet, notes, beats, languages, tier } of people)
      expect(lists.cards.get(contactId)).toMatchObject({ name, outlet, notes, beats, languages, tier });
  });
});

describe('setting a segment', () => {
  function store() {
    const segments = new Map<string, Segment>();
    const audit: AuditLine[] = [];
    return {
      audit,
      dependencies: {
        readSegment: async (name: string) => segments.get(name) ?? null,
        putSegment: async (segment: Segment) => {
          if ((segments.get(segment.name)?.version ?? 0) !== segment.version - 1) return false;
          segments.set(segment.name, segment);
          return true;
        },
        readListNames: async () => ['press'],
        appendAudit: async (line: AuditLine) => void audit.push(line),
      },
    };
  }
  const set = (rule: Pick<Segment, 'include' | 'exclude'>) => ({ name: 'vn', rule, by: 'An Admin', at });

  it('creates the next version, in the spelling of the cards, with an audit line', async () => {
    const { dependencies, audit } = store();
    await setSegment(dependencies, set({ include: [{ regions: ['Viet Nam'] }], exclude: [] }));
    const again = await setSegment(dependencies, set({ include: [{ regions: ['VN'] }], exclude: [] }));
    expect(again).toMatchObject({
      outcome: 'unchanged',
      segment: { version: 1, include: [{ regions: ['VN'] }] },
    });
    expect(await setSegment(dependencies, set({ include: [{ tiers: [1] }], exclude: [] }))).toMatchObject({
      outcome: 'saved',
      segment: { version: 2 },
    });
    expect(audit.map(({ act }) => act)).toEqual(['set-segment', 'set-segment']);
  });

  it.each([
    ['a condition', { include: [{ regions: ['—'] }], exclude: [] }, 'regions'],
    ['an exclusion', { include: [{ tiers: [1] }], exclude: [{ regions: [''] }] }, 'regions'],
    ['an empty list of values', { include: [{ tiers: [1] }], exclude: [{ beats: [] }] }, 'beats'],
  ])(
    'refuses %s that names nothing, because it would choose or exclude the wrong people',
    async (_, rule, attribute) => {
      const { dependencies, audit } = store();
      expect(await setSegment(dependencies, set(rule))).toEqual({ outcome: 'blank', attribute });
      expect(audit).toEqual([]);
    },
  );

  it('refuses a list that does not exist, and suggests the most similar one', async () => {
    const { dependencies } = store();
    expect(await setSegment(dependencies, set({ include: [{ lists: ['pres'] }], exclude: [] }))).toEqual({
      outcome: 'unknown-list',
      list: 'pres',
      meant: 'press',
    });
  });
});

describe('retention', () => {
  const delivery = (deliveryId: string, createdAt: string, state: Delivery['state']): Delivery => ({
    deliveryId,
    releaseId: 'forum',
    version: 1,
    edition: 'general',
    notBefore: createdAt,
    recipientsKey: 'k',
    recipients: 1,
    reachesUnsubscribed: false,
    chunks: 1,
    state,
    createdAt,
    exclusionsKey: null,
    unknownHolders: 0,
    holdersOf: null,
    isUrgent: false,
  });

  it('removes the addresses of deliveries that ended long ago, and nothing else', async () => {
    const deliveries = [
      delivery('old', '2024-12-01T00:00:00Z', 'sent'),
      delivery('old-open', '2024-12-01T00:00:00Z', 'sending'),
      delivery('new', '2025-12-01T00:00:00Z', 'sent'),
    ];
    const files = [
      { key: 'store/audiences/forum/1/old.ndjson', modifiedAt: '2024-12-01T00:00:00.000Z' },
      { key: 'store/imports/a/plan.ndjson', modifiedAt: '2025-12-01T00:00:00.000Z' },
      { key: 'store/imports/a/import.json', modifiedAt: '2025-12-01T00:00:00.000Z' },
      { key: 'store/imports/b/plan.ndjson', modifiedAt: '2026-01-01T00:00:00.000Z' },
    ];
    const forgotten: string[] = [];
    const retained = await applyRetention(
      {
        async *listDeliveryIds() {
          yield* deliveries.map(({ deliveryId }) => deliveryId);
        },
        readDelivery: async (id) => deliveries.find(({ deliveryId }) => deliveryId === id) ?? null,
        anonymiseDelivery: async () => 7,
        forgetDeliveryFiles: async (id) => void forgotten.push(id),
        async *listObjects(prefix) {
          const found = files.filter(({ key }) => key.startsWith(prefix));
          yield* found.map((file) => ({ ...file, size: 1, etag: '' }));
        },
        forgetVersions: async (key) => void forgotten.push(key),
        now: () => new Date(at),
      },
      365,
    );
    expect(forgotten).toEqual(['old', 'store/audiences/forum/1/old.ndjson', 'store/imports/a/plan.ndjson']);
    expect(retained).toEqual({ deliveries: 1, records: 7, files: 2 });
  });
});
