import { catalogues } from '../../templates/catalogues/catalogues.ts';
import { type RenderedEmail, type Slot, slotSchema, slotToken } from '../_shared/domain/email.ts';
import { fileToken } from '../_shared/domain/file-link.ts';
import { directionOf } from '../_shared/domain/languages/languages.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import type { Edition } from '../_shared/domain/release.ts';
import { replyAddress } from '../_shared/domain/reply-address.ts';
import type { Problem } from '../_shared/domain/report.ts';
import { lookOf } from './appearance.ts';
import type { EditionInput, RenderingResult } from './edition-input.ts';
import { editionPreheader, editionScope, imagesWithin, leadsTo, type Writing } from './edition-scope.ts';
import * as htmlBlocks from './html-blocks.ts';
import { layOutHtml, layOutText, parseBlocks } from './layout.ts';
import type { TemplateSources } from './load-templates.ts';
import { oneLine } from './plain-text.ts';
import { faultProblem, sizeProblems, styleProblems } from './size-limits.ts';
import { subjectOf } from './subject.ts';
import { Markup, type Scope, TemplateFault } from './template.ts';
import * as textBlocks from './text-blocks.ts';

function htmlWriting(input: EditionInput, newsroom: Newsroom, sources: TemplateSources): Writing {
  const { language, title } = input.text;
  const writer: htmlBlocks.HtmlWriter = {
    blocks: parseBlocks(sources),
    look: lookOf(newsroom, language),
    pictures: input.pictures,
    words: catalogues[language],
    language,
    title,
  };
  return {
    blocks: (blocks) => htmlBlocks.writeBlocks(writer, blocks),
    body: (blocks, dateline) => htmlBlocks.writeBody(writer, blocks, dateline),
    picture: (image) => htmlBlocks.writePicture(writer, image),
    pictures: (images) =>
      new Markup(images.map((image) => htmlBlocks.writePicture(writer, image).html).join('\n')),
  };
}

function textWriting(input: EditionInput): Writing {
  const { language, title } = input.text;
  const writer: textBlocks.TextWriter = {
    pictures: input.pictures,
    words: catalogues[language],
    language,
    title,
  };
  return {
    blocks: (blocks) => textBlocks.writeBlocks(writer, blocks),
    body: (blocks, dateline) => textBlocks.writeBody(writer, blocks, dateline),
    picture: (image) => textBlocks.writePicture(writer, image),
    pictures: (images) => images.map((image) => textBlocks.writePicture(writer, image)).join('\n\n'),
  };
}

const missing = (field: string, edition: string): Problem => ({
  code: 'edition-incomplete',
  severity: 'hold',
  message: `A ${edition} cannot be composed without its ${field}.`,
  fix: `Give the ${field} and try again.`,
  where: { field },
});

/** Checks what an edition requires: an embargoed edition its embargo, the others what docs/emails.md says. */
function inputProblems(input: EditionInput): Problem[] {
  const problems: Problem[] = [];
  if (input.edition === 'embargoed' && input.embargo === null)
    problems.push(missing('embargo', 'embargoed edition'));
  if (input.edition === 'embargo-moved' && (input.embargo === null || input.moved === null))
    problems.push(missing('embargo', 'notice of a moved embargo'));
  if (input.edition === 'correction' && !input.correction?.note.trim())
    problems.push(missing('correction', 'correction'));
  if (input.edition === 'kill' && input.kill === null) problems.push(missing('reason', 'kill notice'));
  if (input.edition === 'lift-notice' && input.lift === null) problems.push(missing('lift', 'lift notice'));
  if (oneLine(input.text.title) === '') problems.push(missing('title', 'release'));
  return isStory(input.edition) ? [...problems, ...fileProblems(input)] : problems;
}

/** The other editions are notices: they show no pictures and link to no files. */
const isStory = (edition: Edition): boolean =>
  edition === 'embargoed' || edition === 'general' || edition === 'correction';

const isRemote = (file: string): boolean => /^https?:\/\//i.test(file);

/**
 * Files in the release's folder that could not be prepared. A picture with an absolute URL is no problem, because it
 * becomes a link.
 */
