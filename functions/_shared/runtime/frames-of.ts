/** Frames that say what failed, before those of our own code that say on whose behalf. */
const nearest = 3;
const most = 10;

/**
 * The stack frames of an error without its message, because the message may quote the text of a release. A line of the
 * message that begins like a frame does not end like one. With the source map beside the bundle a frame names our own
 * file: it begins at `functions/`, wherever Lambda keeps the bundle. Most frames of a call of AWS are the SDK's; of
 * these only the nearest are kept.
 */
export function framesOf(error: unknown): string[] {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
    .map((line) =>
      line.trim().replace(/(^at (?:async )?|\()[^()]*?\/(?=(?:functions|node_modules|templates)\/)/, '$1'),
    )
    .filter((frame, i) => i < nearest || /(?:^at (?:async )?|\()functions\//.test(frame))
    .slice(0, most);
}
