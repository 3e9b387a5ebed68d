import { parseAst } from 'vitest/node';

/**
 * Plants all mutants of a source file at once, each behind a switch: `mutant(7) ? a || b : a && b`. A run turns one of
 * them on, so the file is parsed and bundled only once. A first run with all of them off finds out which tests reach
 * which mutants.
 */

export interface Mutant {
  /** Counted over the whole file, from 0. Stable as long as the file does not change. */
  id: number;
  line: number;
  /** `a && b → a || b`, on one line. */
  change: string;
}

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value;

/** The replacements for an operator. A wrong boundary is the mistake that readers overlook most often. */
const otherOperator: Record<string, string> = {
  '&&': '||',
  '||': '&&',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '-': '+',
  '*': '/',
  '/': '*',
};

const otherMethod = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['min', 'max'],
  ['max', 'min'],
]);

/** The source with its switches, and the change of each. `from` is the number of the first mutant. */
export function plantMutants(source: string, from = 0): { planted: string; mutants: Mutant[] } {
  const mutants: Mutant[] = [];
  const textOf = (node: Node): string => source.slice(node.start, node.end);
  const plant = (node: Node, replacement: string): number => {
    const id = from + mutants.length;
    const line = source.slice(0, node.start).split('\n').length;
    const oneLine = (text: string) => text.replace(/\s+/g, ' ').slice(0, 90);
    mutants.push({ id, line, change: `${oneLine(textOf(node))} → ${oneLine(replacement) || 'nothing'}` });
    return id;
  };

  /** The text of a node, with the mutants of its children planted. */
  const rewrite = (node: Node): string => {
    const children = childrenOf(node).sort((a, b) => a.start - b.start);
    let written = '';
    let at = node.start;
    for (const child of children) {
      if (child.start < at) continue;
      written += source.slice(at, child.start) + visit(child, isCondition(child, node));
      at = child.end;
    }
    return written + source.slice(at, node.end);
  };

  const visit = (node: Node, asCondition: boolean): string => {
    if (isOnlyType(node)) return textOf(node);
    if (isForgettable(node)) return `{ if (!mutant(${plant(node, '')})) { ${rewrite(node)} } }`;
    const replacements = [
      ...(asCondition ? ['true', 'false'] : []),
      ...replacementsFor(node, textOf).filter((one) => !asCondition || !/^(true|false)$/.test(one)),
    ];
    const switches = replacements.map((text) => `mutant(${plant(node, text)}) ? (${text}) : `);
    const own = rewrite(node);
    return switches.length === 0 ? own : `(${switches.join('')}(${own}))`;
  };

  const program: unknown = parseAst(source, { lang: 'ts' });
  if (!isNode(program)) throw new Error('the parser returned no program');
  return { planted: rewrite({ ...program, start: 0, end: source.length }), mutants };
}

function childrenOf(node: Node): Node[] {
  return Object.entries(node).flatMap(([key, value]) => {
    if (key === 'parent') return [];
    // In `{ a }` key and value are at the same place, and a key that is a plain name is no expression.
    if (node.type === 'Property' && key === 'key' && node.computed !== true) return [];
    return (Array.isArray(value) ? value : [value]).filter(isNode);
  });
}

function isOnlyType({ type, importKind }: Node): boolean {
  const carriesCode = /^TS(As|Satisfies|NonNull)/.test(type);
  return (type.startsWith('TS') && !carriesCode) || type === 'ImportDeclaration' || importKind === 'type';
}

function isCondition(node: Node, parent: Node): boolean {
  return (parent.type === 'IfStatement' || parent.type === 'ConditionalExpression') && parent.test === node;
}

/** A call or assignment that is made for its effect: a line that a programmer may forget. */
function isForgettable({ type, expression }: Node): boolean {
  if (type !== 'ExpressionStatement' || !isNode(expression)) return false;
  const effect = expression.type === 'AwaitExpression' ? expression.argument : expression;
  return isNode(effect) && (effect.type === 'CallExpression' || effect.type === 'AssignmentExpression');
}

function replacementsFor(node: Node, textOf: (node: Node) => string): string[] {
  const { type, left, right, operator, argument, callee, value } = node;
  if ((type === 'LogicalExpression' || type === 'BinaryExpression') && isNode(left) && isNode(right)) {
    if (operator === '??') return [textOf(left)];
    const other = otherOperator[String(operator)];
    return other === undefined ? [] : [`(${textOf(left)}) ${other} (${textOf(right)})`];
  }
  if (type === 'UnaryExpression' && operator === '!' && isNode(argument)) return [textOf(argument)];
  if (type === 'Literal' && typeof value === 'boolean') return [String(!value)];
  if (type === 'CallExpression' && isNode(callee) && callee.type === 'MemberExpression') {
    const { object, property } = callee;
    if (!isNode(object) || !isNode(property)) return [];
    const other = otherMethod.get(textOf(property));
    const called = textOf(node).slice(callee.end - node.start);
    if (other !== undefined) return [`${textOf(object)}.${other}${called}`];
    if (textOf(property) === 'filter') return [textOf(object)];
  }
  return [];
}
