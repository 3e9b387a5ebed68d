import type { Problem } from '../../../_shared/domain/report.ts';
import { problem } from '../../problems.ts';
import type { Zip } from './open-zip.ts';
import { below, type XmlElement } from './parse-xml.ts';
import { isProblem } from './parts.ts';
import { relationsOf } from './relationships.ts';
import type { Walker } from './walker.ts';

/** What the document holds that its text does not show, or that cannot be sent. */
export function leftOut(zip: Zip, document: XmlElement, walker: Walker): Problem[] {
  const found = [
    walker.changed &&
      problem(
        'word-unaccepted-changes',
        'The Word document has changes that nobody has accepted or rejected.',
      ),
    walker.hidden && problem('word-hidden-text', 'The Word document has hidden text.'),
    walker.pictures > 0 && embeddedPictures(walker.pictures),
    hasComments(document) &&
      problem('word-comments-left-out', 'The Word document has comments; they were left out.'),
    zip.names.some((name) => /^word\/embeddings\//.test(name)) &&
      problem('active-content-left-out', 'An object embedded in the Word document was left out.'),
    hasRemoteTemplate(zip) &&
      problem(
        'remote-content-left-out',
        'The Word document names a template on another server; it was not fetched.',
      ),
  ];
  return found.filter((one) => one !== false);
}

function embeddedPictures(count: number): Problem {
  return problem(
    'image-not-sendable',
    `${count === 1 ? 'A picture' : `${count} pictures`} inside the Word document cannot be sent from there.`,
    {},
    'Drop the pictures beside the document, in the release’s folder.',
  );
}

function hasComments(document: XmlElement): boolean {
  for (const element of below(document)) if (element.name === 'w:commentReference') return true;
  return false;
}

function hasRemoteTemplate(zip: Zip): boolean {
  const settings = relationsOf(zip, 'word/settings.xml');
  return !isProblem(settings) && [...settings.values()].some((relation) => relation.external);
}
