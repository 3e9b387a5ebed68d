import type { Problem } from '../../_shared/domain/report.ts';
import type { Line } from '../formats/source.ts';
import { problem } from '../problems.ts';
import {
  bare,
  isEndMark,
  isLabel,
  isPageMark,
  isTemplateStatement,
  isWebFurniture,
} from './classify-line.ts';
import { telephonesIn } from './find-contacts.ts';
import type { Role } from './roles.ts';

/** Labels and what belongs to the page, not to the release: navigation, page numbers, letterheads, rules. The rest is body. */
export function markFurniture(lines: readonly Line[]): { roles: Role[]; problems: Problem[] } {
  const repeated = repeatedTexts(lines);
  const roles = lines.map((line): Role => {
    if (isLabel(line.text)) return 'label';
    return isFurniture(line, repeated) ? 'furniture' : 'body';
  });
  const statement = lines.find(
    (line) => isTemplateStatement(line.text) && !isLabel(line.text) && !isOfPage(line),
  );
  return { roles, problems: statement ? [templateLeftOut(statement)] : [] };
}

function templateLeftOut(line: Line): Problem {
  return problem(
    'template-syntax',
    'Statements of a page template (“{% … %}”) stand in the file; they were left out.',
    { line: line.at },
  );
}

function isFurniture(line: Line, repeated: ReadonlySet<string>): boolean {
  return (
    isOfPage(line) ||
    isTemplateStatement(line.text) ||
    (repeated.has(bare(line.text)) && looksLikeLetterhead(line)) ||
    (/^\s*[-–—_=*~#.·•]{3,}\s*$/.test(line.text) && !isEndMark(line.text))
  );
}

function isOfPage(line: Line): boolean {
  return line.navigates === true || isPageMark(line.text) || isWebFurniture(line.text);
}

/** Texts that stand on more than one line, compared without marks around them. */
function repeatedTexts(lines: readonly Line[]): Set<string> {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { text } of lines) {
    if (text.length <= 15 || text.length >= 200) continue;
    const plain = bare(text);
    if (seen.has(plain)) repeated.add(plain);
    seen.add(plain);
  }
  return repeated;
}

/** An address line that a page footer repeats. */
function looksLikeLetterhead(line: Line): boolean {
  return (
    telephonesIn(line.text).length > 0 ||
    /\d{4,6}|\uf0b7|[■•·|]/u.test(line.text) ||
    /(?:street|blvd|avenue|road|suite|floor|p\.?o\.? box)/iu.test(line.text)
  );
}
