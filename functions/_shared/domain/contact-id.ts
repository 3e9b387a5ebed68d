import { createHmac } from 'node:crypto';
import { domainToASCII } from 'node:url';

const base32 = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * The form in which two spellings of one address are equal: trimmed, NFC, all lower case, the domain in Punycode.
 * Mail systems that tell `Ann@` from `ann@` are not met in practice; writing to one person twice is.
 */
export function normaliseAddress(address: string): string {
  const trimmed = address.trim().normalize('NFC').toLowerCase();
  const at = trimmed.lastIndexOf('@');
  return `${trimmed.slice(0, at)}@${domainToASCII(trimmed.slice(at + 1)) || trimmed.slice(at + 1)}`;
}

/** Address → id, one way: keyed, so that ids in logs and tags cannot be turned back by hashing a phone book. */
export function contactIdOf(address: string, key: Uint8Array): string {
  const digest = createHmac('sha256', key).update(normaliseAddress(address)).digest();
  let bits = 0n;
  for (const byte of digest.subarray(0, 17)) bits = (bits << 8n) | BigInt(byte);
  bits >>= 6n; // 136 bits to the 130 that 26 characters hold
  let id = '';
  for (let i = 0; i < 26; i++) {
    id = base32.charAt(Number(bits & 31n)) + id;
    bits >>= 5n;
  }
  return `c${id}`;
}
