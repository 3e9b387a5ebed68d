/**
 * The stack frames of an error without its message, because the message may quote the text of a release. A line of the
 * message that begins like a frame does not end like one. With the source map beside the bundle a frame names our own file: it begins at
 * `functions/`, wherever Lambda keeps the bundle.
 */
export function framesOf(error: unknown): string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
    .slice(0, 8)
    .map((line) =>
      line.trim().replace(/(^at (?:async )?|\()[^()]*?\/(?=(?:functions|node_modules|templates)\/)/, '$1'),
    );
}
