import { createHmac } from 'node:crypto';
import { domainToASCII } from 'node:url';

const base32 = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * Normalises an address, so that two spellings of one address are equal: trimmed, NFC, all lower case, the domain in
 * Punycode. Hardly any mail system distinguishes `Ann@` from `ann@`, but many lists contain both spellings for one
 * person.
 */
export function normaliseAddress(address: string): string {
  const trimmed = address.trim().normalize('NFC').toLowerCase();
  const at = trimmed.lastIndexOf('@');
  return `${trimmed.slice(0, at)}@${domainToASCII(trimmed.slice(at + 1)) || trimmed.slice(at + 1)}`;
}

/**
 * Converts an address to an id, in one direction only. The hash is keyed, so nobody can find the address of an id in a
 * log or tag by hashing a list of known addresses.
 */
export function contactIdOf(address: string, key: Uint8Array): string {
  const digest = createHmac('sha256', key).update(normaliseAddress(address)).digest();
  let bits = 0n;
  for (const byte of digest.subarray(0, 17)) bits = (bits << 8n) | BigInt(byte);
  bits >>= 6n; // from 136 bits to the 130 bits that 26 characters hold
  // Characters that are added to a string one by one stay a tree of strings: ten times as large, for a million ids.
  const id = Buffer.alloc(27, 'c');
  for (let i = 26; i > 0; i--) {
    id[i] = base32.charCodeAt(Number(bits & 31n));
    bits >>= 5n;
  }
  return id.toString('latin1');
}
