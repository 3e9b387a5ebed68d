import type { Problem } from '../../../_shared/domain/report.ts';
import { isZipTrouble, openZip as openArchive, type ZipTrouble } from '../../../_shared/office/open-zip.ts';
import { problem } from '../../problems.ts';

/** A Word document's parts, each inflated only when asked for and never beyond its limit. */
export interface Zip {
  names: string[];
  /** The part's bytes; null when there is none of that name; a problem when it cannot be read safely. */
  read(name: string): Uint8Array | null | Problem;
}

/** A long report's text is a tenth of one part. */
const limits = { partBytes: 12_000_000, totalBytes: 40_000_000 };

export function openZip(bytes: Uint8Array): Zip | Problem {
  const zip = openArchive(bytes, limits);
  if (isZipTrouble(zip)) return problemOf(zip);
  return {
    names: zip.names,
    read(name) {
      const part = zip.read(name);
      return part === null || part instanceof Uint8Array ? part : problemOf(part);
    },
  };
}

function problemOf(refusal: ZipTrouble): Problem {
  switch (refusal.trouble) {
    case 'damaged':
      return problem('file-damaged', 'The Word document is damaged: its parts cannot be found.');
    case 'protected':
      return problem('file-protected', 'The Word document is protected by a password.');
    case 'unpacks-too-far':
      return problem('file-suspicious', 'The Word document unpacks to far more than a release can hold.');
    case 'too-many-parts':
      return problem(
        'file-suspicious',
        `The Word document has ${refusal.parts} parts, far more than any real one.`,
      );
    case 'part-twice':
      return problem('file-suspicious', `The Word document holds “${refusal.name.slice(0, 60)}” twice.`);
  }
}
