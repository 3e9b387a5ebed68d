import type { Node } from '../architecture/source-tree.ts';
import { childrenOf, isFunction, nameOf, nodeIn, nodesIn } from './bundle-tree.ts';
import type { Binding, Scope } from './scopes.ts';

/** An expression, and the arguments of the calls through which it was reached. */
interface Place {
  node: Node;
  given: Given | null;
}
interface Given {
  callee: Node;
  parameters: Node[];
  from: Given | null;
  depth: number;
}

interface Known {
  given: Given | null;
  asText: boolean;
  values: Place[] | null;
}

const deepest = 40;
const mostCalls = 4;

/** Looks up with which constant beginnings an expression can start, by following the names in it to where they are made. */
export class KeyPrefixes {
  readonly #scopes: ReadonlyMap<Node, Scope>;
  readonly #callsByName = new Map<string, Node[]>();

  constructor(scopes: ReadonlyMap<Node, Scope>, reached: readonly Node[]) {
    this.#scopes = scopes;
    for (const call of reached.filter(({ type }) => type === 'CallExpression')) {
      const name = calledName(call);
      this.#callsByName.set(name, [...(this.#callsByName.get(name) ?? []), call]);
    }
  }

  /** The beginnings of a text: `lists/` of `` `lists/${name}.csv` ``. */
  ofText(expression: Node): Set<string> {
    const found = new Set<string>();
    for (const { node } of this.#values({ node: expression, given: null }, 0, true)) {
      const text = startOf(node);
      if (text) found.add(text);
    }
    return found;
  }

  /** The beginnings of the member `names` of an object, of objects in it, or in a list of them. */
  ofMember(expression: Node, names: readonly string[]): Set<string> {
    const found = new Set<string>();
    const look = (place: Place, depth: number) => {
      if (depth > 8) return;
      for (const value of this.#values(place, 0)) {
        const properties = nodesIn(value.node, 'properties');
        const keyed = properties.filter((property) => names.includes(nameOf(nodeIn(property, 'key')) ?? ''));
        for (const property of keyed) {
          const member = nodeIn(property, 'value');
          if (member)
            for (const { node } of this.#values({ node: member, given: value.given }, 0, true)) {
              const text = startOf(node);
              if (text) found.add(text);
            }
        }
        const inside = properties.map(
          (property) => nodeIn(property, 'value') ?? nodeIn(property, 'argument'),
        );
        for (const next of keyed.length > 0 ? [] : [...inside, ...nodesIn(value.node, 'elements')])
          if (next) look({ node: argumentOf(next), given: value.given }, depth + 1);
      }
    };
    look({ node: expression, given: null }, 0);
    return found;
  }

