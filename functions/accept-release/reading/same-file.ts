/** A file that lies beside a text. `size`: bytes. */
export interface Sibling {
  name: string;
  size: number;
}

/** Whether two names mean the same file of one folder: `./`, `?…` and composed letters make no difference. */
export function isSameFile(one: string, other: string): boolean {
  return plainName(one) === plainName(other);
}

function plainName(name: string): string {
  const [plain = ''] = name.normalize('NFC').replace(/^\.\//, '').split(/[?#]/);
  return plain;
}
