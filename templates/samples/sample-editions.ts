import type { Language } from '../../functions/_shared/domain/newsroom.ts';
import type { Notice } from '../../functions/_shared/domain/notice.ts';
import type { Edition, Text } from '../../functions/_shared/domain/release.ts';
import type { EditionInput, Picture } from '../../functions/compose-emails/edition-input.ts';
import { samplePublicUrl } from './sample-newsroom.ts';
import { sampleLongBody, sampleTable, sampleText, written } from './sample-texts.ts';

export const sampleEmbargo = '2025-06-12T07:00:00Z';
export const sampleMovedEmbargo = '2025-06-13T02:00:00Z';
export const sampleNonce = 'k3v9Qw7Lm2Zx';

export function samplePicture(file: string): Picture {
  const at = `${samplePublicUrl}/r/centre/files/t0ken`;
  return {
    file,
    url: `${at}/1200-${file}`,
    width: 1200,
    height: 750,
    bytes: 96_000,
    original: { url: `${at}/${file}`, bytes: 4_310_000, mediaType: 'image/jpeg' },
  };
}

export function sampleEdition(edition: Edition, language: Language): EditionInput {
  return editionOf(edition, sampleText(language));
}

function editionOf(edition: Edition, text: Text): EditionInput {
  return {
    text,
    releaseId: 'centre',
    version: edition === 'correction' ? 2 : 1,
    edition,
    embargo: { embargoed: sampleEmbargo, 'embargo-moved': sampleMovedEmbargo }[String(edition)] ?? null,
    pictures: text.images.map(({ file }) => samplePicture(file)),
    attachments: text.attachments.map(({ file, title }) => ({
      url: `${samplePublicUrl}/r/centre/files/t0ken/${file}`,
      title: title ?? file,
      bytes: 412_000,
      mediaType: 'application/pdf',
    })),
    correction: edition === 'correction' ? correctionOf(text.language) : null,
    kill: edition === 'kill' ? { reason: written[text.language].reason, at: '2025-06-12T09:30:00Z' } : null,
    moved: edition === 'embargo-moved' ? { from: sampleEmbargo } : null,
    lift: edition === 'lift-notice' ? { at: sampleEmbargo, broken: null } : null,
    sender: { name: null, replyTo: null },
    nonce: sampleNonce,
  };
}

function correctionOf(language: Language): EditionInput['correction'] {
  const { note, before, after } = written[language].correction;
  return { note, changes: [{ before, after }] };
}

/** The plain release, and releases that are difficult for a layout. */
export const sampleNames = ['plain', 'long-headline', 'no-picture', 'ten-pictures', 'table', 'long'] as const;
export type SampleName = (typeof sampleNames)[number];

export function sampleVariant(name: SampleName, edition: Edition, language: Language): EditionInput {
  const text = sampleText(language);
  return editionOf(edition, { ...text, ...changed(name, text) });
}

function changed(name: SampleName, text: Text): Partial<Text> {
  switch (name) {
    case 'plain':
      return {};
    case 'long-headline':
      return { title: `${text.title} – ${text.subtitle ?? ''} ${text.title}` };
    case 'no-picture':
      return { images: [], attachments: [], subtitle: null };
    case 'ten-pictures':
      return {
        images: text.images.flatMap((image) =>
          Array.from({ length: 10 }, (_, index) => ({ ...image, file: `patrol-${index + 1}.jpg` })),
        ),
      };
    case 'table':
      return { body: [...text.body.slice(0, 2), sampleTable, ...text.body.slice(2)] };
    case 'long':
      return {
        body: sampleLongBody(),
        images: text.images.flatMap((image) =>
          Array.from({ length: 5 }, (_, index) => ({ ...image, file: `patrol-${index + 1}.jpg` })),
        ),
      };
  }
}

export function sampleProof(language: Language): Extract<Notice, { kind: 'proof' }> {
  return {
    kind: 'proof',
    language,
    releaseId: 'centre',
    version: 1,
    title: sampleText(language).title,
    audience: {
      hash: 'f'.repeat(64),
      recipientsKey: 'recipients',
      exclusionsKey: 'exclusions',
      recipients: 1284,
      accredited: 61,
      byLanguage: { en: 702, vi: 398, fr: 121, ar: 63 },
      byList: { press: 1190, 'accredited-press': 94 },
      exclusions: { unsubscribed: 17, bounced: 4, 'excluded-by-rule': 9 },
    },
    plan: [
      { edition: 'embargoed', dueAt: null, recipients: 61 },
      { edition: 'general', dueAt: sampleEmbargo, recipients: 1223 },
      { edition: 'lift-notice', dueAt: sampleEmbargo, recipients: 61 },
    ],
    audienceOrigin: 'proposed',
    assumptions: [{ field: 'embargo', message: 'No time zone written; read as Asia/Ho_Chi_Minh.' }],
    problems: [
      {
        code: 'picture-without-alt',
        severity: 'warning',
        message: 'The picture “patrol.jpg” has no alternative text.',
        fix: 'Write what the picture shows.',
        where: { field: 'images' },
      },
    ],
    others: [
      {
        edition: 'general',
        language: 'en',
        holds: null,
        url: 'https://newsroom.example.org/a/sample/general.en',
      },
      {
        edition: 'general',
        language: 'vi',
        holds: null,
        url: 'https://newsroom.example.org/a/sample/general.vi',
      },
    ],
    approveUrl: `${samplePublicUrl}/approve/t0ken`,
  };
}

export function sampleNotices(language: Language): Exclude<Notice, { kind: 'proof' }>[] {
  const release = { releaseId: 'centre', version: 2, title: sampleText(language).title };
  const url = `${samplePublicUrl}/c/t0ken-t0ken-t0ken-t0ken-t0ken-t0ken-t0ken-t0ken`;
  return [
    {
      kind: 'desk-report',
      language,
      file: 'releases/centre/centre.en.md',
      status: 'held',
      releaseId: 'centre',
      version: 1,
      title: release.title,
      problems: [
        {
          code: 'embargo-unresolved',
          severity: 'hold',
          message: 'The embargo “12 June” has no time.',
          fix: 'Write it as 2025-06-12 14:00 Asia/Ho_Chi_Minh.',
          where: { line: 3, field: 'embargo' },
        },
      ],
      assumptions: [{ field: 'dateline', message: 'No year written; read as 2025.' }],
      reportUrl: url,
    },
    { kind: 'approval-request', language, ...release, approvedBy: ['Pham Thi Lan'], approveUrl: url },
    {
      kind: 'desk-alert',
      language,
      releaseId: 'centre',
      title: 'The daily quota is used up',
      message: '212 recipients wait until the quota is free again.',
      fix: 'Nothing, or ask for a higher quota.',
      url,
    },
    { kind: 'confirm', language, listName: 'Press', confirmUrl: url },
    { kind: 'invite', language, listName: 'Press', acceptUrl: url },
    { kind: 'terms', language, name: 'Sam Reporter', termsVersion: '2025-01', termsUrl: url },
  ];
}
