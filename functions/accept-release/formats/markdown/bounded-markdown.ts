import MarkdownIt, { type Token } from 'markdown-it';
import type { Problem } from '../../../_shared/domain/report.ts';
import { maximumTextLength } from '../../limits.ts';
import { problem } from '../../problems.ts';
import { BrokenOff, unlessBrokenOff } from '../broken-off.ts';

// HTML inside Markdown is recognised only to be taken out; typographic replacements would change what was written.
const parser = new MarkdownIt('commonmark', { html: true, maxNesting: 40 }).enable([
  'table',
  'strikethrough',
]);

/** Link definitions: a book has some hundred. */
const maximumDefinitions = 5_000;
/** Characters looked at in search of the brackets that belong together: a text is gone through some ten times. */
const maximumBracketWork = 20_000_000;

/** Markdown's tokens, or why they would be too many: a definition of a line can be used on each of a thousand others. */
export function parseMarkdown(text: string): Token[] | Problem {
  work = 0;
  return unlessBrokenOff(() => parser.parse(text, { references: countedReferences() }));
}

/** Where the parser keeps definitions and looks them up, with an account of what they make the text grow by. */
function countedReferences(): Record<string, { href: string; title: string }> {
  let definitions = 0;
  let grown = 0;
  return new Proxy<Record<string, { href: string; title: string }>>(Object.create(null), {
    set(known, label, definition) {
      if (++definitions > maximumDefinitions)
        throw tooComplex(`The text defines more than ${maximumDefinitions} links.`);
      return Reflect.set(known, label, definition);
    },
    get(known, label) {
      const definition = typeof label === 'string' ? known[label] : undefined;
      grown += (definition?.href.length ?? 0) + (definition?.title.length ?? 0);
      if (grown > maximumTextLength)
        throw tooComplex('The text uses its link definitions so often that it becomes many times as long.');
      return definition;
    },
  });
}

const tooComplex = (message: string) => new BrokenOff(problem('file-too-complex', message));

let work = 0;
const { parseLinkLabel } = parser.helpers;
parser.helpers.parseLinkLabel = (state, start, ...rest) => {
  const end = lastOf(state.src, ']') < start ? -1 : parseLinkLabel(state, start, ...rest);
  work += (end < 0 ? state.posMax : end) - start;
  if (work > maximumBracketWork)
    throw tooComplex('The text has so many brackets inside each other that they cannot be told apart.');
  return end;
};

// `<!--`, `<?` and their like without an end are text, as they would be found to be after a look at all the rest.
const ends: readonly (readonly [string, string])[] = [
  ['<!--', '-->'],
  ['<?', '?>'],
  ['<![CDATA[', ']]>'],
  ['<!', '>'],
];
parser.inline.ruler.before('html_inline', 'html_without_end', (state, silent) => {
  const opened = ends.find(([start]) => state.src.startsWith(start, state.pos));
  if (!opened || lastOf(state.src, opened[1]) > state.pos) return false;
  if (!silent) state.pending += '<';
  state.pos++;
  return true;
});

/** Looked up once for each text. */
const lasts = new Map<string, { text: string; at: number }>();
function lastOf(text: string, sign: string): number {
  const known = lasts.get(sign);
  if (known?.text === text) return known.at;
  const at = text.lastIndexOf(sign);
  lasts.set(sign, { text, at });
  return at;
}
