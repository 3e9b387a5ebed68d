import { catalogues } from '../../templates/catalogues/catalogues.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import type { Notice, NoticeOf } from '../_shared/domain/notice.ts';
import { pathSegment } from '../_shared/domain/path-segment.ts';
import { lookOf } from './appearance.ts';
import type { EditionInput } from './edition-input.ts';
import { brandScope, wordsScope } from './edition-scope.ts';
import { layOutHtml, layOutText } from './layout.ts';
import { type Context, writeLetter } from './letter.ts';
import type { TemplateSources } from './load-templates.ts';
import { fillMessage, isolatedIn } from './message.ts';
import { oneLine } from './plain-text.ts';
import { preheaderOf } from './preheader.ts';
import { fillSlots, proofScope } from './proof.ts';
import { layOutEdition } from './render-edition.ts';
import type { Scope } from './template.ts';

/** A notice that is ready to send to one address; it has no slots. */
export interface RenderedNotice {
  subject: string;
  html: string;
  text: string;
}

function contextOf(notice: Notice, newsroom: Newsroom): Context {
  return { newsroom, words: catalogues[notice.language], language: notice.language };
}

/** Renders any notice except the proof. Throws a `TemplateFault` if a template is broken; there is no other error. */
export async function renderNotice(
  notice: Exclude<Notice, { kind: 'proof' }>,
  newsroom: Newsroom,
  sources: TemplateSources,
): Promise<RenderedNotice> {
  const context = contextOf(notice, newsroom);
  const letter = writeLetter(notice, context);
  const { words, language } = context;
  const subject = oneLine(letter.subject);
  const scope: Scope = {
    look: lookOf(newsroom, language),
    words: wordsScope(words),
    brand: brandScope(newsroom, language),
    subject,
    heading: letter.heading,
    preheader: preheaderOf(letter.paragraphs[0] ?? letter.heading, language),
    paragraphs: letter.paragraphs,
    facts: letter.facts.map(({ name, values }) => ({
      name,
      values: values.map((value) => isolatedIn(language, value)),
    })),
    remarks: letter.remarks,
    button: letter.button && {
      ...letter.button,
      shownUrl: isolatedIn(language, letter.button.url),
      otherwise: words.letter.otherwise,
    },
    because: fillMessage(words.footer.sentBy, { organisation: newsroom.name }, language),
    leaving: false,
  };
  return {
    subject,
    html: await layOutHtml(sources, 'letter', scope),
    text: layOutText(sources, 'letter', scope),
  };
}

/**
 * The proof: counts, plan, assumptions and the approve button above, and below them the edition exactly as it will
 * look.
 */
export async function renderProof(
  notice: NoticeOf<'proof'>,
  shown: EditionInput,
  newsroom: Newsroom,
  sources: TemplateSources,
  publicUrl: string,
): Promise<RenderedNotice> {
  const context = contextOf(notice, newsroom);
  const { title, releaseId, version } = notice;
  const rendered = await layOutEdition(shown, newsroom, sources, proofScope(notice, shown, context));
  const filled = fillSlots(rendered, shown.nonce, context, {
    web: `${publicUrl}/r/${pathSegment(releaseId)}`,
    home: newsroom.brand.website,
  });
  return {
    subject: oneLine(
      fillMessage(
        context.words.proof.subject,
        { title, release: releaseId, version: String(version) },
        notice.language,
      ),
    ),
    ...filled,
  };
}
