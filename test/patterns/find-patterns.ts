import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { filesOf, isNode, lineAt, nodesOf, readSource, root } from '../architecture/source-tree.ts';

/** A regular expression in the tree: as written, or as composed when its file was loaded. */
export interface Pattern {
  file: string;
  line: number;
  source: string;
  flags: string;
}

export const searchedFolders = ['functions', 'infra', 'bin', 'templates'];

/** All `/…/flags` literals. */
export function literalPatterns(): Pattern[] {
  return filesOf(searchedFolders).flatMap((file) => {
    const text = readSource(file);
    return [...nodesOf(text)].flatMap(({ regex, start }) =>
      isLiteral(regex)
        ? [{ file, line: lineAt(text, start), source: regex.pattern, flags: regex.flags }]
        : [],
    );
  });
}

function isLiteral(regex: unknown): regex is { pattern: string; flags: string } {
  return typeof regex === 'object' && regex !== null && 'pattern' in regex && 'flags' in regex;
}

/** The places that call `RegExp(…)`, as `file:line`. */
export function composingCalls(): string[] {
  return filesOf(searchedFolders).flatMap((file) => {
    const text = readSource(file);
    return [...nodesOf(text)]
      .filter(
        ({ type, callee }) =>
          /^(New|Call)Expression$/.test(type) && isNode(callee) && callee.name === 'RegExp',
      )
      .map(({ start }) => `${file}:${lineAt(text, start)}`);
  });
}

/** Files that start a process or read the environment when they are loaded. */
const startsSomething = /\/(handler|reading-process)\.ts$/;

/**
 * The patterns that `RegExp(…)` created while the files in functions/ were loaded, each with the file that was being
 * loaded, and the places of the calls. Patterns that are composed later, from run-time data, are not included.
 */
export async function composedPatterns(): Promise<{ patterns: Pattern[]; calls: Set<string> }> {
  const patterns: Pattern[] = [];
  const calls = new Set<string>();
  const record = ({ source, flags }: RegExp) => {
    const places = ourPlaces(new Error().stack ?? '');
    const [call, loaded] = [places.at(0), places.at(-1)];
    if (!call || !loaded) return;
    calls.add(`${call.file}:${call.line}`);
    patterns.push({ ...loaded, source, flags });
  };
  const Original = globalThis.RegExp;
  globalThis.RegExp = new Proxy(Original, {
    construct(target, given, newTarget) {
      const made: RegExp = Reflect.construct(target, given, newTarget);
      record(made);
      return made;
    },
  });
  try {
    for (const file of filesOf(['functions']).filter((one) => !startsSomething.test(one)))
      await import(pathToFileURL(path.join(root, file)).href);
  } finally {
    globalThis.RegExp = Original;
  }
  return { patterns, calls };
}

/** The frames of a stack that are in functions/, innermost first. Empty if a package made the call. */
function ourPlaces(stack: string): { file: string; line: number }[] {
  const frames = stack
    .split('\n')
    .filter((line) => line.includes('file://') && !line.includes('/test/patterns/find-patterns.ts'))
    .map((line) => /(file:\/\/[^\s)]+):(\d+):\d+/.exec(line));
  const places = frames.map((frame) => ({
    file: path.relative(root, fileURLToPath(frame?.[1] ?? 'file:///')).replaceAll('\\', '/'),
    line: Number(frame?.[2]),
  }));
  const foreign = places.findIndex(({ file }) => !file.startsWith('functions/'));
  return foreign < 0 ? places : places.slice(0, foreign);
}
