import type { Node } from '../architecture/source-tree.ts';
import { childrenOf, isFunction, nameOf, nodeIn, nodesIn } from './bundle-tree.ts';

/**
 * Where the value of a name comes from: an expression, each element of an iterable, a parameter, or a member of one of
 * these (`path`).
 */
export type Binding =
  | { kind: 'value'; node: Node; path: readonly string[] }
  | { kind: 'each'; node: Node; path: readonly string[] }
  | { kind: 'parameter'; of: Node; index: number; path: readonly string[] };

export class Scope {
  readonly parent: Scope | null;
  readonly names = new Map<string, Binding>();

  constructor(parent: Scope | null) {
    this.parent = parent;
  }

  find(name: string): Binding | undefined {
    return this.names.get(name) ?? this.parent?.find(name);
  }
}

/** The scope of every node of a program. */
export function scopesOf(program: Node): Map<Node, Scope> {
  const scopes = new Map<Node, Scope>();
  const walk = (node: Node, outer: Scope): void => {
    const scope = opensScope(node) ? declared(node, new Scope(outer)) : outer;
    scopes.set(node, scope);
    for (const child of childrenOf(node)) walk(child, scope);
  };
  walk(program, new Scope(null));
  return scopes;
}

function opensScope(node: Node): boolean {
  return isFunction(node) || /^(Program|BlockStatement|For\w*Statement|CatchClause)$/.test(node.type);
}

function declared(node: Node, scope: Scope): Scope {
  if (isFunction(node))
    for (const [index, parameter] of nodesIn(node, 'params').entries())
      bind(scope, parameter, { kind: 'parameter', of: node, index, path: [] });
  const loop = nodeIn(node, 'left');
  const over = nodeIn(node, 'right');
  if (loop && over)
    for (const { id } of declaratorsOf(loop)) if (id) bind(scope, id, { kind: 'each', node: over, path: [] });
  for (const statement of [
    ...nodesIn(node, 'body'),
    ...[nodeIn(node, 'init')].filter((init) => init !== undefined),
  ])
    declare(scope, nodeIn(statement, 'declaration') ?? statement);
  return scope;
}

function declare(scope: Scope, statement: Node): void {
  const name = nameOf(nodeIn(statement, 'id'));
  if (name && /^(Function|Class)Declaration$/.test(statement.type))
    scope.names.set(name, { kind: 'value', node: statement, path: [] });
  for (const { id, init } of declaratorsOf(statement))
    if (id && init) bind(scope, id, { kind: 'value', node: init, path: [] });
}

function declaratorsOf(statement: Node) {
  return nodesIn(statement, 'declarations').map((declarator) => ({
    id: nodeIn(declarator, 'id'),
    init: nodeIn(declarator, 'init'),
  }));
}

/** Binds the names of a pattern: `{ key }` of something is its member `key`. */
function bind(scope: Scope, pattern: Node, binding: Binding): void {
  switch (pattern.type) {
    case 'Identifier':
      scope.names.set(String(pattern.name), binding);
      return;
    case 'AssignmentPattern': {
      const left = nodeIn(pattern, 'left');
      if (left) bind(scope, left, binding);
      return;
    }
    case 'ObjectPattern':
      for (const property of nodesIn(pattern, 'properties')) {
        const value = nodeIn(property, 'value') ?? nodeIn(property, 'argument');
        const key = nameOf(nodeIn(property, 'key'));
        if (value) bind(scope, value, key ? { ...binding, path: [...binding.path, key] } : binding);
      }
      return;
    case 'ArrayPattern':
      for (const element of nodesIn(pattern, 'elements'))
        bind(scope, element, { ...binding, path: [...binding.path, '[]'] });
  }
}
