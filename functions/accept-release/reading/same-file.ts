/** A file that lies beside a text. `size`: bytes. */
export interface Sibling {
  name: string;
  size: number;
}

/** Same file in one folder: NFC, without `./`, and as bucket keys are written. */
export function isSameFile(one: string, other: string): boolean {
  return plainName(one) === plainName(other);
}

function plainName(name: string): string {
  const [plain = ''] = name.normalize('NFC').replace(/^\.\//, '').split(/[?#]/);
  return plain;
}
