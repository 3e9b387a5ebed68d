import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Block, Inline } from '../../../functions/_shared/domain/document.ts';
import { slotToken } from '../../../functions/_shared/domain/email.ts';
import { languages } from '../../../functions/_shared/domain/newsroom.ts';
import { type Edition, editionSchema } from '../../../functions/_shared/domain/release.ts';
import type { EditionInput, RenderingResult } from '../../../functions/compose-emails/edition-input.ts';
import { createRenderer } from '../../../functions/compose-emails/renderer.ts';
import { templatesDirectory } from '../../../functions/compose-emails/templates-directory.ts';
import { catalogues } from '../../../templates/catalogues/catalogues.ts';
import {
  sampleEdition,
  sampleNames,
  sampleNonce,
  sampleVariant,
} from '../../../templates/samples/sample-editions.ts';
import { sampleNewsroom, samplePublicUrl } from '../../../templates/samples/sample-newsroom.ts';

const publicUrl = samplePublicUrl;
const renderer = createRenderer({ newsroom: sampleNewsroom, templatesDirectory, publicUrl });

async function render(input: EditionInput) {
  const result = await renderer.renderEdition(input);
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'));
  return result.email;
}

function codesOf(result: RenderingResult): string[] {
  return (result.ok ? result.warnings : result.problems).map(({ code }) => code);
}

const withText = (input: EditionInput, text: Partial<EditionInput['text']>): EditionInput => ({
  ...input,
  text: { ...input.text, ...text },
});

const everyEdition = editionSchema.options.flatMap((edition) =>
  languages.map((language): [Edition, (typeof languages)[number]] => [edition, language]),
);

const slot = (name: Parameters<typeof slotToken>[0]): string => slotToken(name, sampleNonce);
const unescapeHtml = (html: string): string =>
  html
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

