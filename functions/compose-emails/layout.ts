import { compileMjml } from './compile-mjml.ts';
import type { TemplateSources } from './load-templates.ts';
import { cleanHtml, cleanText } from './plain-text.ts';
import {
  fillTemplate,
  Markup,
  parseTemplate,
  type Scope,
  Setting,
  type Template,
  TemplateFault,
} from './template.ts';

const parsed = (
  sources: ReadonlyMap<string, string>,
  folder: string,
  extension: string,
): Map<string, Template> =>
  new Map(
    [...sources].map(([name, source]) => [name, parseTemplate(source, `${folder}${name}${extension}`)]),
  );

const named = (sources: ReadonlyMap<string, string>, name: string, extension: string): Template => {
  const source = sources.get(name);
  if (source === undefined)
    throw new TemplateFault('template-unknown-name', 'the file is not there', `${name}${extension}`, 1);
  return parseTemplate(source, `${name}${extension}`);
};

export function parseBlocks(sources: TemplateSources): Map<string, Template> {
  return parsed(sources.blocks, 'blocks/', '.html');
}

/**
 * Fills and compiles a layout. MJML sees only settings, and a placeholder of letters and digits for every text. The
 * escaped texts are inserted afterwards, so that text from a person is never interpreted as MJML or as a template.
 */
export async function layOutHtml(sources: TemplateSources, name: string, scope: Scope): Promise<string> {
  const texts: string[] = [];
  const mjml = fillTemplate(
    named(sources.html, name, '.mjml'),
    scope,
    parsed(sources.htmlParts, 'parts/', '.mjml'),
    (value) => {
      if (value instanceof Setting) return value.value;
      texts.push(value instanceof Markup ? value.html : cleanHtml(value));
      return `TEXT${texts.length - 1}TXET`;
    },
  );
  const html = await compileMjml(mjml, `${name}.mjml`);
  return html.replace(/TEXT(\d+)TXET/g, (_, index: string) => texts[Number(index)] ?? '');
}

/** Fills a text twin: without escaping, and with at most one empty line in a row. */
export function layOutText(sources: TemplateSources, name: string, scope: Scope): string {
  const text = fillTemplate(
    named(sources.text, name, '.txt'),
    scope,
    parsed(sources.textParts, 'parts/', '.txt'),
    (value) => {
      if (typeof value === 'string') return cleanText(value);
      return value instanceof Markup ? value.html : value.value;
    },
  );
  return `${text
    .replaceAll(/(?<![ \t])[ \t]+\n/g, '\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}
