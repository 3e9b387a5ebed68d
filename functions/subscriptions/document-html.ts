import type { Block, Image, Inline } from '../_shared/domain/document.ts';
import { type Content, html } from '../_shared/runtime/html.ts';

/** How a page shows the pictures of its release. */
export interface Pictures {
  /** Null leaves the picture out. */
  addressOf: (file: string) => { shown: string; original: string } | null;
  /** `Download the original`, in the page's language. */
  originalWords: string;
}

const safeLink = /^(?:https?:\/\/|mailto:|tel:)/i;

/** A document's blocks as HTML. All text is escaped: nothing a person wrote becomes markup. */
export function documentHtml(blocks: readonly Block[], pictures: Pictures): Content {
  return blocks.map((block) => blockHtml(block, pictures));
}

function blockHtml(block: Block, pictures: Pictures): Content {
  switch (block.type) {
    case 'heading':
      return headingHtml(block.level, inlinesHtml(block.inlines));
    case 'paragraph':
      return html`<p>${inlinesHtml(block.inlines)}</p>\n`;
    case 'list': {
      const items = block.items.map((item) => html`<li>${documentHtml(item, pictures)}</li>\n`);
      return block.ordered ? html`<ol>\n${items}</ol>\n` : html`<ul>\n${items}</ul>\n`;
    }
    case 'quote':
      return html`<blockquote>${documentHtml(block.blocks, pictures)}${
        block.speaker === null ? null : html`<footer>${block.speaker}</footer>`
      }</blockquote>\n`;
    case 'table':
      return html`<div class="table" tabindex="0" role="region"><table>${
        block.header &&
        html`<thead><tr>${block.header.map((cell) => html`<th scope="col">${inlinesHtml(cell)}</th>`)}</tr></thead>`
      }<tbody>${block.rows.map((row) => html`<tr>${row.map((cell) => html`<td>${inlinesHtml(cell)}</td>`)}</tr>\n`)}</tbody></table></div>\n`;
    case 'image':
      return pictureHtml(block.image, pictures);
    case 'rule':
      return html`<hr>\n`;
  }
}

function headingHtml(level: 2 | 3 | 4, content: Content): Content {
  if (level === 2) return html`<h2>${content}</h2>\n`;
  return level === 3 ? html`<h3>${content}</h3>\n` : html`<h4>${content}</h4>\n`;
}

export function pictureHtml({ file, alt, caption, credit }: Image, pictures: Pictures): Content {
  const address = pictures.addressOf(file);
  if (address === null) return null;
  const words = [caption, credit].filter((part) => part !== null && part !== '').join(' · ');
  return html`<figure><img src="${address.shown}" alt="${alt ?? caption ?? ''}" loading="lazy">
<figcaption>${words === '' ? null : html`${words} · `}<a href="${address.original}">${pictures.originalWords}</a></figcaption></figure>\n`;
}

export function inlinesHtml(inlines: readonly Inline[]): Content {
  return inlines.map(inlineHtml);
}

function inlineHtml(inline: Inline): Content {
  if (inline.type === 'break') return html`<br>`;
  let content: Content = inline.text;
  if (inline.type === 'text' && inline.code) content = html`<code>${content}</code>`;
  if (inline.bold) content = html`<strong>${content}</strong>`;
  if (inline.italic) content = html`<em>${content}</em>`;
  if (inline.type !== 'link' || !safeLink.test(inline.href)) return content;
  return html`<a href="${inline.href}" rel="noopener noreferrer nofollow">${content}</a>`;
}
