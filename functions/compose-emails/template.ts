/**
 * The placeholder language of templates/: `{{name}}`, `{{#name}}…{{/name}}` (if present, or for each item),
 * `{{^name}}…{{/name}}` (if absent) and `{{>part}}`. It is strict: an unknown name and a missing value are faults.
 * Values are passed to `insert` and never interpreted as template text, so text from a person stays unchanged.
 */

/** HTML that this stage created. All other values are text and are escaped. */
export class Markup {
  readonly html: string;
  constructor(html: string) {
    this.html = html;
  }
}

/** A colour, size or direction of the layout. It is inserted into the MJML source, because MJML calculates with it. */
export class Setting {
  readonly value: string;
  constructor(value: string | number) {
    this.value = String(value);
  }
}

export type Value = string | Markup | Setting | boolean | null | readonly Value[] | Scope;
export interface Scope {
  readonly [name: string]: Value;
}

export type Node =
  | { kind: 'text'; text: string }
  | { kind: 'value'; name: string; line: number }
  | { kind: 'section'; name: string; inverted: boolean; nodes: Node[]; line: number }
  | { kind: 'part'; name: string; line: number };

export interface Template {
  file: string;
  nodes: Node[];
}

/** What is wrong with a template, and where. Composing turns this error into a problem for the desk. */
export class TemplateFault extends Error {
  readonly code: 'template-syntax' | 'template-unknown-name' | 'template-missing-value' | 'template-invalid';
  readonly file: string;
  readonly line: number;
  constructor(code: TemplateFault['code'], message: string, file: string, line: number) {
    super(message);
    this.code = code;
    this.file = file;
    this.line = line;
  }
}

const tagPattern = /\{\{([#^/>]?)\s*([A-Za-z][\w.-]*)\s*\}\}/g;
/**
 * If a section tag or part tag is alone on its line, the whole line is removed, so that text twins keep their spacing.
 */
const loneTagPattern = /^[ \t]*(\{\{[#^/>]\s*[A-Za-z][\w.-]*\s*\}\})[ \t]*\r?\n/gm;

export function parseTemplate(source: string, file: string): Template {
  const text = source.replace(loneTagPattern, '$1\u0000');
  const root: Node[] = [];
  const open: { name: string; line: number; nodes: Node[] }[] = [];
  let nodes = root;
  let line = 1;
  let end = 0;
  const addText = (piece: string): void => {
    line += piece.split(/\n|\u0000/).length - 1;
    const stray = piece.indexOf('{{');
    if (stray >= 0)
      throw new TemplateFault(
        'template-syntax',
        `"${piece.slice(stray, stray + 30)}" is no placeholder`,
        file,
        line,
      );
    if (piece) nodes.push({ kind: 'text', text: piece.replaceAll('\u0000', '') });
  };
  for (const match of text.matchAll(tagPattern)) {
    const [tag, sigil = '', name = ''] = match;
    addText(text.slice(end, match.index));
    end = match.index + tag.length;
    if (sigil === '') nodes.push({ kind: 'value', name, line });
    else if (sigil === '>') nodes.push({ kind: 'part', name, line });
    else if (sigil === '/') {
      const closed = open.pop();
      if (closed?.name !== name)
        throw new TemplateFault('template-syntax', `{{/${name}}} closes nothing`, file, line);
      nodes = open.at(-1)?.nodes ?? root;
    } else {
      const section: Node = { kind: 'section', name, inverted: sigil === '^', nodes: [], line };
      nodes.push(section);
      open.push({ name, line, nodes: section.nodes });
      nodes = section.nodes;
    }
  }
  addText(text.slice(end));
  const unclosed = open.at(-1);
  if (unclosed)
    throw new TemplateFault('template-syntax', `{{#${unclosed.name}}} is never closed`, file, unclosed.line);
  return { file, nodes: root };
}

const isScope = (value: Value | undefined): value is Scope =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Markup) &&
  !(value instanceof Setting);

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

/** The innermost scope that knows the first word of the path resolves the whole path. */
function lookUp(path: string, scopes: readonly Scope[]): Value | undefined {
  const [first = '', ...rest] = path.split('.');
  let value: Value | undefined = scopes.find((scope) => Object.hasOwn(scope, first))?.[first];
  for (const word of rest) value = isScope(value) && Object.hasOwn(value, word) ? value[word] : undefined;
  return value;
}

const isPresent = (value: Value): boolean =>
  value !== null && value !== false && value !== '' && !(isList(value) && value.length === 0);

/** Converts a value to the text that replaces its placeholder. */
export type Insert = (value: string | Markup | Setting) => string;

/** Fills a template. Throws a `TemplateFault` for an unknown name, a missing value or a part that does not exist. */
export function fillTemplate(
  template: Template,
  scope: Scope,
  parts: ReadonlyMap<string, Template>,
  insert: Insert,
): string {
  const fill = (nodes: readonly Node[], scopes: readonly Scope[], file: string): string =>
    nodes.map((node) => (node.kind === 'text' ? node.text : fillNode(node, scopes, file))).join('');

  const valueAt = (name: string, scopes: readonly Scope[], file: string, line: number): Value => {
    const value = lookUp(name, scopes);
    if (value === undefined)
      throw new TemplateFault('template-unknown-name', `nothing is called "${name}"`, file, line);
    return value;
  };

  const fillNode = (
    node: Exclude<Node, { kind: 'text' }>,
    scopes: readonly Scope[],
    file: string,
  ): string => {
    if (node.kind === 'part') {
      const part = parts.get(node.name);
      if (!part)
        throw new TemplateFault('template-unknown-name', `there is no part "${node.name}"`, file, node.line);
      return fill(part.nodes, scopes, part.file);
    }
    const value = valueAt(node.name, scopes, file, node.line);
    if (node.kind === 'value') {
      if (typeof value === 'string' || value instanceof Markup || value instanceof Setting)
        return insert(value);
      throw new TemplateFault('template-missing-value', `"${node.name}" has no value here`, file, node.line);
    }
    if (node.inverted) return isPresent(value) ? '' : fill(node.nodes, scopes, file);
    if (!isPresent(value)) return '';
    const items = isList(value) ? value : [value];
    return items
      .map((item) => fill(node.nodes, isScope(item) ? [item, ...scopes] : [{ it: item }, ...scopes], file))
      .join('');
  };

  return fill(template.nodes, [scope], template.file);
}
