/**
 * Checks that a key which was read from somewhere lies in one of these folders of the bucket, and returns it. The
 * functions have rights on folders, and test/rights reads the folders here.
 */
export function within(key: string, folders: readonly string[]): string {
  if (!folders.some((folder) => key.startsWith(folder)))
    throw new Error(`a key is not in ${folders.join(' or ')}`);
  return key;
}
