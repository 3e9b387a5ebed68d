import { describe, expect, it } from 'vitest';
import { filesOf, isNode, lineAt, type Node, nodesOf, readSource } from './source-tree.ts';

/** No function or pattern may be too long to understand at one look. */

const folders = ['functions', 'infra', 'bin', 'templates', 'bench'];
const longestPattern = 200;
const longestFunction = 60;

/** Exceptions that remain to be shortened, by file. Do not add any; when all are gone, delete these lists. */
const longPatterns: Readonly<Record<string, number>> = {
  'functions/accept-release/moments/find-zones.ts': 1,
};
const longFunctions: Readonly<Record<string, number>> = {
  'functions/_shared/lists/read-contact-row.ts': 1,
  'functions/_shared/lists/read-workbook.ts': 1,
  'functions/arm-delivery/arm-delivery.ts': 1,
  'functions/subscriptions/public-layout.ts': 1,
};

/** A place that is too long, as reported to the reader. */
interface Found {
  file: string;
  where: string;
}

function search(isFound: (node: Node, source: string) => string | false): Found[] {
  return filesOf(folders).flatMap((file) => {
    const source = readSource(file);
    return [...nodesOf(source)].flatMap((node) => {
      const size = isFound(node, source);
      return size === false ? [] : [{ file, where: `${file}:${lineAt(source, node.start)} ${size}` }];
    });
  });
}

/** Files that have more findings than listed. */
function complaints(found: readonly Found[], listed: Readonly<Record<string, number>>): string[] {
  return [...Map.groupBy(found, ({ file }) => file)]
    .filter(([file, here]) => here.length > (listed[file] ?? 0))
    .flatMap(([, here]) => here.map(({ where }) => where));
}

function isFunction({ type, body }: Node): boolean {
  return isNode(body) && /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(type);
}

describe('sizes', () => {
  it(`no regular expression is written with more than ${longestPattern} characters: words are in lists and composed`, () => {
    const found = search(
      ({ regex, start, end }) =>
        regex !== undefined && end - start > longestPattern && `${end - start} characters`,
    );
    expect(complaints(found, longPatterns)).toEqual([]);
  });

  it(`no function is longer than ${longestFunction} lines`, () => {
    const found = search((node, source) => {
      if (!isFunction(node)) return false;
      const lines = source.slice(node.start, node.end).split('\n').length;
      return lines > longestFunction && `${lines} lines`;
    });
    expect(complaints(found, longFunctions)).toEqual([]);
  });
});
