import type { Problem } from '../../../_shared/domain/report.ts';
import type { Zip } from './open-zip.ts';
import { childrenOf, type XmlElement } from './parse-xml.ts';
import { isProblem, optionalPart, partOf } from './parts.ts';

/** What a part of the document names: another part, a picture, or an address outside. */
export interface Relation {
  type: string;
  target: string;
  external: boolean;
  /** The target as it may be published, once it was asked for. */
  link?: string | null;
}
/** By the id that the part's elements use. */
export type Relations = ReadonlyMap<string, Relation>;

/** The part that holds the text. */
export function mainPart(zip: Zip): string {
  for (const relation of relationsIn(optionalPart(zip, '_rels/.rels')).values())
    if (/\/officeDocument$/.test(relation.type) && !relation.external) return partNamed('', relation.target);
  return 'word/document.xml';
}

export function relationsOf(zip: Zip, part: string): Relations | Problem {
  const file = part.slice(part.lastIndexOf('/') + 1);
  const xml = partOf(zip, `${folderOf(part)}_rels/${file}.rels`);
  return xml !== null && isProblem(xml) ? xml : relationsIn(xml);
}

function relationsIn(xml: XmlElement | null): Relations {
  return new Map(
    childrenOf(xml ?? undefined, 'Relationship').map(({ attributes }) => [
      attributes.Id ?? '',
      {
        type: attributes.Type ?? '',
        target: attributes.Target ?? '',
        external: attributes.TargetMode === 'External',
      },
    ]),
  );
}

/** The first part that `main` relates to by a type of that ending (`/styles`). */
export function relatedPart(zip: Zip, main: string, relations: Relations, ending: string): XmlElement | null {
  for (const relation of relations.values())
    if (relation.type.endsWith(ending) && !relation.external)
      return optionalPart(zip, targetPart(main, relation));
  return null;
}

/** The part that a relation of `part` leads to. */
export function targetPart(part: string, relation: Relation): string {
  return partNamed(folderOf(part), relation.target);
}

/** A target's part name; paths that climb stay names that no part has. */
function partNamed(folder: string, target: string): string {
  const path = target.startsWith('/') ? target.slice(1) : `${folder}${target}`;
  const steps: string[] = [];
  for (const step of path.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.' && step !== '') steps.push(step);
  }
  return steps.join('/');
}
const folderOf = (part: string) => part.slice(0, part.lastIndexOf('/') + 1);