function fileProblems({ text, pictures, attachments }: EditionInput): Problem[] {
  const ready = new Set(pictures.map(({ file }) => file));
  const unready = [...new Set([...imagesWithin(text.body), ...text.images.map(({ file }) => file)])].filter(
    (file) => !ready.has(file) && !isRemote(file),
  );
  const unlinked = text.attachments.filter(
    ({ file }) => !isRemote(file) && !attachments.some(({ url }) => leadsTo(url, file)),
  );
  return [
    ...unready.map((file) => ({
      code: 'picture-missing',
      severity: 'hold' as const,
      message: `The picture "${file}" could not be made ready for the mail.`,
      fix: 'Put the picture into the release’s folder as JPEG, PNG, WebP or a small GIF, or take it out of the text.',
      where: { field: 'images' },
    })),
    ...unlinked.map(({ file }) => ({
      code: 'attachment-missing',
      severity: 'hold' as const,
      message: `The attachment "${file}" is not there.`,
      fix: 'Put the file into the release’s folder, or take it out of the attachments.',
      where: { field: 'attachments' },
    })),
  ];
}

function pictureWarnings({ text, edition }: EditionInput): Problem[] {
  if (!isStory(edition)) return [];
  return text.images
    .filter(({ alt }) => alt === null)
    .map(({ file }) => ({
      code: 'picture-without-alt',
      severity: 'warning' as const,
      message: `The picture "${file}" has no alternative text; its caption or the headline stands in for it.`,
      fix: 'Write what the picture shows as its alt text.',
      where: { field: 'images' },
    }));
}

/** The HTML and text of an edition. `proof` is shown above it for the desk. Throws a `TemplateFault`. */
export async function layOutEdition(
  input: EditionInput,
  newsroom: Newsroom,
  sources: TemplateSources,
  proof: Scope | null,
): Promise<{ html: string; text: string }> {
  const words = catalogues[input.text.language];
  const look = lookOf(newsroom, input.text.language);
  const scopeOf = (writing: Writing): Scope => ({
    look,
    ...editionScope(input, newsroom, words, writing, proof),
  });
  return {
    html: await layOutHtml(sources, input.edition, scopeOf(htmlWriting(input, newsroom, sources))),
    text: layOutText(sources, input.edition, scopeOf(textWriting(input))),
  };
}

/** The sender of an edition, and the address for replies. */
export function senderOf(input: EditionInput, newsroom: Newsroom): RenderedEmail['sender'] {
  return {
    name: oneLine(input.sender.name ?? newsroom.sender.name),
    address: newsroom.sender.address,
    replyTo: oneLine(replyAddress(input.sender, input.text, newsroom)),
  };
}

function slotsIn(nonce: string, ...texts: string[]): Slot[] {
  return slotSchema.options.filter((slot) => texts.some((text) => text.includes(slotToken(slot, nonce))));
}

/** Fills in file tokens of the final length, because many pictures add many tokens to the size. */
function withFileTokens(html: string, input: EditionInput): string {
  const contactId = 'c'.repeat(27);
  const token = fileToken({ kind: 'contact', contactId }, input, Buffer.alloc(32));
  return html.replaceAll(slotToken('file-token', input.nonce), token);
}

/** One edition in one language, or all reasons why it cannot be sent. */
export async function renderEdition(
  input: EditionInput,
  newsroom: Newsroom,
  sources: TemplateSources,
): Promise<RenderingResult> {
  const incomplete = inputProblems(input);
  if (incomplete.length > 0) return { ok: false, problems: incomplete };
  try {
    const { html, text } = await layOutEdition(input, newsroom, sources, null);
    const pictureBytes = isStory(input.edition)
      ? input.pictures.reduce((sum, { bytes }) => sum + bytes, 0)
      : 0;
    const problems = [
      ...styleProblems(html),
      ...sizeProblems(withFileTokens(html, input), pictureBytes),
      ...pictureWarnings(input),
    ];
    if (problems.some(({ severity }) => severity !== 'warning')) return { ok: false, problems };
    const { language } = input.text;
    const subject = subjectOf(input, catalogues[language], newsroom.zone);
    const email: RenderedEmail = {
      releaseId: input.releaseId,
      version: input.version,
      edition: input.edition,
      language,
      direction: directionOf(language),
      subject,
      preheader: editionPreheader(input, catalogues[language], newsroom),
      html,
      text,
      nonce: input.nonce,
      slots: slotsIn(input.nonce, html, text, subject),
      sender: senderOf(input, newsroom),
    };
    return { ok: true, email, warnings: problems };
  } catch (error) {
    if (error instanceof TemplateFault) return { ok: false, problems: [faultProblem(error)] };
    throw error;
  }
}
