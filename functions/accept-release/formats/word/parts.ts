import type { Problem } from '../../../_shared/domain/report.ts';
import { problem } from '../../problems.ts';
import type { Zip } from './open-zip.ts';
import { parseXml, type XmlElement } from './parse-xml.ts';

export const isProblem = (value: object): value is Problem => 'severity' in value;

/** A part of the document, parsed; null when there is none of that name. */
export function partOf(zip: Zip, name: string): XmlElement | null | Problem {
  const bytes = zip.read(name);
  return bytes instanceof Uint8Array ? parseXml(bytes) : bytes;
}

/** A part that the text can do without: one that cannot be read is as good as none. */
export function optionalPart(zip: Zip, name: string): XmlElement | null {
  const part = partOf(zip, name);
  return part === null || isProblem(part) ? null : part;
}

/** Why a document with macros is not read; null when it has none. */
export function refuseMacros(zip: Zip): Problem | null {
  if (zip.names.some((name) => /vbaproject|\.bas$/.test(name)))
    return problem('file-with-macros', 'The Word document contains macros.');
  const types = zip.read('[Content_Types].xml');
  if (types instanceof Uint8Array && /macroEnabled/i.test(new TextDecoder().decode(types)))
    return problem('file-with-macros', 'The Word document is of the kind that contains macros.');
  return types !== null && !(types instanceof Uint8Array) ? types : null;
}
