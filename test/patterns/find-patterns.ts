import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { filesOf, isNode, lineAt, nodesOf, readSource, root } from '../architecture/source-tree.ts';

/** A regular expression of the tree: as it is written, or as it was composed when its file was loaded. */
export interface Pattern {
  file: string;
  line: number;
  source: string;
  flags: string;
}

export const searchedFolders = ['functions', 'infra', 'bin', 'templates'];

/** `/…/flags` wherever it stands. */
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

/** Where `RegExp(…)` is called: `file:line`. */
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

/** Files that do something when they are loaded: they start a process or read its environment. */
const startsSomething = /\/(handler|reading-process)\.ts$/;

/**
 * What `RegExp(…)` made while the files of functions/ were loaded, named after the file that was being loaded, and the
 * calls that made it. Patterns composed later, from what a run brings, are not among them.
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

/** The places of a stack that are in functions/, innermost first; none when a package made the call. */
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
