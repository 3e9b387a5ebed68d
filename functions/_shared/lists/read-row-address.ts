import { type ReadAddress, readAddress } from '../domain/address.ts';

/** Characters of a cell that are searched for addresses. */
const longestCell = 2000;

/**
 * The address that a row is for. Of several addresses in one cell, the first valid one is taken. If the row has no
 * personal address, the outlet's address is taken. Both cases are reported, because the mail may reach another person.
 */
export function readRowAddress(
  own: string,
  outlets: string,
): { address: ReadAddress; from: 'email' | 'outletEmail'; several: number } {
  const from = own.trim() === '' && outlets.trim() !== '' ? 'outletEmail' : 'email';
  const cell = (from === 'email' ? own : outlets).slice(0, longestCell);
  const whole = readAddress(cell);
  const parts = addressesIn(cell, whole);
  if (parts.length < 2) return { address: whole, from, several: 1 };
  for (const part of parts) {
    const address = readAddress(part);
    if ('email' in address) return { address, from, several: parts.length };
  }
  return { address: whole, from, several: parts.length };
}

/** Splits `a@x; b@y`, `Ann <a@x>, Bob <b@y>` or `a@x b@y`. A comma inside a name does not start a second address. */
function addressesIn(cell: string, whole: ReadAddress): string[] {
  if (cell.indexOf('@') === cell.lastIndexOf('@')) return [];
  const listed = cell.split(/[;,|\n]|\s\/\s/).filter((part) => part.includes('@'));
  if (listed.length > 1) return listed;
  return 'problem' in whole && whole.problem === 'address-several'
    ? cell.split(/\s/).filter((part) => part.includes('@'))
    : [];
}
