import path from 'node:path';

/**
 * A folder as a person in this directory would write it: relative if it is below the current directory, otherwise
 * absolute.
 */
export function shownDirectory(directory: string): string {
  const relative = path.relative(process.cwd(), directory) || '.';
  return relative.startsWith('..') ? directory : relative;
}
