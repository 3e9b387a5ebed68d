import type { Node } from '../architecture/source-tree.ts';
import { type BundleTree, childrenOf, nameOf, nodeIn, nodesIn } from './bundle-tree.ts';
import type { Scope } from './scopes.ts';

/**
 * The code that a function can reach, beyond what esbuild keeps: an adapter is an object of functions, and one of them
 * counts only if its name is used somewhere in code that is reached. So `contactTable(table)` in a handler does not
 * mean that the lists are read. Names decide, not types: two members with one name are reached together.
 */
export function reachableCode({ program, fileOf }: BundleTree, scopes: ReadonlyMap<Node, Scope>): Node[] {
  const seen = new Set<Node>();
  const usedNames = new Set<string>();
  const waiting = new Map<string, Node[]>();
  const queue: Node[] = rootsOf(program);

  const use = (name: string) => {
    usedNames.add(name);
    queue.push(...(waiting.get(name) ?? []));
    waiting.delete(name);
  };
  const visit = (node: Node) => {
    if (node.type === 'Identifier') {
      const binding = scopes.get(node)?.find(String(node.name));
      if (binding?.kind === 'value' && binding.node !== node) queue.push(binding.node);
      // `const { readText } = textStore(bucket)` uses the member of this name.
      for (const name of binding?.path ?? []) use(name);
      return;
    }
    if (node.type === 'MemberExpression' && node.computed !== true) {
      use(nameOf(nodeIn(node, 'property')) ?? '');
      queue.push(...[nodeIn(node, 'object')].filter((object) => object !== undefined));
      return;
    }
    if (node.type === 'ObjectPattern')
      for (const property of nodesIn(node, 'properties')) use(nameOf(nodeIn(property, 'key')) ?? '');
    if (node.type === 'Property' && node.computed !== true && isLazy(node)) {
      const name = nameOf(nodeIn(node, 'key')) ?? '';
      const value = nodeIn(node, 'value');
      if (value && usedNames.has(name)) queue.push(value);
      else if (value) waiting.set(name, [...(waiting.get(name) ?? []), value]);
      return;
    }
    queue.push(...childrenOf(node));
  };
  // A stage's own objects are taken as used: its pages are found by a path at run time.
  const isLazy = (node: Node) =>
    fileOf(node).startsWith('functions/_shared/') && !isPattern(nodeIn(node, 'value'));

  for (let node = queue.pop(); node; node = queue.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    visit(node);
  }
  return [...seen];
}

const isPattern = (node: Node | undefined): boolean => /Pattern$/.test(node?.type ?? '');

/** What runs when the bundle is loaded, and what it exports. Constants count when they are used. */
function rootsOf(program: Node): Node[] {
  return nodesIn(program, 'body').filter(
    ({ type }) =>
      !/^(ImportDeclaration|VariableDeclaration|FunctionDeclaration|ClassDeclaration)$/.test(type),
  );
}