describe.each(everyEdition)('the %s edition in %s', (edition, language) => {
  it('composes, with the unsubscribe link in both parts', async () => {
    const email = await render(sampleEdition(edition, language));
    for (const part of [email.html, email.text])
      for (const name of ['unsubscribe-url', 'preferences-url', 'list-name'] as const)
        expect(part).toContain(slot(name));
    expect(email.slots).toEqual(expect.arrayContaining(['unsubscribe-url', 'preferences-url', 'list-name']));
    expect(email.html).toContain(catalogues[language].footer.unsubscribe);
  });

  it('carries every link of the HTML in the text part', async () => {
    const { html, text } = await render(sampleEdition(edition, language));
    const links = [...html.matchAll(/<a [^>]*href="([^"]+)"/g)].map(([, href = '']) => unescapeHtml(href));
    for (const href of links.filter((one) => !one.startsWith('tel:')))
      expect(text).toContain(href.replace(/^mailto:/, ''));
  });

  it('states language and direction on <html>', async () => {
    const { html, direction } = await render(sampleEdition(edition, language));
    expect(html).toMatch(new RegExp(`<html lang="${language}" dir="${direction}"`));
    expect(direction).toBe(language === 'ar' ? 'rtl' : 'ltr');
  });

  it('has no control, override or replacement character', async () => {
    const { html, text, subject } = await render(sampleEdition(edition, language));
    for (const part of [html, text, subject])
      expect(part).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\ufffd]/);
  });

  it('stays far below the sizes at which mail programs clip', async () => {
    const { html } = await render(sampleEdition(edition, language));
    expect(Buffer.byteLength(html)).toBeLessThan(45_000);
    for (const [, style = ''] of html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/g)) {
      expect(Buffer.byteLength(style)).toBeLessThan(16_000);
    }
  });

  it('loads nothing from other servers and uses no web fonts', async () => {
    const { html } = await render(sampleEdition(edition, language));
    for (const [, src = ''] of html.matchAll(/src="([^"]+)"/g))
      expect(src).toMatch(/^https:\/\/releases\.newsroom/);
    expect(html).not.toMatch(/@import|url\(|fonts\.googleapis|<link/);
  });

  it('has a preheader of at most 100 characters that repeats text from the mail', async () => {
    const { html } = await render(sampleEdition(edition, language));
    const [, preheader = ''] = /<div style="display:none[^>]*>([^<]*)<\/div>/.exec(html) ?? [];
    expect(preheader.length).toBeGreaterThan(10);
    expect(unescapeHtml(preheader).length).toBeLessThanOrEqual(100);
    const rest = html.slice(html.indexOf(preheader) + preheader.length);
    expect(rest).toContain(preheader.replace(/…$/, ''));
    expect(html).not.toMatch(/opacity:\s*0|color:\s*#ffffff;[^"]*display:none/);
  });

  it('leaves no placeholder or token unfilled', async () => {
    const { html, text } = await render(sampleEdition(edition, language));
    expect(html + text).not.toMatch(/\{\{|\}\}|TEXT\d+TXET|undefined|\[object/);
  });
});

describe.each(languages)('an embargoed edition in %s', (language) => {
  it('states date, time, zone and UTC in subject, first text line and banner', async () => {
    const { subject, text, html } = await render(sampleEdition('embargoed', language));
    const year = /2025/;
    for (const place of [subject, text.split('\n')[0] ?? '']) {
      expect(place).toMatch(year);
      expect(place).toContain('14:00');
      expect(place).toContain('UTC+7');
      expect(place).toContain('07:00 UTC');
    }
    const banner = html.slice(html.indexOf(catalogues[language].embargo.until), html.indexOf('<h1'));
    for (const said of ['2025', '14:00', 'UTC+7', '07:00 UTC', slot('embargo-local')])
      expect(banner).toContain(said);
  });

  it('begins its subject with the embargo, not with the headline', async () => {
    const { subject } = await render(sampleEdition('embargoed', language));
    expect(subject.indexOf('14:00')).toBeLessThan(
      subject.indexOf(sampleEdition('embargoed', language).text.title),
    );
  });
});

describe.each(languages)('the message in %s that an embargo has moved', (language) => {
  const input = sampleEdition('embargo-moved', language);
  const words = catalogues[language].moved;

  it('says the new time, zone and UTC first, then the earlier one', async () => {
    const { subject, text, html } = await render(input);
    const banner = html.slice(html.indexOf(words.heading), html.indexOf('<h1'));
    for (const place of [subject, text.split('\n')[0] ?? '', banner]) {
      expect(place).toMatch(/2025/);
      for (const said of ['09:00', 'UTC+7', '02:00 UTC']) expect(place).toContain(said);
      expect(place).not.toContain('14:00');
    }
    expect(banner).toContain(slot('embargo-local'));
    expect(subject.indexOf('09:00')).toBeLessThan(subject.indexOf(input.text.title));
    for (const part of [text, html.slice(html.indexOf('<h1'))])
      expect(part.slice(part.indexOf(words.before))).toContain('14:00');
  });

  it('names the release but repeats nothing from it, and has no link to a page that shows a newer version', async () => {
    const { text, html, slots } = await render(input);
    const { title, subtitle, body } = input.text;
    const [first] = body.flatMap((block) => (block.type === 'paragraph' ? block.inlines : []));
    for (const part of [text, html]) {
      expect(part).toContain(title);
      for (const said of [subtitle, first?.type === 'text' ? first.text : null])
        expect(said && part.includes(said)).toBe(false);
    }
    expect(slots).not.toContain('web-url');
  });

  it('shows no earlier time if it is the same', async () => {
    const { text, html } = await render({ ...input, moved: { from: null } });
    expect(text + html).not.toContain(words.before);
  });
});

describe('an embargo', () => {
  it('whose day differs in UTC shows that day, too', async () => {
    const { subject } = await render({
      ...sampleEdition('embargoed', 'en'),
      embargo: '2025-06-11T19:00:00Z',
    });
    expect(subject).toMatch(/^EMBARGOED until 12 June 2025, 02:00 \(UTC\+7\) \/ 11 June, 19:00 UTC – /);
  });

  it('is shown in a correction that is sent before it lifts', async () => {
    const { subject, text } = await render({
      ...sampleEdition('correction', 'en'),
      embargo: '2025-06-12T07:00:00Z',
    });
    expect(subject).toMatch(/^EMBARGOED until .* – CORRECTION – /);
    expect(text).toMatch(/^EMBARGOED UNTIL /);
  });

  it('is not mentioned in the general edition, which is sent after the lift', async () => {
    const email = await render({ ...sampleEdition('general', 'en'), embargo: '2025-06-12T07:00:00Z' });
    expect(email.subject).toBe(sampleEdition('general', 'en').text.title);
    expect(email.html + email.text).not.toMatch(/embargo/i);
    expect(email.text).not.toContain('For immediate release');
  });
});

describe('text from a person', () => {
  const nasty =
    '{{title}} {{>footer}} ${process.env} <mj-include path="/etc/passwd" /> </mj-text> TEXT0TXET & "q"';

  it('stays plain text everywhere, whatever it looks like', async () => {
    const input = withText(sampleEdition('embargoed', 'en'), {
      title: nasty,
      subtitle: nasty,
      body: [{ type: 'paragraph', inlines: [{ type: 'text', text: nasty }] }],
      contacts: [{ name: nasty, organisation: nasty, email: 'a@b.example', phone: '1' }],
      images: [{ file: 'patrol.jpg', alt: nasty, caption: nasty, credit: nasty }],
    });
    const { html, text, subject } = await render(input);
    expect(html.split('&lt;mj-include path=&quot;/etc/passwd&quot; /&gt;').length).toBeGreaterThan(6);
    expect(html).not.toContain('<mj-include');
    expect(unescapeHtml(html)).toContain(nasty);
    expect(text).toContain(nasty);
    expect(subject).toContain(nasty);
  });

  it('cannot start a new header or line in the subject', async () => {
    const input = withText(sampleEdition('general', 'en'), { title: 'A\r\nBcc: x@y.example\u2028B' });
    const email = await render({
      ...input,
      sender: { name: 'N\r\nX: y', replyTo: 'a@b.example\r\nCc: c@d.example' },
    });
    for (const value of [email.subject, email.sender.name, email.sender.replyTo])
      expect(value).not.toMatch(/[\r\n\u2028\u2029]/);
  });

  it('loses control and override characters', async () => {
    const { html, text, subject } = await render(
      withText(sampleEdition('general', 'en'), { title: 'A\u0092B\u202eC\u0000D\ufffdE' }),
    );
    for (const part of [html, text, subject]) expect(part).toContain('ABCDE');
  });

  it('becomes a link only for http, https, mailto and tel', async () => {
    const { html } = await render(
      withText(sampleEdition('general', 'en'), {
        body: [
          { type: 'paragraph', inlines: [{ type: 'link', href: 'javascript:alert(1)', text: 'press me' }] },
        ],
      }),
    );
    expect(html).toContain('press me');
    expect(html).not.toContain('javascript:');
  });
});

describe('a picture', () => {
  it('has width, height and alternative text, and is on https', async () => {
    const { html } = await render(sampleVariant('ten-pictures', 'general', 'en'));
    const images = [...html.matchAll(/<img [^>]*>/g)].map(([tag]) => tag);
    expect(images).toHaveLength(10);
    for (const image of images) {
      expect(image).toMatch(/src="https:\/\/[^"]+"/);
      expect(image).toMatch(/width="592" height="370"/);
      expect(image).toMatch(/alt="[^"]{10,}"/);
    }
  });

  it('says caption, credit and where the original is, in both parts', async () => {
    const { html, text } = await render(sampleEdition('general', 'fr'));
    for (const part of [unescapeHtml(html), text]) {
      expect(part).toContain('Des stagiaires de la première promotion');
      expect(part).toContain('Photo : ONU / Le Thu Ha');
      expect(part).toContain('/r/centre/files/t0ken/patrol.jpg');
      expect(part).toMatch(/JPEG, 4,3\sMo/);
    }
  });

  it('that could not be prepared holds the release', async () => {
    const result = await renderer.renderEdition({ ...sampleEdition('general', 'en'), pictures: [] });
    expect(result.ok).toBe(false);
    expect(codesOf(result)).toEqual(['picture-missing']);
  });

  it('without alternative text is a warning, and its caption is used instead', async () => {
    const input = withText(sampleEdition('general', 'en'), {
      images: [{ file: 'patrol.jpg', alt: null, caption: 'The caption', credit: null }],
    });
    expect(codesOf(await renderer.renderEdition(input))).toEqual(['picture-without-alt']);
    expect((await render(input)).html).toContain('alt="The caption"');
  });

  it('beyond 1 MB together holds the release', async () => {
    const input = sampleEdition('general', 'en');
    const pictures = input.pictures.map((picture) => ({ ...picture, bytes: 1_000_001 }));
    expect(codesOf(await renderer.renderEdition({ ...input, pictures }))).toEqual(['pictures-too-large']);
  });

  it('does not prevent a kill', async () => {
    const result = await renderer.renderEdition({
      ...sampleEdition('kill', 'en'),
      pictures: [],
      attachments: [],
    });
    expect(result.ok).toBe(true);
  });
});

it('an attachment that is missing holds the release', async () => {
  const result = await renderer.renderEdition({ ...sampleEdition('general', 'en'), attachments: [] });
  expect(codesOf(result)).toEqual(['attachment-missing']);
});

it.each(['embargoed', 'embargo-moved', 'correction', 'kill', 'lift-notice'] as const)(
  'a %s edition without its required data is not composed',
  async (edition) => {
    const result = await renderer.renderEdition({
      ...sampleEdition(edition, 'en'),
      embargo: null,
      correction: null,
      kill: null,
      moved: null,
      lift: null,
    });
    expect(result.ok).toBe(false);
    expect(codesOf(result)).toEqual(['edition-incomplete']);
  },
);

describe('the size of the HTML', () => {
  it('of 2,000 words with five pictures is below 90 kB', async () => {
    const input = sampleVariant('long', 'embargoed', 'en');
    const words = JSON.stringify(input.text.body).split(/\s+/).length;
    expect(words).toBeGreaterThan(2000);
    expect(Buffer.byteLength((await render(input)).html)).toBeLessThan(90_000);
  });

  it.each(sampleNames)('of the sample "%s" is composed without a hold', async (name) => {
    expect((await renderer.renderEdition(sampleVariant(name, 'general', 'de'))).ok).toBe(true);
  });

  it('from 100,000 bytes holds the release, above 80,000 warns', async () => {
    const paragraph = {
      type: 'paragraph' as const,
      inlines: [{ type: 'text' as const, text: 'x'.repeat(1000) }],
    };
    const bodyOf = (count: number) => Array.from({ length: count }, () => paragraph);
    const input = sampleEdition('general', 'en');
    const large = await renderer.renderEdition(withText(input, { body: bodyOf(70) }));
    expect([large.ok, codesOf(large)]).toEqual([true, ['email-large']]);
    const tooLarge = await renderer.renderEdition(withText(input, { body: bodyOf(95) }));
    expect([tooLarge.ok, codesOf(tooLarge)]).toEqual([false, ['email-too-large']]);
  });

  it('counts picture links with the length of the readers’ own links', async () => {
    const sample = sampleVariant('ten-pictures', 'embargoed', 'en');
    const personal = (url: string) => url.replace('t0ken', slot('file-token'));
    const pictures = sample.pictures.map((picture) => ({
      ...picture,
      url: personal(picture.url),
      original: { ...picture.original, url: personal(picture.original.url) },
    }));
    const filled = (letters: number): EditionInput => ({
      ...withText(sample, {
        body: [{ type: 'paragraph', inlines: [{ type: 'text', text: 'x'.repeat(letters) }] }],
      }),
      pictures,
    });
    const before = Buffer.byteLength((await render(filled(1))).html);
    const full = await renderer.renderEdition(filled(99_500 - before));
    expect([full.ok, codesOf(full)]).toEqual([false, ['email-too-large']]);
  });
});

describe('the document', () => {
  it('keeps quotes as quotes with their speaker', async () => {
    const { html, text } = await render(sampleEdition('general', 'vi'));
    expect(html).toMatch(/<blockquote[^>]*>[\s\S]*Trần Minh Anh, Giám đốc trung tâm[\s\S]*<\/blockquote>/);
    expect(text).toMatch(/ {4}“Một đội tuần tra[^\n]*\n {4}— Trần Minh Anh/);
  });

  it('keeps tables as tables whose cells carry their column’s name on a phone', async () => {
    const { html, text } = await render(sampleVariant('table', 'general', 'en'));
    expect(html).toMatch(/<th [^>]*scope="col"[^>]*>Mission<\/th>/);
    expect(html).toMatch(/class="label"[^>]*>Share<\/span>12\.3 %/);
    expect(text).toContain('Mission: Abyei (UNISFA)\nUniformed personnel: 3,412\nWomen: 421\nShare: 12.3 %');
  });

  it('begins with its dateline, in the language’s own date format', async () => {
    const { html, text } = await render(sampleEdition('general', 'ru'));
    expect(html).toContain('<strong>Ханой, Вьетнам – 12 июня 2025 г. –</strong> Правительство');
    expect(text).toContain('Ханой, Вьетнам – 12 июня 2025 г. – Правительство');
  });

  it('contains contacts that can be written to and called', async () => {
    const { html } = await render(sampleEdition('general', 'ar'));
    expect(html).toContain('href="mailto:lan@peace.example.org"');
    expect(html).toContain('href="tel:+842438500100"');
    expect(html).toContain('>\u2068+84 24 3850 0100\u2069</a>');
    expect(html).toContain('>\u2068lan@peace.example.org\u2069</a>');
  });
});

describe('a media contact', () => {
  it.each([
    ['+84 24 3850 0100 ext. 12', 'tel:+842438500100'],
    ['(024) 3850-0100 / 0912 345 678', 'tel:02438500100'],
    ['+44 (0)20 7946 0000', 'tel:+442079460000'],
  ])('whose phone is written %s is called at %s', async (phone, href) => {
    const contacts = [{ name: 'N', organisation: null, email: null, phone }];
    const { html } = await render(withText(sampleEdition('general', 'en'), { contacts }));
    expect(html).toContain(`href="${href}"`);
  });

  it('whose phone is not a number is shown without a link', async () => {
    const contacts = [{ name: 'N', organisation: null, email: null, phone: 'on request' }];
    const { html } = await render(withText(sampleEdition('general', 'en'), { contacts }));
    expect(html).toContain('on request');
    expect(html).not.toContain('tel:');
  });
});

describe('a kill', () => {
  it('names the release and repeats nothing of what it retracts', async () => {
    const { html, text } = await render(sampleEdition('kill', 'en'));
    for (const part of [html, text]) {
      expect(part).toContain('open a regional centre to train women peacekeepers');
      expect(part).not.toMatch(/two hundred officers|patrol|48 officers/);
    }
  });
});

it('a logo replaces the name, with its size and the name as its text', async () => {
  const newsroom = {
    ...sampleNewsroom,
    brand: { ...sampleNewsroom.brand, logoUrl: 'https://newsroom.example.org/logo.png' },
  };
  const withLogo = createRenderer({ newsroom, templatesDirectory, publicUrl });
  const result = await withLogo.renderEdition(sampleEdition('lift-notice', 'en'));
  expect(result.ok && result.email.html).toContain(
    '<img src="https://newsroom.example.org/logo.png" width="180" height="40" alt="United Nations in Viet Nam"',
  );
});

describe('the sender', () => {
  it.each(['embargoed', 'general', 'lift-notice', 'correction', 'kill'] as const)(
    "is the newsroom, with replies to its own media contact and never to a partner's: %s",
    async (edition) => {
      const input = sampleEdition(edition, 'en');
      const { sender } = await render(input);
      expect(sender).toEqual({
        name: 'UN Viet Nam Newsroom',
        address: 'press@newsroom.example.org',
        replyTo: 'media@newsroom.example.org',
      });
      const own = { name: 'N', organisation: null, email: 'n@newsroom.example.org', phone: null };
      const joint = withText(input, { contacts: [...input.text.contacts, own] });
      expect((await render(joint)).sender.replyTo).toBe('n@newsroom.example.org');
    },
  );

  it('is the one that the release names, and replies reach the newsroom if there is no contact', async () => {
    const input = withText(sampleEdition('general', 'en'), { contacts: [] });
    expect((await render(input)).sender.replyTo).toBe('media@newsroom.example.org');
    const named = await render({
      ...input,
      sender: { name: 'UNICEF Viet Nam', replyTo: 'r@unicef.example' },
    });
    expect(named.sender).toMatchObject({ name: 'UNICEF Viet Nam', replyTo: 'r@unicef.example' });
  });
});

describe('an address in the text part of an Arabic edition', () => {
  const link = (text: string, href: string): Inline => ({ type: 'link', text, href });
  const say = (text: string): Inline => ({ type: 'text', text });
  const paragraph = (...inlines: Inline[]): Block => ({ type: 'paragraph', inlines });
  const [page, own, deep] = [
    'https://a.example/page/',
    'https://b.example/own',
    'https://c.example/deep?x=1',
  ];
  it('is alone on its line, so that it can be copied without other characters', async () => {
    const input = sampleEdition('general', 'ar');
    const { text } = await render(
      withText(input, {
        body: [
          paragraph(say('انظر '), link('الصفحة', page), say('، ثم '), link(own, own), say('، شكرا.')),
          { type: 'list', ordered: false, items: [[paragraph(link('العميق', deep), say('.'))]] },
        ],
      }),
    );
    const found = text.match(/https?:[^\s]+/g) ?? [];
    expect(found).toEqual(expect.arrayContaining([page, own, deep]));
    for (const url of found) {
      expect(url).toMatch(/^[\x21-\x7e]+$/);
      expect(url).not.toMatch(/[).,]$/);
    }
    expect(text).toContain('انظر الصفحة، ثم https://b.example/own ، شكرا.\nhttps://a.example/page/');
    expect(text).toContain('- العميق.\n  https://c.example/deep?x=1');
  });
  it.each(editionSchema.options)('is correct for every address in the mail: %s', async (edition) => {
    const { text } = await render(sampleEdition(edition, 'ar'));
    expect(text).toMatch(/https:/);
    expect(text).not.toMatch(/https?:[^\s]*[^\x21-\x7e\s]/);
    expect(text).not.toMatch(/\u2068(?:https?|www)/);
  });
});

