import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** The part of DynamoDB's expression language that our adapters use. Anything else throws. */

export type Item = Record<string, AttributeValue>;
export interface Bindings {
  names?: Record<string, string> | undefined;
  values?: Record<string, AttributeValue> | undefined;
}
type Read = (item: Item, bindings: Bindings) => AttributeValue | undefined;
type Test = (item: Item, bindings: Bindings) => boolean;

const tokens = /\s*(<>|<=|>=|[()=<>,+-]|:[A-Za-z0-9_]+|#?[A-Za-z0-9_.]+)/y;

function tokenize(text: string): string[] {
  const found: string[] = [];
  tokens.lastIndex = 0;
  while (tokens.lastIndex < text.trimEnd().length) {
    const match = tokens.exec(text);
    if (!match?.[1]) throw new Error(`cannot read expression: ${text}`);
    found.push(match[1]);
  }
  return found;
}

class Reader {
  readonly tokens: string[];
  at = 0;
  constructor(text: string) {
    this.tokens = tokenize(text);
  }
  peek(): string | undefined {
    return this.tokens[this.at];
  }
  take(): string {
    const token = this.tokens[this.at++];
    if (token === undefined) throw new Error('expression ends early');
    return token;
  }
  expect(token: string): void {
    if (this.take() !== token) throw new Error(`expected ${token} in ${this.tokens.join(' ')}`);
  }
}

function memoized<T>(parse: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text) ?? parse(text);
    known.set(text, found);
    return found;
  };
}

function readPath(token: string): Read {
  const parts = token.split('.');
  return (item, { names }) => {
    let value: AttributeValue | undefined;
    let map: Item | undefined = item;
    for (const part of parts) {
      value = map?.[part.startsWith('#') ? (names?.[part] ?? '') : part];
      map = value?.M;
    }
    return value;
  };
}

function readOperand(reader: Reader): Read {
  const token = reader.take();
  if (token.startsWith(':')) return (_, { values }) => values?.[token];
  if (token !== 'if_not_exists') return readPath(token);
  reader.expect('(');
  const path = readPath(reader.take());
  reader.expect(',');
  const otherwise = readOperand(reader);
  reader.expect(')');
  return (item, bindings) => path(item, bindings) ?? otherwise(item, bindings);
}

function readTest(reader: Reader): Test {
  let left = readConjunction(reader);
  while (reader.peek() === 'OR') {
    reader.take();
    const [a, b] = [left, readConjunction(reader)];
    left = (item, bindings) => a(item, bindings) || b(item, bindings);
  }
  return left;
}

function readConjunction(reader: Reader): Test {
  let left = readComparison(reader);
  while (reader.peek() === 'AND') {
    reader.take();
    const [a, b] = [left, readComparison(reader)];
    left = (item, bindings) => a(item, bindings) && b(item, bindings);
  }
  return left;
}

function readComparison(reader: Reader): Test {
  const token = reader.peek();
  if (token === '(') {
    reader.take();
    const inner = readTest(reader);
    reader.expect(')');
    return inner;
  }
  if (token === 'attribute_not_exists' || token === 'attribute_exists') {
    reader.take();
    reader.expect('(');
    const path = readPath(reader.take());
    reader.expect(')');
    const wanted = token === 'attribute_exists';
    return (item, bindings) => (path(item, bindings) !== undefined) === wanted;
  }
  if (token === 'begins_with') {
    reader.take();
    reader.expect('(');
    const path = readPath(reader.take());
    reader.expect(',');
    const prefix = readOperand(reader);
    reader.expect(')');
    return (item, bindings) => path(item, bindings)?.S?.startsWith(prefix(item, bindings)?.S ?? '') ?? false;
  }
  const left = readOperand(reader);
  const operator = reader.take();
  if (operator === 'IN') {
    reader.expect('(');
    const members = [readOperand(reader)];
    while (reader.take() === ',') members.push(readOperand(reader));
    return (item, bindings) =>
      members.some((member) => compare(left(item, bindings), member(item, bindings)) === 0);
  }
  const right = readOperand(reader);
  return (item, bindings) => holds(operator, compare(left(item, bindings), right(item, bindings)));
}

function holds(operator: string, order: number | null): boolean {
  switch (operator) {
    case '=':
      return order === 0;
    case '<>':
      return order !== 0;
    case '<':
      return order !== null && order < 0;
    case '<=':
      return order !== null && order <= 0;
    case '>':
      return order !== null && order > 0;
    case '>=':
      return order !== null && order >= 0;
    default:
      throw new Error(`no such operator: ${operator}`);
  }
}

/** Null if the two cannot be compared, like a missing attribute. */
function compare(a: AttributeValue | undefined, b: AttributeValue | undefined): number | null {
  if (!a || !b) return null;
  if (a.N !== undefined && b.N !== undefined) return Number(a.N) - Number(b.N);
  if (a.S !== undefined && b.S !== undefined) return a.S < b.S ? -1 : a.S > b.S ? 1 : 0;
  if (a.NULL && b.NULL) return 0;
  if (a.BOOL !== undefined && b.BOOL !== undefined) return a.BOOL === b.BOOL ? 0 : 1;
  return null;
}

type Change = (before: Item, after: Item, bindings: Bindings) => void;

const parseTest = memoized((text: string) => readTest(new Reader(text)));
const parseUpdate = memoized((text: string) => readUpdate(new Reader(text)));

export function matches(item: Item, condition: string | undefined, bindings: Bindings): boolean {
  return condition === undefined || parseTest(condition)(item, bindings);
}

export function updated(item: Item, update: string, bindings: Bindings): Item {
  const after = { ...item };
  for (const change of parseUpdate(update)) change(item, after, bindings);
  return after;
}

function readUpdate(reader: Reader): Change[] {
  const changes: Change[] = [];
  while (reader.peek() !== undefined) {
    const clause = reader.take();
    do {
      if (reader.peek() === ',') reader.take();
      changes.push(readChange(clause, reader));
    } while (reader.peek() === ',');
  }
  return changes;
}

function readChange(clause: string, reader: Reader): Change {
  const path = reader.take();
  const nameOf = ({ names }: Bindings) => (path.startsWith('#') ? (names?.[path] ?? '') : path);
  if (clause === 'REMOVE')
    return (_, after, bindings) => {
      delete after[nameOf(bindings)];
    };
  if (clause === 'ADD') {
    const amount = readOperand(reader);
    return (before, after, bindings) => {
      const sum = numberOf(before[nameOf(bindings)]) + numberOf(amount(before, bindings));
      after[nameOf(bindings)] = { N: String(sum) };
    };
  }
  if (clause !== 'SET') throw new Error(`no such clause: ${clause}`);
  reader.expect('=');
  const left = readOperand(reader);
  const sign = reader.peek();
  if (sign !== '+' && sign !== '-')
    return (before, after, bindings) => {
      const value = left(before, bindings);
      if (value) after[nameOf(bindings)] = value;
    };
  reader.take();
  const right = readOperand(reader);
  return (before, after, bindings) => {
    const [a, b] = [numberOf(left(before, bindings)), numberOf(right(before, bindings))];
    after[nameOf(bindings)] = { N: String(sign === '+' ? a + b : a - b) };
  };
}

function numberOf(value: AttributeValue | undefined): number {
  return Number(value?.N ?? 0);
}
