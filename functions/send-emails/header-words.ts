import { domainToASCII } from 'node:url';

/** What would break a header, show a name that is not there or turn the reading direction (R8, R9). */
const unwanted = /[\p{Cc}\uFFFD\u202A-\u202E\u2066-\u2069\u2028\u2029]+/gu;

const longestName = 120;

function clean(value: string): string {
  return value.normalize('NFC').replace(unwanted, ' ').replace(/\s+/g, ' ').trim();
}

/** Text of a header in RFC 2047 words of at most 75 characters where it is not ASCII, folded (R7). */
export function headerText(value: string): string {
  const text = clean(value);
  const isPlain = /^[\x20-\x7e]*$/.test(text) && !text.includes('=?') && !/\S{60}/.test(text);
  return isPlain ? fold(text) : encodedWords(text);
}

/** 75 characters hold `=?UTF-8?B?…?=` with 60 of base64: 45 bytes. Characters are never split. */
function encodedWords(text: string): string {
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    if (Buffer.byteLength(word + character) > 45) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  words.push(word);
  return words.map((each) => `=?UTF-8?B?${Buffer.from(each).toString('base64')}?=`).join('\r\n ');
}

function fold(text: string): string {
  return text.replace(/(.{1,60})( |$)/g, (_, line, space) => (space ? `${line}\r\n ` : line));
}

/** `Name <address>` as the To header carries it. */
export function mailbox(name: string | null, address: string): string {
  const text = Array.from(clean(name ?? ''))
    .slice(0, longestName)
    .join('');
  if (text === '') return address;
  if (/^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~ ]+$/.test(text) && !text.includes('=?') && text.length <= 60)
    return `${text} <${address}>`;
  if (/^[\x20-\x7e]+$/.test(text) && !text.includes('=?') && text.length <= 60)
    return `"${text.replace(/["\\]/g, '\\$&')}" <${address}>`;
  return `${encodedWords(text)}\r\n <${address}>`;
}

/**
 * The address as SMTP takes it: the domain in Punycode. Null where no mail can be addressed: a local part that is not
 * ASCII (R10), a space or a control character.
 */
export function smtpAddress(address: string): string | null {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const domain = domainToASCII(address.slice(at + 1));
  if (at < 1 || domain === '') return null;
  return /^[\x21-\x7e]{1,64}$/.test(local) && !/[<>,;:()[\]\\"]/.test(local) ? `${local}@${domain}` : null;
}
