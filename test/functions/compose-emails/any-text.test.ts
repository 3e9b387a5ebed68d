import fc from 'fast-check';
import { parse } from 'parse5';
import { expect, it } from 'vitest';
import { slotToken } from '../../../functions/_shared/domain/email.ts';
import { languages } from '../../../functions/_shared/domain/newsroom.ts';
import { editionSchema } from '../../../functions/_shared/domain/release.ts';
import { createRenderer } from '../../../functions/compose-emails/renderer.ts';
import { templatesDirectory } from '../../../functions/compose-emails/templates-directory.ts';
import { sampleEdition } from '../../../templates/samples/sample-editions.ts';
import { sampleNewsroom, samplePublicUrl } from '../../../templates/samples/sample-newsroom.ts';

const renderer = createRenderer({ newsroom: sampleNewsroom, templatesDirectory, publicUrl: samplePublicUrl });

/** Anything that a keyboard or a careless export can produce, including markup and our own placeholders. */
const anything = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '{{',
        '}}',
        '<',
        '>',
        '&',
        '"',
        "'",
        '`',
        '${',
        '-->',
        '</td>',
        'TEXT1TXET',
        '\u202e',
        ' ',
        'a',
      ),
      { maxLength: 30 },
    )
    .map((pieces) => pieces.join('')),
);

function faultsOf(html: string): string[] {
  const faults: string[] = [];
  parse(html, { onParseError: ({ code }) => faults.push(code) });
  return faults;
}

const slots = (html: string, nonce: string): number => html.split(slotToken('unsubscribe-url', nonce)).length;

it('whatever the desk writes, the mail is well-formed HTML with the same frame', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({ title: anything, subtitle: anything, body: anything, name: anything, caption: anything }),
      fc.constantFrom(...languages),
      fc.constantFrom(...editionSchema.options),
      async ({ title, subtitle, body, name, caption }, language, edition) => {
        const plain = sampleEdition(edition, language);
        const input = {
          ...plain,
          text: {
            ...plain.text,
            title: `T${title}`,
            subtitle,
            body: [{ type: 'paragraph' as const, inlines: [{ type: 'text' as const, text: body }] }],
            contacts: [{ name, organisation: name, email: 'a@b.example', phone: name }],
            images: plain.text.images.map((image) => ({ ...image, caption, alt: caption })),
          },
        };
        const result = await renderer.renderEdition(input);
        if (!result.ok) throw new Error(JSON.stringify(result.problems));
        const { html, text, subject, nonce } = result.email;
        expect(faultsOf(html)).toEqual([]);
        expect(slots(html, nonce)).toBe(2);
        expect(slots(text, nonce)).toBe(2);
        for (const part of [html, text, subject])
          expect(part).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\ufffd]/);
        expect(subject).not.toMatch(/\n/);
      },
    ),
    { numRuns: 60 },
  );
}, 60_000);
