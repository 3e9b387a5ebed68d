/** Where a picture or attachment of a version is kept, out of reach of later drops. */
export function storedFileKey(releaseId: string, version: number, file: string): string {
  return `store/pictures/${releaseId}/${version}/${file}`;
}
