import type { Assumption, Problem } from '../../_shared/domain/report.ts';
import type { Declaration } from '../declarations/declaration.ts';
import { splitFrontMatter } from '../declarations/front-matter.ts';
import { decodeText } from '../formats/decode-text.ts';
import { readHtml } from '../formats/html/read-html.ts';
import { readMarkdown } from '../formats/markdown/read-markdown.ts';
import { looksLikeMarkdown, readPlainText } from '../formats/read-plain-text.ts';
import type { Kind } from '../formats/sniff-kind.ts';
import type { Source } from '../formats/source.ts';
import { readWord } from '../formats/word/read-word.ts';
import { maximumLines, maximumTextLength } from '../limits.ts';
import { problem } from '../problems.ts';
import { cleanText } from '../words/clean-text.ts';

/** A file as its format reads it, and the declaration on top of it. */
export interface Opened {
  /** Null when the file cannot be read. */
  source: Source | null;
  declaration: Declaration | null;
  problems: Problem[];
  assumptions: Assumption[];
}

export function openSource(kind: Kind, bytes: Uint8Array): Opened {
  return kind === 'docx' ? opened(readWord(bytes)) : openText(kind, bytes);
}

function opened(source: Source | Problem): Opened {
  const both =
    'blocks' in source ? { source, problems: source.problems } : { source: null, problems: [source] };
  return { ...both, declaration: null, assumptions: [] };
}

function openText(kind: Exclude<Kind, 'docx'>, bytes: Uint8Array): Opened {
  const decoded = decodeText(bytes, kind === 'html' ? 'html' : 'text');
  // Cleaning turns other characters into line ends, so lines are counted afterwards.
  const text = decoded.text.length > maximumTextLength ? null : cleanText(decoded.text);
  if (text === null || hasTooManyLines(text))
    return opened(problem('file-too-large', 'The text is far longer than a release can be.'));
  const front = splitFrontMatter(text);
  const { source, problems } = opened(parse(kind, front.body, front.firstLine));
  return {
    source,
    declaration: front.declaration,
    problems: [
      ...decoded.problems,
      ...(hasControls(decoded.text)
        ? [problem('text-cleaned', 'Invisible control characters stood in the text.')]
        : []),
      // The problems of a declaration are reported with those of the other declarations.
      ...(front.declaration ? [] : front.problems),
      ...problems,
    ],
    assumptions: decoded.assumptions,
  };
}

function parse(kind: Exclude<Kind, 'docx'>, text: string, firstLine: number): Source | Problem {
  const isPage = kind === 'html' || (kind === 'text' && /^\s*<(?:!doctype html|html)[\s>]/i.test(text));
  if (isPage) return readHtml(text, firstLine);
  if (kind === 'markdown' || looksLikeMarkdown(text)) return readMarkdown(text, firstLine);
  return readPlainText(text, firstLine);
}

function hasTooManyLines(text: string): boolean {
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1))
    if (++lines > maximumLines) return true;
  return false;
}

function hasControls(text: string): boolean {
  return /[\0-\x08\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]/.test(text);
}
