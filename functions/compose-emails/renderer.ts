import type { Newsroom } from '../_shared/domain/newsroom.ts';
import type { Notice, NoticeOf } from '../_shared/domain/notice.ts';
import type { EditionInput, RenderingResult } from './edition-input.ts';
import { loadTemplates } from './load-templates.ts';
import { renderEdition } from './render-edition.ts';
import { type RenderedNotice, renderNotice, renderProof } from './render-notice.ts';

export interface Renderer {
  renderEdition(input: EditionInput): Promise<RenderingResult>;
  /** Rejects only if a template is broken. */
  renderNotice(notice: Exclude<Notice, { kind: 'proof' }>): Promise<RenderedNotice>;
  renderProof(notice: NoticeOf<'proof'>, shown: EditionInput): Promise<RenderedNotice>;
}

/** Reads the templates once. `publicUrl` has no slash at its end. */
export function createRenderer(options: {
  newsroom: Newsroom;
  templatesDirectory: string;
  publicUrl: string;
}): Renderer {
  const { newsroom, publicUrl } = options;
  const sources = loadTemplates(options.templatesDirectory);
  return {
    renderEdition: (input) => renderEdition(input, newsroom, sources),
    renderNotice: (notice) => renderNotice(notice, newsroom, sources),
    renderProof: (notice, shown) => renderProof(notice, shown, newsroom, sources, publicUrl),
  };
}
