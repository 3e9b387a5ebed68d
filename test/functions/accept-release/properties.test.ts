import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { datelinePrefix } from '../../../functions/accept-release/fields/find-dateline.ts';
import { publishableLink } from '../../../functions/accept-release/formats/publishable-link.ts';
import { findDates } from '../../../functions/accept-release/moments/find-dates.ts';
import { findTimes } from '../../../functions/accept-release/moments/find-times.ts';
import { findZones } from '../../../functions/accept-release/moments/find-zones.ts';
import { cleanText, fold } from '../../../functions/accept-release/words/clean-text.ts';
import { read } from './newsroom.ts';

const body =
  'Delegates from twenty countries opened a regional forum on the role of women in peacekeeping operations and agreed on a plan of action for the coming five years, the ministry said. More than one hundred police officers took part in the talks.';
const title = 'Regional forum on women in peacekeeping opens with delegates from twenty countries';

// Fragments that press officers write, glued in any order: closer to trouble than random letters are.
const fragment = fc.constantFrom(
  'EMBARGOED UNTIL',
  'under embargo',
  '9:00 a.m.',
  '09:00',
  '2:00 p.m. EDT',
  '12 June 2025',
  'June 12, 2025',
  '12/6/2025',
  '2025-06-12',
  '31 June',
  'UTC+7',
  'Asia/Ho_Chi_Minh',
  'CST',
  'tomorrow',
  'noon',
  'HA NOI',
  '(Dallas, Texas)',
  ' – ',
  '--',
  ': ',
  ', ',
  '\n',
  '\n\n',
  '# ',
  '**',
  '> ',
  '- ',
  '###',
  '-30-',
  '-more-',
  'FOR IMMEDIATE RELEASE',
  'PRESS RELEASE',
  'Media contact:',
  'jane@example.org',
  'jane at example dot org',
  '+84 24 3850 0100',
  'About UN Women',
  'Sperrfrist',
  'sin embargo',
  'Эмбарго до',
  '禁发',
  '2025年6月12日',
  '9时',
  'محظور النشر حتى',
  'cấm phổ biến trước',
  '9 giờ',
  'ngày 12 tháng 6',
  '<b>',
  '</p>',
  '<!--',
  '{{x}}',
  '[a](b)',
  '---\n',
  'title: x',
  '\u202e',
  '\0',
  body,
  title,
);
const written = fc
  .array(fc.oneof(fragment, fc.string({ unit: 'binary', maxLength: 12 })), { maxLength: 14 })
  .map((parts) => parts.join(' '));

describe('whatever is written', () => {
  test('folding keeps positions, and cleaning twice changes nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(fold(text)).toHaveLength(text.length);
        expect(cleanText(cleanText(text))).toBe(cleanText(text));
      }),
    );
  });
  test('every piece found lies inside the text, in order', () => {
    fc.assert(
      fc.property(written, (text) => {
        for (const pieces of [findDates(text), findTimes(text), findZones(text)]) {
          let at = 0;
          for (const { start, end } of pieces) {
            expect(start).toBeGreaterThanOrEqual(at);
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(text.length);
            at = start;
          }
        }
        const prefix = datelinePrefix(text, 0);
        if (prefix) expect(prefix.length).toBeLessThanOrEqual(text.length);
      }),
    );
  });
  test('a release is read to an answer', async () => {
    await fc.assert(
      fc.asyncProperty(written, fc.constantFrom('a.md', 'a.txt', 'a.html'), async (text, file) => {
        const report = await read(file, text);
        expect(['accepted', 'held', 'rejected']).toContain(report.status);
        if (report.status === 'rejected') expect(report.content).toBeNull();
        if (report.status === 'accepted') expect(report.content).not.toBeNull();
        if (report.status === 'accepted') expect(report.title).not.toBeNull();
      }),
      { numRuns: 150 },
    );
  });
  test('a link that may be published stays as it is, and is one of four kinds', () => {
    const href = fc.oneof(
      fc.webUrl(),
      fc.string(),
      fc
        .constantFrom('javascript:', ' java\tscript:', 'data:text/html', 'HTTPS://', 'mailto:', '//')
        .chain((start) => fc.string().map((rest) => start + rest)),
    );
    fc.assert(
      fc.property(href, (written) => {
        const link = publishableLink(written);
        if (link === null) return;
        expect(link).toMatch(/^(?:https?|mailto|tel):/i);
        expect(publishableLink(link)).toBe(link);
      }),
    );
  });
});

