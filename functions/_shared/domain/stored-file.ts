/** Where a picture or attachment of a version is kept, out of reach of later drops. */
export function storedFileKey(releaseId: string, version: number, file: string): string {
  return `store/pictures/${releaseId}/${version}/${file}`;
}

/** The picture's rendition for mails and pages lies beside its original under a name of its own. */
export function renditionNameOf(file: string, isGif: boolean): string {
  return `mail-${file.replaceAll('/', '-')}.${isGif ? 'gif' : 'jpg'}`;
}
