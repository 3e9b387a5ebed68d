import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The sources of templates/, by name without extension. They are parsed when used, so that a faulty template holds one
 * release only.
 */
export interface TemplateSources {
  /** `<edition>.mjml`, and the layouts of notices. */
  html: ReadonlyMap<string, string>;
  /** `<edition>.txt`: the text twins. */
  text: ReadonlyMap<string, string>;
  /** `parts/*.mjml`, shared by the layouts. */
  htmlParts: ReadonlyMap<string, string>;
  /** `parts/*.txt`, shared by the text twins. */
  textParts: ReadonlyMap<string, string>;
  /** `blocks/*.html`: the appearance of a paragraph, a quote, a table … of the document. */
  blocks: ReadonlyMap<string, string>;
}

function readAll(directory: string, extension: string): Map<string, string> {
  const files = readdirSync(directory).filter((name) => name.endsWith(extension));
  return new Map(
    files.map((name) => [name.slice(0, -extension.length), readFileSync(join(directory, name), 'utf8')]),
  );
}

export function loadTemplates(directory: string): TemplateSources {
  return {
    html: readAll(directory, '.mjml'),
    text: readAll(directory, '.txt'),
    htmlParts: readAll(join(directory, 'parts'), '.mjml'),
    textParts: readAll(join(directory, 'parts'), '.txt'),
    blocks: readAll(join(directory, 'blocks'), '.html'),
  };
}
