import { languages } from '../_shared/domain/newsroom.ts';
import type { Problem } from '../_shared/domain/report.ts';

type Severity = Problem['severity'];

/**
 * Every problem the reader can report: how grave it is, and what a comms officer does about it.
 * The codes are a contract (docs/problems.md): renaming one breaks staff's notes and scripts.
 */
export const problemCatalogue = {
  'title-missing': [
    'error',
    'Put the headline in a line of its own above the text (a heading), or write “title: …” in the front matter or the sidecar file.',
  ],
  'title-too-long': [
    'error',
    'Shorten the headline to one line; put the rest into the subtitle or the first paragraph.',
  ],
  'headline-unsure': [
    'warning',
    'Nothing to do if it is none of the headline; else write both lines as one paragraph, or the whole headline as “title: …”.',
  ],
  'body-missing': ['error', 'Add the text of the release below the headline.'],
  'dateline-missing': [
    'warning',
    'Begin the first paragraph with place and date, for example “HA NOI, Viet Nam – 12 June 2025 –”, or declare “dateline”.',
  ],
  'dateline-date-missing': [
    'warning',
    'Add the full date with its year to the dateline, for example “HA NOI, 12 June 2025 –”.',
  ],
  'dateline-date-impossible': ['hold', 'Correct the date in the dateline: there is no such day.'],
  'dateline-weekday-mismatch': ['hold', 'Correct the weekday or the date.'],
  'dateline-date-ambiguous': ['warning', 'Write the month as a word, for example “12 June 2025”.'],
  'dateline-far-from-today': ['warning', 'Check the date of the release.'],
  'contact-missing': [
    'warning',
    'Add a “Media contact:” section with name, telephone and e-mail, or declare “contacts”.',
  ],
  'contact-address-conflict': ['hold', 'Make the link and the address it shows the same.'],
  'contact-address-invalid': ['hold', 'Correct the e-mail address.'],
  'embargo-unresolved': [
    'hold',
    'Write the embargo with date, time and zone, for example “EMBARGOED UNTIL 12 June 2025, 09:00 Asia/Ho_Chi_Minh”, or remove the line if there is none.',
  ],
  'embargo-time-missing': ['hold', 'Add the time and the zone, for example “09:00 Asia/Ho_Chi_Minh”.'],
  'embargo-date-missing': ['hold', 'Add the full date to the embargo.'],
  'embargo-date-impossible': ['hold', 'Correct the embargo: there is no such day or hour.'],
  'embargo-date-ambiguous': ['hold', 'Write the month of the embargo as a word, for example “12 June 2025”.'],
  'embargo-year-missing': ['hold', 'Write the year of the embargo.'],
  'embargo-weekday-mismatch': ['hold', 'Correct the weekday or the date of the embargo.'],
  'embargo-time-ambiguous': ['hold', 'Write the time of the embargo in full: “9:00 a.m.”, “21:00”, “00:01”.'],
  'embargo-zone-ambiguous': [
    'hold',
    'Write the zone as a place or an offset, for example “America/New_York” or “UTC+7”.',
  ],
  'embargo-zone-unknown': [
    'hold',
    'Write the zone as a place or an offset, for example “Asia/Ho_Chi_Minh” or “UTC+7”.',
  ],
  'embargo-clock-change': [
    'hold',
    'Write the embargo with its offset, for example “2025-11-02T01:30-04:00”.',
  ],
  'embargo-contradiction': ['hold', 'Leave one embargo only, the same wherever it is written.'],
  'embargo-and-immediate': ['hold', 'Remove either “for immediate release” or the embargo.'],
  'embargo-in-another-text': ['hold', 'Write the same embargo in every language of the release.'],
  'embargo-far-ahead': ['hold', 'Correct the year of the embargo; one of more than two years is not taken.'],
  'embargo-passed': ['warning', 'Nothing to do if that is meant; else correct the embargo.'],
  'send-at-unresolved': [
    'hold',
    'Write “sendAt” with date, time and zone, for example “2025-06-12T09:00+07:00”.',
  ],
  'send-at-after-embargo': ['hold', 'Let “sendAt” be before the embargo, or leave it out.'],
  'send-at-local-with-embargo': [
    'hold',
    'Write “sendAt” as one instant, for example “2025-06-12T09:00+07:00”, or remove it: the embargo says when it is public. Or remove the embargo.',
  ],
  'send-at-far-ahead': ['hold', 'Correct the year in “sendAt”; more than two years ahead is not taken.'],
  'send-at-passed': ['warning', 'Nothing to do if sending at once is meant; else correct “sendAt”.'],
  'field-unknown': ['error', 'Correct the name of the field or remove it.'],
  'field-invalid': ['error', 'Correct the field.'],
  'field-contradiction': ['hold', 'Make the declared field and the text say the same.'],
  'field-repeated': ['error', 'Leave one of the two.'],
  'declaration-misplaced': [
    'error',
    'Move the line to the top of the file, above the headline, or remove it: there it would be sent.',
  ],
  'front-matter-unreadable': ['error', 'Correct the lines between the “---” marks, or remove them.'],
  'front-matter-language': [
    'error',
    'Begin the front matter with “---” alone; only YAML and TOML (“+++”) are read.',
  ],
  'sidecar-unreadable': ['error', 'Correct the sidecar file: it must be plain YAML or JSON.'],
  'sidecar-alone': ['hold', 'Drop the release’s text beside it, with the same name.'],
  'language-unsupported': [
    'hold',
    `Declare “language” if it was not recognised; the newsroom writes ${languages.slice(0, -1).join(', ')} and ${languages.at(-1)}.`,
  ],
  'language-unsure': ['hold', 'Declare “language: …”.'],
  'language-contradiction': ['hold', 'Correct “language” or the file’s name.'],
  'another-text-rejected': ['hold', 'Correct the other text and drop it again.'],
  'language-twice': ['error', 'Keep one file per language.'],
  'file-not-found': ['error', 'Check the name and the folder.'],
  'file-empty': ['error', 'Drop the file again, with its text in it.'],
  'file-too-large': [
    'error',
    'Keep the text of a release under 5 MB, and put pictures and attachments beside it.',
  ],
  'file-not-text': ['error', 'Save the release as Word (.docx), Markdown (.md), HTML or plain text (.txt).'],
  'file-kind-unsupported': ['error', 'Open it and save it as Word (.docx), HTML or plain text.'],
  'file-damaged': ['error', 'Open the file, save it again and drop it again.'],
  'file-protected': ['error', 'Remove the password and save it again.'],
  'file-with-macros': ['error', 'Save it as an ordinary Word document (.docx) without macros.'],
  'file-too-deep': ['error', 'Simplify the file: paste the text into a new document without formatting.'],
  'file-suspicious': ['error', 'Open the document, copy its text into a new one and drop that.'],
  'file-too-complex': [
    'error',
    'Paste the text into a new document without its formatting, save that and drop it.',
  ],
  'file-too-slow': [
    'error',
    'Paste the text into a new document without its formatting, save that and drop it.',
  ],
  'file-unreadable': [
    'error',
    'Save the release in another format (Word, Markdown or plain text) and drop that; tell whoever runs Dateline.',
  ],
  'release-too-large': [
    'error',
    'Keep one text per language, with its sidecar, in the release’s folder; put everything else elsewhere.',
  ],
  'encoding-assumed': ['warning', 'Save the text as UTF-8.'],
  'encoding-unsure': ['hold', 'Save the text as UTF-8 and drop it again.'],
  'text-damaged': ['hold', 'Save the text as UTF-8 and drop it again.'],
  'text-cleaned': ['warning', 'Nothing to do; invisible control characters were taken out.'],
  'word-hidden-text': ['hold', 'Delete the hidden text or make it visible, and drop the document again.'],
  'word-unaccepted-changes': [
    'hold',
    'Accept or reject all changes in Word (Review), and drop the document again.',
  ],
  'word-comments-left-out': ['warning', 'Nothing to do; comments are never sent.'],
  'word-embedded-document': ['hold', 'Copy the embedded text into the document itself.'],
  'remote-content-left-out': ['warning', 'Nothing to do; nothing is ever fetched from other servers.'],
  'active-content-left-out': ['warning', 'Nothing to do; scripts, forms and frames are never sent.'],
  'template-syntax': ['warning', 'Remove the template’s leftovers if they are not meant.'],
  'placeholder-left': ['hold', 'Fill the gap in or remove it.'],
  'link-left-out': ['warning', 'Write links in full, beginning with https://.'],
  'image-missing': ['hold', 'Drop the picture beside the release, under the name the text uses.'],
  'image-without-alt': [
    'warning',
    'Describe the picture in a few words (its alt text) for people who cannot see it.',
  ],
  'image-not-sendable': ['warning', 'Use JPEG, PNG, GIF or WebP, dropped beside the release.'],
  'image-remote': [
    'warning',
    'Drop the picture beside the release to have it sent from the newsroom’s own pages.',
  ],
  'attachment-missing': ['hold', 'Drop the attachment beside the release, under the name the field uses.'],
} as const satisfies Record<string, readonly [Severity, string]>;

export type ProblemCode = keyof typeof problemCatalogue;

/** A problem with the catalogue's severity and, unless a better one is known, its fix. */
export function problem(
  code: ProblemCode,
  message: string,
  where: Problem['where'] = {},
  fix?: string,
): Problem {
  const [severity, usualFix] = problemCatalogue[code];
  return { code, severity, message, fix: fix ?? usualFix, where };
}

const gravity: Record<Severity, number> = { error: 0, hold: 1, warning: 2 };

/** Sorts the gravest problems first. */
export function byGravity(a: Problem, b: Problem): number {
  return gravity[a.severity] - gravity[b.severity];
}
