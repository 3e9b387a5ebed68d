import type { Problem } from '../../../_shared/domain/report.ts';
import { maximumTextLength } from '../../limits.ts';
import { problem } from '../../problems.ts';
import { emptySource, type Source } from '../source.ts';
import { readBlocks } from './blocks.ts';
import { leftOut } from './left-out.ts';
import { readNotes } from './notes.ts';
import { joinItems, orderedLists } from './numbering.ts';
import { openZip, type Zip } from './open-zip.ts';
import { readPageMargins } from './page-margins.ts';
import { childOf, type XmlElement } from './parse-xml.ts';
import { isProblem, partOf, refuseMacros } from './parts.ts';
import { mainPart, type Relations, relatedPart, relationsOf } from './relationships.ts';
import { stylesOf } from './styles.ts';
import { isTooLong, newWalker, type Walker } from './walker.ts';

/**
 * A Word document's text as it would print: insertions in, deletions, comments and hidden text out, page headers and
 * footers apart. Nothing outside the file is ever looked at. Lines are numbered by paragraph.
 */
export function readWord(bytes: Uint8Array): Source | Problem {
  const zip = openZip(bytes);
  if (isProblem(zip)) return zip;
  const refused = refuseMacros(zip);
  if (refused) return refused;
  const main = mainPart(zip);
  const document = partOf(zip, main);
  if (document === null) return noText();
  if (isProblem(document)) return document;
  const relations = relationsOf(zip, main);
  return isProblem(relations) ? relations : readText(zip, main, document, relations);
}

function readText(zip: Zip, main: string, document: XmlElement, relations: Relations): Source | Problem {
  const body = childOf(document, 'w:body');
  if (!body) return noText();
  const source = emptySource('docx');
  const walker = newWalker(source, relations, stylesOf(relatedPart(zip, main, relations, '/styles')));
  const ordered = orderedLists(relatedPart(zip, main, relations, '/numbering'));
  source.blocks = joinItems(readBlocks(body, walker), ordered);
  const refused = refuseLength(walker);
  if (refused) return refused;
  readPageMargins(zip, main, walker);
  readNotes(zip, main, walker);
  source.problems.push(...leftOut(zip, document, walker));
  return source;
}

const noText = () => problem('file-damaged', 'The Word document has no text part.');

function refuseLength(walker: Walker): Problem | null {
  if (isTooLong(walker))
    return problem('file-too-large', 'The Word document is far longer than a release can be.');
  if (walker.linked > maximumTextLength)
    return problem(
      'file-too-complex',
      'The Word document repeats its links so often that they are longer than its text can be.',
    );
  return null;
}
