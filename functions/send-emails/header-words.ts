import { domainToASCII } from 'node:url';

/** What would break a header, show a name that is not there or turn the reading direction. */
const unwanted = /[\p{Cc}\uFFFD\u202A-\u202E\u2066-\u2069\u2028\u2029]+/gu;

function clean(value: string): string {
  return value.normalize('NFC').replace(unwanted, ' ').replace(/\s+/g, ' ').trim();
}

/** Text of a header in RFC 2047 words of at most 75 characters where it is not ASCII, folded. */
export function headerText(value: string): string {
  const text = clean(value);
  const isPlain = /^[\x20-\x7e]*$/.test(text) && !text.includes('=?') && !/\S{60}/.test(text);
  return isPlain ? fold(text) : encodedWords(text);
}

/** As `=?UTF-8?B?…?=` 64 characters, so that a line has no more than 76 with `Subject: ` before it. */
const wordBytes = 39;

/** Characters are never split. */
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

/** `Name <address>` as the To header carries it. */
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
 * Whole words of at most so many bytes. A name is kept to one encoded word: parsers in use (Python's until 3.12) read a
 * space between two of them that is not there.
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
 * The address as SMTP takes it: the domain in Punycode. Null where no mail can be addressed: a local part that is not
 * ASCII, a space or a control character.
 */
export function smtpAddress(address: string): string | null {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = domainToASCII(address.slice(at + 1));
  if (at < 1 || domain === '') return null;
  return /^[\x21-\x7e]{1,64}$/.test(local) && !/[<>,;:()[\]\\"]/.test(local) ? `${local}@${domain}` : null;
}
