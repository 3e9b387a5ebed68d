import { TemplateFault } from './template.ts';

/** HTML elements without a closing tag that occur inside mj-text and mj-raw. */
const voidElements = new Set(['br', 'img', 'hr', 'meta', 'link', 'input', 'col', 'wbr']);
const markupPattern =
  /<!--[\s\S]*?-->|<(\/?)([A-Za-z][\w-]*)((?:\s+[^\s"'<>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'))?)*)\s*(\/?)>/g;

/** Throws for a tag that is not closed, closed twice or misspelt. MJML's strict mode silently drops such content. */
export function checkWellFormed(source: string, file: string): void {
  const open: { tag: string; line: number }[] = [];
  const lineAt = (index: number): number => source.slice(0, index).split('\n').length;
  const fault = (message: string, index: number): TemplateFault =>
    new TemplateFault('template-invalid', message, file, lineAt(index));
  let end = 0;
  for (const match of source.matchAll(markupPattern)) {
    const stray = source.slice(end, match.index).indexOf('<');
    if (stray >= 0) throw fault('a "<" that opens no tag', end + stray);
    end = match.index + match[0].length;
    const [, slash, tag, , selfClosing] = match;
    if (!tag || selfClosing || voidElements.has(tag)) continue;
    if (!slash) open.push({ tag, line: lineAt(match.index) });
    else if (open.pop()?.tag !== tag) throw fault(`</${tag}> closes nothing`, match.index);
  }
  const stray = source.slice(end).indexOf('<');
  if (stray >= 0) throw fault('a "<" that opens no tag', end + stray);
  const left = open.at(-1);
  if (left) throw new TemplateFault('template-invalid', `<${left.tag}> is never closed`, file, left.line);
}
