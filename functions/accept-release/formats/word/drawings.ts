import { problem } from '../../problems.ts';
import { below, type XmlElement } from './parse-xml.ts';
import { drawRule, keepMargin, type Walker } from './walker.ts';

/** A picture, a text box, a watermark or a drawn line. */
export function readDrawing(drawing: XmlElement, walker: Walker): void {
  for (const element of below(drawing)) {
    if (element.name === 'w:txbxContent') {
      walker.boxes.push(element);
      return;
    }
    if (element.attributes['o:hr'] === 't') drawRule(walker, walker.at);
    if (element.name === 'v:textpath') keepMargin(walker, 'page header', element.attributes.string ?? '');
    if (element.name === 'a:blip' || element.name === 'v:imagedata') countPicture(element.attributes, walker);
  }
}

function countPicture(attributes: XmlElement['attributes'], walker: Walker): void {
  const relation = walker.relations.get(
    attributes['r:embed'] ?? attributes['r:id'] ?? attributes['r:link'] ?? '',
  );
  if (relation?.external || attributes['r:link'] !== undefined)
    walker.source.problems.push(
      problem('remote-content-left-out', 'A picture on another server was left out.', { line: walker.at }),
    );
  else walker.pictures++;
}
