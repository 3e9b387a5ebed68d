import { parse } from 'parse5';
import { describe, expect, test } from 'vitest';
import { read } from './newsroom.ts';
import { paragraph, wordDocument } from './word-document.ts';

const en =
  'Delegates from twenty countries opened a regional forum on the role of women in peacekeeping operations and agreed on a plan of action for the coming five years, the ministry said. More than one hundred police officers and diplomats took part in the talks.';
const release =
  paragraph('Regional forum on women in peacekeeping opens', 'Heading1') +
  paragraph(`HA NOI, 12 June 2025 – ${en}`);

const pageText = (html: string) => html.slice(html.indexOf('<section class="text">'));

describe('the page of a report', () => {
  const rows = [
    ['Country', 'Officers', 'Share of women'],
    ['Viet Nam', '48', '30 %'],
    ['Rwanda', '112', '28 %'],
    ['Uruguay', '19', '21 % <'],
  ];
  test.each([
    [
      'a.md',
      `# Forum opens in Ha Noi\n\n${en}\n\n| ${rows[0]?.join(' | ')} |\n|---|---|---|\n${rows
        .slice(1)
        .map((row) => `| ${row.join(' | ')} |`)
        .join('\n')}\n`,
    ],
    [
      'a.docx',
      wordDocument(
        `${release}<w:tbl>${rows.map((row) => `<w:tr>${row.map((cell) => `<w:tc>${paragraph(cell)}</w:tc>`).join('')}</w:tr>`).join('')}</w:tbl>${paragraph('Media contact: Jane Doe, jane@example.org')}`,
      ),
    ],
    [
      'a.html',
      `<h1>Forum opens in Ha Noi</h1><p>${en}</p><table>${rows.map((row) => `<tr>${row.map((cell) => `<td>${cell.replace('<', '&lt;')}</td>`).join('')}</tr>`).join('')}</table>`,
    ],
  ])('shows a table as a table: %s', async (file, content) => {
    const { html } = await read(file, content);
    const text = pageText(html);
    expect(text.match(/<table/g)).toHaveLength(1);
    const shown = [...text.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
      [...row.matchAll(/<t[dh]>(.*?)<\/t[dh]>/gs)].map(([, cell = '']) =>
        cell.replace(/<[^>]+>/g, '').replace('&#60;', '<'),
      ),
    );
    expect(shown).toEqual(rows);
    expect(text.match(/48/g)).toHaveLength(1);
    expect(() =>
      parse(html, {
        onParseError: ({ code }) => {
          throw new Error(code);
        },
      }),
    ).not.toThrow();
  });
  test('keeps the places of empty cells, and marks what was found in a cell', async () => {
    const { html } = await read(
      'a.html',
      `<h1>Forum opens in Ha Noi</h1><p>${en}</p><table><tr><td>Embargo</td><td></td><td>EMBARGOED UNTIL 12 June 2025, 09:00</td></tr><tr><td>a</td><td>b</td><td>c</td></tr></table>`,
    );
    expect(pageText(html)).toMatch(/<td><\/td><td>.*<mark class="f-embargo".*12 June 2025/);
  });
  test.each([
    [
      'header',
      {
        headers: [
          paragraph('EMBARGOED UNTIL') + paragraph('9:00 a.m., 12 June 2025') + paragraph('UN Viet Nam'),
        ],
      },
    ],
    ['footer', { footers: ['EMBARGOED UNTIL 9:00 a.m., 12 June 2025'] }],
  ])('highlights the embargo of a Word page %s where it stands', async (place, options) => {
    const report = await read('a.docx', wordDocument(release, options));
    expect(report).toMatchObject({ status: 'accepted', embargo: '2025-06-12T02:00:00Z' });
    // The header's first paragraph is not the text's first line.
    expect(report.provenance.embargo).toEqual({ from: 'found', source: `the page ${place}`, line: null });
    expect(report.html).toContain(`found in the page ${place}`);
    const text = pageText(report.html);
    const block =
      new RegExp(`<span class="role">page ${place}</span>.*?</div></div>`, 's').exec(text)?.[0] ?? '';
    expect(block).toMatch(/<mark class="f-embargo"[^>]*>[^<]*9:00 a\.m\., 12 June 2025<\/mark>/);
    expect(block).not.toMatch(/<mark[^>]*>UN Viet Nam/);
    const headline = text.indexOf('Regional forum');
    expect(text.indexOf(`page ${place}`) < headline).toBe(place === 'header');
  });
  test('says nothing of a page header in which nothing was found', async () => {
    const { html } = await read('a.docx', wordDocument(release, { headers: ['UN Viet Nam · 304 Kim Ma'] }));
    expect(html).not.toContain('304 Kim Ma');
  });
  test('an embargo in a page header that is not understood names no line of the text', async () => {
    const report = await read('a.docx', wordDocument(release, { headers: ['EMBARGOED UNTIL tomorrow'] }));
    const held = report.problems.find(({ severity }) => severity === 'hold');
    expect(held?.message).toMatch(/In the page header/);
    expect(held?.where).toEqual({ field: 'embargo' });
    expect(pageText(report.html)).toMatch(
      /page header.*<mark class="f-embargo"[^>]*>EMBARGOED UNTIL tomorrow/s,
    );
  });
});
