import { readFileSync } from 'node:fs';
import MarkdownIt from 'markdown-it';

const markdown = new MarkdownIt({ html: false });

/** The articles of docs/runbook.md as HTML, by the name of their heading. The console shows them beside the alarms. */
export function runbookArticles(file: string): Record<string, string> {
  const [, ...parts] = readFileSync(file, 'utf8').split(/^## /m);
  const articles = parts.map((part) => {
    const [heading = '', ...text] = part.split('\n');
    return [anchorOf(heading), markdown.render(forConsole(text.join('\n')))];
  });
  return Object.fromEntries(articles);
}

/** The anchor of a heading, as GitHub makes it. */
export function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

/** Articles refer to each other; the other documents are not in the console. */
function forConsole(text: string): string {
  return text.replace(/\]\(#/g, '](/alarms/').replace(/\[([^[\]]+)\]\((?!https:|\/alarms\/)[^()]*\)/g, '$1');
}
