import { describe, expect, test } from 'vitest';
import { read } from './newsroom.ts';

const headline = 'Regional forum on women in peacekeeping opens with delegates from twenty countries';
const lead =
  'HA NOI, 12 June 2025 – Delegates from twenty countries opened a regional forum on the role of women in peacekeeping operations and agreed on a plan of action for the coming five years, the ministry said.';
const page = (text: string) => `<h1>${headline}</h1><p>${lead}</p>${text}`;

describe('a web page', () => {
  test('keeps the whole caption of a picture, also where words of it are bold or linked', async () => {
    const report = await read(
      'forum.html',
      page(
        '<figure><img src="forum.jpg" alt="A woman at a desk"><figcaption>Opening day. <b>Photo:</b> <a href="https://example.org">Lan Nguyen</a></figcaption></figure>',
      ),
      { beside: { 'forum.jpg': 'x' } },
    );
    expect(report.images).toMatchObject([{ caption: 'Opening day. Photo: Lan Nguyen' }]);
  });

  test('runs on over the line ends of its source, also between two words in bold', async () => {
    const report = await read(
      'forum.html',
      page('<p><b>Twenty</b>\n<b>countries</b> sent delegates to the forum in the capital.</p>'),
    );
    expect(report.content?.texts[0]?.body.at(-1)).toEqual({
      type: 'paragraph',
      inlines: [
        { type: 'text', text: 'Twenty', bold: true },
        { type: 'text', text: ' ' },
        { type: 'text', text: 'countries', bold: true },
        { type: 'text', text: ' sent delegates to the forum in the capital.' },
      ],
    });
  });
});
