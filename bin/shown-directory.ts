import path from 'node:path';

/** A folder as a person here would write it: relative while it is below, else whole. */
export function shownDirectory(directory: string): string {
  const relative = path.relative(process.cwd(), directory) || '.';
  return relative.startsWith('..') ? directory : relative;
}
