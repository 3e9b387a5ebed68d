import { readFiles } from '../../../functions/accept-release/reading/read-files.ts';
import { serveReadings } from '../../../functions/accept-release/reading/serve-readings.ts';

// The reading process with a reader that some files are too much for, by their names.
serveReadings((files, context, begin) => {
  const unread = files.files.filter((file) => !file.refused).map((file) => file.key);
  return readFiles(files, context, (key) => {
    begin?.(key);
    // Everything was read, and together it is too much.
    if (key === null && unread.some((one) => one.includes('together'))) grow();
    if (key === null || !unread.includes(key)) return;
    if (key.includes('endless')) for (;;);
    if (key.includes('greedy')) grow();
    if (key.includes('broken')) throw new TypeError('Secret headline');
  });
});

/** Fast, and in a way that ends a whole process, not only a thread of it. */
function grow(): void {
  const all = [];
  for (;;) all.push('a,'.repeat(30_000_000).match(/a/g));
}
