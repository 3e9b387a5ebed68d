import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'vitest/node';

/** The repository's TypeScript for the architecture tests: files, their syntax, and their imports. */

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Paths from the root, with slashes. */
export function filesOf(folders: readonly string[]): string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
        path.join(folder, file).replaceAll('\\', '/'),
      ),
    )
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .sort();
}

export function readSource(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

/** A node of the syntax tree (ESTree with TypeScript). Positions are offsets into the source. */
export interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value && 'end' in value;
}

/** Every node of a source, parents before children. */
export function* nodesOf(source: string): Generator<Node> {
  const program: unknown = parseAst(source, { lang: 'ts' });
  if (isNode(program)) yield* below(program);
}

function* below(node: Node): Generator<Node> {
  yield node;
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) yield* below(child);
}

/** The line of an offset, counted from 1. */
export function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length;
}

export interface Import {
  file: string;
  /** A path from the root, or the name of a package. */
  target: string;
}

const importing = new Set([
  'ImportDeclaration',
  'ImportExpression',
  'ExportAllDeclaration',
  'ExportNamedDeclaration',
  'TSImportType',
]);

/** Every import of a file: also of types, by `export … from` and by `import(…)`. */
export function importsOf(file: string): Import[] {
  return [...nodesOf(readSource(file))]
    .filter(({ type }) => importing.has(type))
    .flatMap(({ source }) => (isNode(source) && typeof source.value === 'string' ? [source.value] : []))
    .map((target) => ({
      file,
      target: target.startsWith('.') ? path.posix.join(path.posix.dirname(file), target) : target,
    }));
}
