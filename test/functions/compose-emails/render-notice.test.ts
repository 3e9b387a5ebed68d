import { describe, expect, it } from 'vitest';
import { languages } from '../../../functions/_shared/domain/newsroom.ts';
import { noticeSchema } from '../../../functions/_shared/domain/notice.ts';
import { createRenderer } from '../../../functions/compose-emails/renderer.ts';
import { subjectOf } from '../../../functions/compose-emails/subject.ts';
import { templatesDirectory } from '../../../functions/compose-emails/templates-directory.ts';
import { catalogues } from '../../../templates/catalogues/catalogues.ts';
import { sampleEdition, sampleNotices, sampleProof } from '../../../templates/samples/sample-editions.ts';
import { sampleNewsroom, samplePublicUrl } from '../../../templates/samples/sample-newsroom.ts';

const renderer = createRenderer({ newsroom: sampleNewsroom, templatesDirectory, publicUrl: samplePublicUrl });

/** The text that a reader sees: without tags and hidden parts. */
const visible = (html: string): string =>
  html
    .replace(/<head>[\s\S]*<\/head>/, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .trim();

describe.each(languages)('every notice in %s', (language) => {
  it.each(sampleNotices(language).map((notice) => [notice.kind, notice] as const))(
    '%s says the same in both parts and leaves nothing to fill',
    async (_, notice) => {
      const { subject, html, text } = await renderer.renderNotice(noticeOf(notice));
      expect(subject).not.toBe('');
      expect(html).toMatch(new RegExp(`<html lang="${language}"`));
      expect(html + text + subject).not.toMatch(/\{\{|SLOT|TEXT\d+TXET|undefined|null|\{\w+\}/);
      for (const [, url = ''] of html.matchAll(/href="([^"]+)"/g))
        expect(text).toContain(url.replaceAll('&amp;', '&'));
      expect(Buffer.byteLength(html)).toBeLessThan(30_000);
    },
  );

  it('proof shows on top the headers, the counts, the plan and the assumptions, and one button below the mail', async () => {
    const words = catalogues[language].proof;
    const shown = sampleEdition('embargoed', language);
    const { subject, html, text } = await renderer.renderProof(sampleProof(language), shown);
    const mark = subject.split(/[:：]/)[0] ?? '';
    expect(mark.toUpperCase().trim()).toBe(words.mark.toUpperCase());
    for (const part of [visible(html), text]) {
      const head = part.slice(0, part.indexOf(words.below));
      expect(head).toMatch(/1[.,\s]?284/);
      for (const said of [
        words.mark,
        words.proposed,
        words.assumptions,
        words.onApproval,
        'Asia/Ho_Chi_Minh',
        words.others,
        words.replyTo,
        sampleNewsroom.sender.address,
        subjectOf(shown, catalogues[language], sampleNewsroom.zone),
      ])
        expect(head).toContain(said);
      for (const reason of ['unsubscribed', 'bounced', 'excluded-by-rule'] as const)
        expect(head).toContain(catalogues[language].reason[reason]);
    }
    const approve = `${samplePublicUrl}/approve/t0ken`;
    expect(html.split(`href="${approve}"`)).toHaveLength(2);
    expect(html.indexOf(`href="${approve}"`)).toBeGreaterThan(html.indexOf(shown.text.title.slice(0, 20)));
    expect(text.split(approve)).toHaveLength(2);
    expect(text.indexOf(approve)).toBeGreaterThan(text.indexOf(words.below));
  });
});

function noticeOf<Notice>(notice: Notice): Notice {
  expect(noticeSchema.parse(notice)).toEqual(notice);
  return notice;
}

describe('a proof', () => {
  it('shows the edition exactly as it will look, except for the recipient’s own values', async () => {
    const input = sampleEdition('embargoed', 'vi');
    const edition = await renderer.renderEdition(input);
    // Without the button below the edition, which only the desk sees.
    const proof = await renderer.renderProof({ ...sampleProof('en'), approveUrl: null }, input);
    if (!edition.ok) throw new Error('not composed');
    const start = '<div style="display:none;color';
    const asSent = edition.email.html.slice(edition.email.html.indexOf(start));
    const asProofed = proof.html.slice(proof.html.indexOf(start));
    const slots = (html: string): string =>
      html
        .replaceAll(/SLOT\w+TOLS/g, '…')
        .replaceAll(
          /https:\/\/newsroom\.example\.org\/|https:\/\/releases\.newsroom\.example\.org\/r\/centre(?=")/g,
          '…',
        )
        .replaceAll(/each recipient’s own (?:time|list)/g, '…');
    expect(slots(asProofed)).toBe(slots(asSent));
  });

  it('is in the desk’s language and direction, and the edition below is in its own', async () => {
    const { html } = await renderer.renderProof(sampleProof('en'), sampleEdition('embargoed', 'ar'));
    expect(html).toMatch(/<html lang="ar" dir="rtl"/);
    const panel = html.slice(html.indexOf('class="calm"'), html.indexOf('display:none;color'));
    expect(panel).toContain('direction:ltr');
    expect(panel).not.toContain('direction:rtl');
    expect(panel).not.toContain('text-align:right');
  });

  it('has no button if there is nothing to approve', async () => {
    const { html } = await renderer.renderProof(
      { ...sampleProof('en'), approveUrl: null },
      sampleEdition('general', 'en'),
    );
    expect(visible(html)).not.toMatch(/\bApprove\b/);
  });

  it('says so if nobody is left out', async () => {
    const proof = sampleProof('en');
    const { text } = await renderer.renderProof(
      { ...proof, audienceOrigin: 'declared', audience: { ...proof.audience, exclusions: {} } },
      sampleEdition('general', 'en'),
    );
    expect(text).toContain('Left out:\n  nobody');
    expect(text).not.toContain('Nobody declared');
  });
});

describe('a notice', () => {
  it('keeps text from people as text', async () => {
    const { html, subject } = await renderer.renderNotice({
      kind: 'desk-alert',
      language: 'en',
      releaseId: null,
      title: 'A\r\nBcc: x {{footer}}',
      message: '<script>alert(1)</script>',
      fix: '{{brand.name}}',
      url: null,
    });
    expect(subject).toBe('A Bcc: x {{footer}}');
    expect(html).toContain('&lt;script&gt;');
    expect(html).toContain('{{brand.name}}');
  });
});