describe('embargoes', () => {
  const pad = (value: number) => String(value).padStart(2, '0');
  const months = [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ];
  const moment = fc.record({
    year: fc.integer({ min: 2020, max: 2032 }),
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
    hour: fc.integer({ min: 0, max: 23 }),
    minute: fc.integer({ min: 0, max: 59 }),
    offset: fc.integer({ min: -11, max: 13 }),
  });
  const form = fc.constantFrom(
    (date: string, time: string, zone: string) => `EMBARGOED UNTIL ${time} ${zone}, ${date}`,
    (date: string, time: string, zone: string) => `Embargo: ${date}, ${time} (${zone})`,
    (date: string, time: string, zone: string) => `Not for publication before ${date} at ${time} ${zone}`,
    (date: string, time: string, zone: string) => `SPERRFRIST: ${date}, ${time} ${zone}`,
    (date: string, time: string, zone: string) => `Sous embargo jusqu'au ${date} à ${time} (${zone})`,
    (date: string, time: string, zone: string) => `Không công bố trước ${time} (${zone}) ngày ${date}`,
  );
  test('with date, time and offset is read to that instant, or held, never to another', async () => {
    await fc.assert(
      fc.asyncProperty(
        moment,
        form,
        fc.boolean(),
        async ({ year, month, day, hour, minute, offset }, say, spelled) => {
          const date = spelled ? `${day} ${months[month - 1]} ${year}` : `${year}-${pad(month)}-${pad(day)}`;
          const zone = `UTC${offset < 0 ? '-' : '+'}${Math.abs(offset)}`;
          const report = await read(
            'a.md',
            `${say(date, `${pad(hour)}:${pad(minute)}`, zone)}\n\n# ${title}\n\n${body}`,
          );
          const truth = new Date(Date.UTC(year, month - 1, day, hour - offset, minute))
            .toISOString()
            .replace('.000Z', 'Z');
          if (report.embargo === null) expect(report.status).toBe('held');
          else expect(report.embargo).toBe(truth);
        },
      ),
      { numRuns: 200 },
    );
  });
  test('wherever the line stands, it is never lost', async () => {
    const paragraphs = [
      `# ${title}`,
      body,
      '## Background',
      body,
      '###',
      'Media contact: Jane Doe, jane@example.org',
      '## About us',
      body,
    ];
    const phrase = fc.constantFrom(
      'EMBARGOED UNTIL 9:00 a.m. UTC+7, 12 June 2025',
      'Under embargo',
      'Sperrfrist: 12. Juni 2025, 9:00 Uhr (UTC+7)',
      'For release at 9:00 a.m. UTC+7, 12 June 2025',
      'محظور النشر حتى الساعة 9:00 يوم 12 يونيو 2025',
      '2025年6月12日上午9时前不得发布',
      'HOLD FOR RELEASE',
    );
    await fc.assert(
      fc.asyncProperty(
        phrase,
        fc.integer({ min: 0, max: paragraphs.length }),
        fc.constantFrom('a.md', 'a.txt', 'a.html'),
        async (line, at, file) => {
          const all = [...paragraphs.slice(0, at), line, ...paragraphs.slice(at)];
          const text =
            file === 'a.html'
              ? all
                  .map((one) =>
                    one.startsWith('#') ? `<h2>${one.replace(/^#+ ?/, '')}</h2>` : `<p>${one}</p>`,
                  )
                  .join('\n')
              : all.join('\n\n');
          const report = await read(file, text);
          expect(report.status === 'accepted' && report.embargo === null).toBe(false);
          if (report.embargo !== null) expect(report.embargo).toBe('2025-06-12T02:00:00Z');
        },
      ),
      { numRuns: 150 },
    );
  });
});

test('the same content has the same hash, whatever the hour it is read; other content has another', async () => {
  const text = `# ${title}\n\nHA NOI, 12 June 2025 – ${body}`;
  const first = await read('a.md', text);
  const later = await read('a.md', text, { now: '2025-06-11T00:00:00Z' });
  const changed = await read('a.md', `${text} One more sentence.`);
  expect(first.content?.contentHash).toBe(later.content?.contentHash);
  expect(first.content?.contentHash).not.toBe(changed.content?.contentHash);
});
