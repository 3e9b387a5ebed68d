import { instructionTarget } from './links.ts';
import type { XmlElement } from './parse-xml.ts';

/** The fields (a link, a page number, a date) that the text stands in, from `begin` over `separate` to `end`. */
export interface Fields {
  /** One for each that is open, inner ones last: true once its result is shown. */
  open: boolean[];
  instruction: string;
}

export const noFields = (): Fields => ({ open: [], instruction: '' });

/** Text between `begin` and `separate` is an instruction, which is not printed. */
export const isInstruction = (fields: Fields) => fields.open.includes(false);

export function markField(mark: XmlElement, fields: Fields): void {
  switch (mark.attributes['w:fldCharType']) {
    case 'begin':
      fields.open.push(false);
      fields.instruction = '';
      break;
    case 'separate':
      fields.open[fields.open.length - 1] = true;
      break;
    case 'end':
      fields.open.pop();
      break;
  }
}

/** Where the text leads that stands in a field; null outside of one, and in one that leads nowhere. */
export const fieldTarget = (fields: Fields) =>
  fields.open.length > 0 ? instructionTarget(fields.instruction) : null;
