import { build } from 'esbuild';
import { parseAst } from 'vitest/node';
import { isNode, type Node, root } from '../architecture/source-tree.ts';

/** The syntax tree of one function's bundle: our own code after tree shaking; packages stay imports. */
export interface BundleTree {
  program: Node;
  /** Local name → what it is the name of. */
  imported: Map<string, { from: string; name: string }>;
  /** The file that a node was written in. */
  fileOf: (node: Node) => string;
}

/** One tree for several files that are used together, such as a command and its connection. */
export async function bundleTree(...files: string[]): Promise<BundleTree> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    stdin: { contents: files.map((file) => `export * from './${file}';`).join('\n'), resolveDir: root },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    target: 'node24',
    logLevel: 'error',
  });
  const source = outputFiles[0]?.text ?? '';
  const program: unknown = parseAst(source, { lang: 'js' });
  if (!isNode(program)) throw new Error(`esbuild's output of ${files.join()} has no syntax tree`);
  return { program, imported: importedBy(program), fileOf: fileFinder(source) };
}

function importedBy(program: Node): BundleTree['imported'] {
  const imported: BundleTree['imported'] = new Map();
  for (const statement of nodesIn(program, 'body')) {
    if (statement.type !== 'ImportDeclaration') continue;
    const from = String(nodeIn(statement, 'source')?.value);
    for (const specifier of nodesIn(statement, 'specifiers')) {
      const local = nameOf(nodeIn(specifier, 'local'));
      if (local) imported.set(local, { from, name: nameOf(nodeIn(specifier, 'imported')) ?? '*' });
    }
  }
  return imported;
}

/** esbuild writes the file's path in a comment before its code. */
function fileFinder(source: string): BundleTree['fileOf'] {
  const starts = [...source.matchAll(/^\/\/ (\S+\.ts)$/gm)];
  return (node) => starts.findLast(({ index }) => index <= node.start)?.[1] ?? '';
}

export function nodeIn(node: Node | undefined, member: string): Node | undefined {
  const value = node?.[member];
  return isNode(value) ? value : undefined;
}

export function nodesIn(node: Node | undefined, member: string): Node[] {
  const value = node?.[member];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** Every node directly below. */
export function childrenOf(node: Node): Node[] {
  return Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );
}

/** The name of an identifier or of a key in quotes. */
export function nameOf(node: Node | undefined): string | undefined {
  if (node?.type === 'Identifier') return String(node.name);
  return node?.type === 'Literal' ? String(node.value) : undefined;
}

export const isFunction = (node: Node | undefined): boolean =>
  node !== undefined && /^(Arrow)?Function(Expression|Declaration)?/.test(node.type);
