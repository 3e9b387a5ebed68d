import { domainToASCII } from 'node:url';

/** An address in the form in which it is stored, or the reason why the text is no usable address. */
export type ReadAddress =
  | { email: string }
  | { problem: 'address-missing' | 'address-malformed' | 'address-not-ascii' | 'address-several' };

const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const domainLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Reads an address in the forms that people and programs write: bare, `mailto:` or `Name <address>`. The local part
 * keeps its case and must be ASCII (SES v1 accepts nothing else). The domain is lower-cased and may be international.
 */
export function readAddress(written: string): ReadAddress {
  const text = written
    .normalize('NFC')
    .replace(/[\u200b-\u200f\u2060\ufeff\u00a0]/g, ' ')
    .trim();
  const inBrackets = /<([^<>]*)>\s*$/.exec(text)?.[1] ?? text;
  const bare = inBrackets
    .replace(/^mailto:/i, '')
    .replace(/^([^?]*)\?.*$/, '$1')
    .trim();
  if (bare === '') return { problem: 'address-missing' };
  if (/[,;\s]/.test(bare) && bare.split('@').length > 2) return { problem: 'address-several' };
  const at = bare.lastIndexOf('@');
  const local = bare.slice(0, at);
  const domain = bare.slice(at + 1).toLowerCase();
  if (at < 1 || domain === '') return { problem: 'address-malformed' };
  if (/[^\x20-\x7e]/.test(local)) return { problem: 'address-not-ascii' };
  const labels = domainToASCII(domain).split('.');
  const sound =
    local.length <= 64 &&
    localPart.test(local) &&
    labels.length > 1 &&
    labels.join('.').length <= 253 - local.length &&
    labels.every((label) => domainLabel.test(label)) &&
    !/^\d+$/.test(labels.at(-1) ?? '');
  return sound ? { email: `${local}@${domain}` } : { problem: 'address-malformed' };
}