  /** Whether an object has a member of this name, directly or by a spread. */
  hasMember(expression: Node, name: string): boolean {
    return this.#values({ node: expression, given: null }, 0).some(({ node }) =>
      nodesIn(node, 'properties').some((property) => nameOf(nodeIn(property, 'key')) === name),
    );
  }

  /** The expressions that make the value. `asText`: a text that begins with an expression is what that expression is. */
  #values(place: Place, depth: number, asText = false): Place[] {
    if (depth > deepest) return [];
    const known = this.#known(place, asText);
    if (known.values) return known.values;
    // What is made of itself begins with nothing more.
    known.values = [];
    known.values = this.#look(place, depth, asText);
    return known.values;
  }

  readonly #knownOf = new Map<Node, Known[]>();

  #known({ node, given }: Place, asText: boolean): Known {
    const known = this.#knownOf.get(node) ?? [];
    this.#knownOf.set(node, known);
    const found = known.find((one) => one.given === given && one.asText === asText);
    if (found) return found;
    const made: Known = { given, asText, values: null };
    known.push(made);
    return made;
  }

  #look(place: Place, depth: number, asText: boolean): Place[] {
    const { node, given } = place;
    const on = (next: Node | undefined): Place[] =>
      next ? this.#values({ node: next, given }, depth + 1, asText) : [];
    switch (node.type) {
      case 'AwaitExpression':
      case 'SpreadElement':
        return on(nodeIn(node, 'argument'));
      case 'ConditionalExpression':
        return [...on(nodeIn(node, 'consequent')), ...on(nodeIn(node, 'alternate'))];
      case 'LogicalExpression':
        return [...on(nodeIn(node, 'left')), ...on(nodeIn(node, 'right'))];
      case 'BinaryExpression':
        return on(nodeIn(node, 'left'));
      case 'TemplateLiteral':
        return asText && startOf(node) === '' ? on(nodesIn(node, 'expressions')[0]) : [place];
      case 'Identifier':
        return this.#named(place, depth, asText);
      case 'MemberExpression':
        return this.#member(place, depth, asText);
      case 'CallExpression':
        return this.#called(place, depth, asText);
      default:
        return [place];
    }
  }

  #named({ node, given }: Place, depth: number, asText: boolean): Place[] {
    const binding = this.#scopes.get(node)?.find(String(node.name));
    if (!binding) return [];
    if (binding.kind === 'parameter') return this.#argument(binding, given, depth, asText);
    const values =
      binding.kind === 'each'
        ? this.#elements({ node: binding.node, given }, depth + 1)
        : [{ node: binding.node, given }];
    return this.#along(values, binding.path, depth, asText);
  }

  /** The members at a path of some values. A list of lists, or of what a path leads to, is looked into. */
  #along(values: Place[], path: readonly string[], depth: number, asText: boolean): Place[] {
    const [name, ...rest] = path;
    if (name === undefined) return values.flatMap((value) => this.#values(value, depth + 1, asText));
    const members = values
      .flatMap((value) => this.#values(value, depth + 1))
      .flatMap(({ node, given }): Place[] => {
        if (name === '[]') return nodesIn(node, 'elements').map((element) => ({ node: element, given }));
        const value = nodesIn(node, 'properties')
          .filter((property) => nameOf(nodeIn(property, 'key')) === name)
          .map((property) => nodeIn(property, 'value'));
        // The key of a listed object begins as the listing does.
        if (name === 'key' && value.length === 0 && startOf(node)) return [{ node, given }];
        return value.flatMap((found) => (found ? [{ node: found, given }] : []));
      });
    return this.#along(members, rest, depth + 1, asText);
  }

  #argument(
    binding: Extract<Binding, { kind: 'parameter' }>,
    given: Given | null,
    depth: number,
    asText: boolean,
  ) {
    for (let bound = given; bound; bound = bound.from)
      if (bound.callee === binding.of) {
        const argument = bound.parameters[binding.index];
        return argument
          ? this.#along([{ node: argument, given: bound.from }], binding.path, depth, asText)
          : [];
      }
    return this.#callsOf(binding.of).flatMap((call) => {
      const argument = nodesIn(call, 'arguments')[binding.index];
      return argument ? this.#along([{ node: argument, given: null }], binding.path, depth + 3, asText) : [];
    });
  }

  /** The calls of a function by its name, or by the name of the member that it is. */
  #callsOf(called: Node): Node[] {
    const name = this.#nameOfFunction(called);
    if (!name) return [];
    return (this.#callsByName.get(name.text) ?? []).filter((call) => {
      const callee = nodeIn(call, 'callee');
      if (callee?.type !== 'Identifier') return !name.isTop;
      const isDeclared = isAt(this.#scopes.get(callee)?.find(name.text), called);
      return name.isTop ? isDeclared : !isDeclared;
    });
  }

  readonly #functionNames = new Map<Node, { text: string; isTop: boolean }>();

  #nameOfFunction(called: Node): { text: string; isTop: boolean } | undefined {
    if (this.#functionNames.size === 0)
      for (const node of this.#scopes.keys()) {
        const text = nameOf(nodeIn(node, node.type === 'Property' ? 'key' : 'id'));
        const made = /Declarator$/.test(node.type) ? nodeIn(node, 'init') : nodeIn(node, 'value');
        if (text && node.type === 'FunctionDeclaration') this.#functionNames.set(node, { text, isTop: true });
        if (text && made && isFunction(made) && !this.#functionNames.has(made))
          this.#functionNames.set(made, { text, isTop: node.type !== 'Property' });
      }
    return this.#functionNames.get(called);
  }

  #member({ node, given }: Place, depth: number, asText: boolean): Place[] {
    const object = nodeIn(node, 'object');
    const name = nameOf(nodeIn(node, 'property'));
    if (!object || !name || node.computed === true) return [];
    return this.#along([{ node: object, given }], [name], depth + 1, asText);
  }

  #called({ node, given }: Place, depth: number, asText: boolean): Place[] {
    const callee = nodeIn(node, 'callee');
    const parameters = nodesIn(node, 'arguments');
    const on = (next: Node | undefined) =>
      next ? this.#values({ node: next, given }, depth + 1, asText) : [];
    const name = calledName(node);
    // `within(key, folders)` is a key in one of these; what `listObjects(folder)` finds begins with the folder.
    const [first, second] = parameters;
    if (name === 'within' && second)
      return this.#elements({ node: second, given }, depth + 1).flatMap((each) =>
        this.#values(each, depth + 1, true),
      );
    if (name === 'listObjects') return on(first);
    if (callee?.type === 'MemberExpression') {
      const made = parameters.flatMap((parameter) => this.#values({ node: parameter, given }, depth + 1));
      const results = made.flatMap((each) => this.#returned(each, [], depth, asText));
      return results.length > 0 ? results : on(nodeIn(callee, 'object'));
    }
    const functions = callee ? this.#values({ node: callee, given }, depth + 1) : [];
    // A package's function may return what it is given: `marshall(item)`.
    if (functions.length === 0) return parameters.flatMap(on);
    return functions.flatMap((each) => this.#returned(each, parameters, depth, asText, given));
  }

  #returned(called: Place, parameters: Node[], depth: number, asText: boolean, from = called.given): Place[] {
    if (!isFunction(called.node)) return [];
    const given = parameters.length > 0 ? this.#given(called.node, parameters, from) : from;
    if (given && given.depth > mostCalls) return [];
    const body = nodeIn(called.node, 'body');
    if (!body) return [];
    const results = body.type === 'BlockStatement' ? returnsIn(body) : [body];
    return results.flatMap((node) => this.#values({ node, given }, depth + 1, asText));
  }

  readonly #givens: Given[] = [];

  #given(callee: Node, parameters: Node[], from: Given | null): Given {
    const same = (one: Given) =>
      one.callee === callee && one.from === from && one.parameters.every((node, i) => node === parameters[i]);
    const known = this.#givens.find(same);
    if (known) return known;
    const made = { callee, parameters, from, depth: (from?.depth ?? 0) + 1 };
    this.#givens.push(made);
    return made;
  }

  #elements(place: Place, depth: number): Place[] {
    return this.#values(place, depth, true).flatMap(({ node, given }) =>
      node.type === 'ArrayExpression'
        ? nodesIn(node, 'elements').flatMap((element) =>
            element.type === 'SpreadElement'
              ? this.#elements({ node: argumentOf(element), given }, depth + 1)
              : [{ node: element, given }],
          )
        : [{ node, given }],
    );
  }
}

/** The name of a call's function or method. */
export function calledName(call: Node): string {
  const callee = nodeIn(call, 'callee');
  return nameOf(callee?.type === 'MemberExpression' ? nodeIn(callee, 'property') : callee) ?? '';
}

function isAt(binding: Binding | undefined, node: Node): boolean {
  return binding?.kind === 'value' && binding.node === node;
}

function argumentOf(node: Node): Node {
  return node.type === 'SpreadElement' ? (nodeIn(node, 'argument') ?? node) : node;
}

function returnsIn(node: Node): Node[] {
  if (node.type === 'ReturnStatement')
    return [nodeIn(node, 'argument')].filter((result) => result !== undefined);
  return isFunction(node) ? [] : childrenOf(node).flatMap(returnsIn);
}

/** The constant beginning of a literal. */
function startOf(node: Node): string | undefined {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  const [first] = nodesIn(node, 'quasis');
  const value = first?.value;
  return typeof value === 'object' && value !== null && 'cooked' in value ? String(value.cooked) : undefined;
}
