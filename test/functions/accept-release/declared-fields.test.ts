import { expect, test } from 'vitest';
import {
  type DeclaredField,
  declaredSchema,
} from '../../../functions/accept-release/declarations/declared-schema.ts';
import { read } from './newsroom.ts';

const text =
  '# Regional forum on women in peacekeeping opens\n\nHA NOI, Viet Nam – 12 June 2025 – Delegates from twenty countries opened a regional forum on the role of women in peacekeeping operations and agreed on a plan of action for the coming five years, the ministry said.\n\nMedia contact: Jane Doe, jane@example.org';

/** One value for each field, as the desk writes it, which says something else than the text. */
const samples: Record<DeclaredField, string> = {
  title: 'Forum opens in Ha Noi',
  subtitle: 'Twenty countries take part',
  summary: 'A plan for five years.',
  language: 'fr',
  dateline: 'Hue',
  date: '2025-06-11',
  organisation: 'Ministry',
  embargo: '2025-06-12T09:00+07:00',
  sendAt: '2025-06-11T09:00+07:00',
  lists: 'asia',
  segments: 'mekong',
  exclude: 'partners',
  topics: 'gender',
  regions: 'VN',
  contacts: 'Ann Other, ann@example.org',
  boilerplate: 'About the forum.',
  images: 'photo.jpg',
  attachments: 'plan.pdf',
  sender: 'The forum',
  correction: 'The number of countries.',
  liftNotice: 'false',
  approval: 'four-eyes',
  sameTextAs: 'forum-2024',
};

test('samples are there for all that may be declared', () => {
  expect(Object.keys(samples).sort()).toEqual(Object.keys(declaredSchema.shape).sort());
});

const contentWith = async (line: string) => (await read('a.md', `---\n${line}\n---\n${text}`)).content;

test.each(Object.entries(samples))(
  'what the desk declares as “%s” reaches the release',
  async (field, value) => {
    const content = await contentWith(`${field}: ${value}`);
    expect(content).not.toBeNull();
    expect({ ...content, problems: [], assumptions: [] }).not.toEqual({
      ...(await contentWith('# nothing')),
      problems: [],
      assumptions: [],
    });
  },
);
