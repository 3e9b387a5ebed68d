import { describe, expect, it } from 'vitest';
import { filesOf, isNode, lineAt, type Node, nodesOf, readSource } from './source-tree.ts';

/** No function or pattern may be too long to understand at one look. */

const folders = ['functions', 'infra', 'bin', 'templates', 'bench'];
const longestPattern = 200;
const longestFunction = 60;

/** Every place that is too long, as reported to the reader. */
function search(isFound: (node: Node, source: string) => string | false): string[] {
  return filesOf(folders).flatMap((file) => {
    const source = readSource(file);
    return [...nodesOf(source)].flatMap((node) => {
      const size = isFound(node, source);
      return size === false ? [] : [`${file}:${lineAt(source, node.start)} ${size}`];
    });
  });
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
    expect(found).toEqual([]);
  });

  it(`no function is longer than ${longestFunction} lines`, () => {
    const found = search((node, source) => {
      if (!isFunction(node)) return false;
      const lines = source.slice(node.start, node.end).split('\n').length;
      return lines > longestFunction && `${lines} lines`;
    });
    expect(found).toEqual([]);
  });
});
