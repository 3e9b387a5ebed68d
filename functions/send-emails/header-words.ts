import { domainToASCII } from 'node:url';

/** Characters that break a header, are invalid (U+FFFD) or change the reading direction. */
const unwanted = /[\p{Cc}\uFFFD\u202A-\u202E\u2066-\u2069\u2028\u2029]+/gu;

function clean(value: string): string {
  return value.normalize('NFC').replace(unwanted, ' ').replace(/\s+/g, ' ').trim();
}

/** The text of a header, folded. Text that is not ASCII becomes RFC 2047 encoded words of at most 75 characters. */
export function headerText(value: string): string {
  const text = clean(value);
  const isPlain = /^[\x20-\x7e]*$/.test(text) && !text.includes('=?') && !/\S{60}/.test(text);
  return isPlain ? fold(text) : encodedWords(text);
}

/**
 * Bytes per encoded word. As `=?UTF-8?B?…?=` they are 64 characters: with `Subject: ` before it, a line has at most 76.
 */
const wordBytes = 39;

/** Never splits a character. */
function encodedWords(text: string): string {
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    if (Buffer.byteLength(word + character) > wordBytes) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  words.push(word);
  return words.map(encodedWord).join('\r\n ');
}

function encodedWord(text: string): string {
  return `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
}

function fold(text: string): string {
  return text.replace(/(.{1,60})( |$)/g, (_, line, space) => (space ? `${line}\r\n ` : line));
}

const longestName = 60;

/** `Name <address>` for the To header. */
export function mailbox(name: string | null, address: string): string {
  const text = clean(name ?? '');
  if (text === '') return address;
  if (!/^[\x20-\x7e]+$/.test(text) || text.includes('=?'))
    return `${encodedWord(shortened(text, wordBytes))}\r\n <${address}>`;
  const short = shortened(text, longestName);
  if (/^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~ ]+$/.test(short)) return `${short} <${address}>`;
  return `"${short.replace(/["\\]/g, '\\$&')}" <${address}>`;
}

/**
 * Cuts a text to at most so many bytes, at a word boundary. A name must fit into one encoded word: some parsers in use
 * (Python's before 3.12) insert a space between two of them.
 */
function shortened(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  let short = '';
  for (const character of text) {
    if (Buffer.byteLength(short + character) > bytes) break;
    short += character;
  }
  return short.replace(/ [^ ]*$/, '');
}

/**
 * The address for SMTP, with its domain in Punycode. Null if no mail can be sent to it: the local part is not ASCII, or
 * has a space or a control character.
 */
export function smtpAddress(address: string): string | null {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = domainToASCII(address.slice(at + 1));
  if (at < 1 || domain === '') return null;
  return /^[\x21-\x7e]{1,64}$/.test(local) && !/[<>,;:()[\]\\"]/.test(local) ? `${local}@${domain}` : null;
}