describe('a broken template', () => {
  const copy = mkdtempSync(path.join(tmpdir(), 'templates-'));
  afterAll(() => rmSync(copy, { recursive: true }));

  const broken = (file: string, from: string, to: string) => {
    cpSync(templatesDirectory, copy, { recursive: true, force: true });
    const source = readFileSync(path.join(copy, file), 'utf8');
    expect(source).toContain(from);
    writeFileSync(path.join(copy, file), source.replace(from, to));
    return createRenderer({ newsroom: sampleNewsroom, templatesDirectory: copy, publicUrl });
  };

  it.each([
    ['an unclosed tag', 'general.mjml', '</mj-body>', '', 'template-invalid'],
    [
      'a tag MJML does not know',
      'parts/footer.mjml',
      '<mj-column>',
      '<mj-column><mj-txt>a</mj-txt>',
      'template-invalid',
    ],
    ['a wrong attribute', 'parts/footer.mjml', '<mj-column>', '<mj-column colour="red">', 'template-invalid'],
    ['an unknown placeholder', 'parts/headline.mjml', '{{title}}', '{{titel}}', 'template-unknown-name'],
    ['an unknown part', 'general.txt', '{{>footer}}', '{{>fotter}}', 'template-unknown-name'],
    ['an unclosed section', 'blocks/quote.html', '{{/speaker}}', '', 'template-syntax'],
    [
      'a value that is not there',
      'general.mjml',
      '{{>footer}}',
      '{{kill}}{{>footer}}',
      'template-missing-value',
    ],
  ])('with %s holds the release and names the file', async (_, file, from, to, code) => {
    const result = await broken(file, from, to).renderEdition(sampleEdition('general', 'en'));
    expect(codesOf(result)).toEqual([code]);
    expect(result.ok ? '' : result.problems[0]?.message).toMatch(
      /templates\/[\w/-]+\.(mjml|txt|html), line \d+/,
    );
    expect(result.ok ? '' : result.problems[0]?.severity).toBe('hold');
  });

  it('whose style is nested or too long holds the release', async () => {
    const nested = broken(
      'parts/head.mjml',
      '@media (prefers-color-scheme: dark) {',
      '@media (prefers-color-scheme: dark) { @media screen { p { color: red; } }',
    );
    expect(codesOf(await nested.renderEdition(sampleEdition('general', 'en')))).toEqual(['style-nested']);
    const long = broken('parts/head.mjml', ':root {', `${'.a { color: #ffffff; }\n'.repeat(800)}:root {`);
    expect(codesOf(await long.renderEdition(sampleEdition('general', 'en')))).toEqual(['style-too-large']);
  });
});
