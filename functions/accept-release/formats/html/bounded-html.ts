import {
  type DefaultTreeAdapterMap,
  type DefaultTreeAdapterTypes,
  defaultTreeAdapter,
  parse,
  type TreeAdapter,
} from 'parse5';
import type { Problem } from '../../../_shared/domain/report.ts';
import { problem } from '../../problems.ts';
import { BrokenOff, unlessBrokenOff } from '../broken-off.ts';

type Document = DefaultTreeAdapterTypes.Document;

const deepest = 400;
/** Elements of a page, those that the parser adds included: bold that is never closed is opened again in every paragraph. */
const maximumElements = 60_000;
/** Characters of all attributes; repeated with the elements that hold them. */
const maximumAttributeLength = 2_000_000;

/** A page as browsers build it, or why it would be too deep or too large to be gone through. */
export function parseHtml(html: string): Document | Problem {
  return unlessBrokenOff(() => {
    const page = parse(html, {
      sourceCodeLocationInfo: true,
      scriptingEnabled: false,
      treeAdapter: boundedAdapter(),
    });
    // Mended nesting can be deeper than what was open at any time.
    let level: readonly DefaultTreeAdapterTypes.Node[] = [page];
    for (let depth = 0; level.length > 0; depth++) {
      if (depth > deepest) throw tooDeep();
      level = level.flatMap((node) => ('childNodes' in node ? node.childNodes : []));
    }
    return page;
  });
}

function boundedAdapter(): TreeAdapter<DefaultTreeAdapterMap> {
  let depth = 0;
  let elements = 0;
  let attributes = 0;
  return {
    ...defaultTreeAdapter,
    createElement(name, namespace, attrs) {
      for (const { name: key, value } of attrs) attributes += key.length + value.length;
      if (++elements > maximumElements || attributes > maximumAttributeLength)
        throw new BrokenOff(
          problem('file-too-complex', 'The page has far more elements than any text needs.'),
        );
      return defaultTreeAdapter.createElement(name, namespace, attrs);
    },
    onItemPush() {
      if (++depth > deepest) throw tooDeep();
    },
    onItemPop() {
      depth--;
    },
  };
}

const tooDeep = () => new BrokenOff(problem('file-too-deep', 'The page is nested far too deeply.'));
