/** One header as written, unfolded: `{ name: 'Subject', value: '=?UTF-8?Q?…?=' }`. */
export type MailHeader = { name: string; value: string };

/** The headers of a raw message, in order. */
export function readHeaders(raw: Buffer): MailHeader[] {
  const end = raw.indexOf('\r\n\r\n');
  const block = raw.subarray(0, end < 0 ? raw.length : end).toString();
  return block
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)
    .flatMap((line) => {
      const colon = line.indexOf(':');
      return colon > 0 ? [{ name: line.slice(0, colon).trim(), value: line.slice(colon + 1).trim() }] : [];
    });
}

export function headerNamed(headers: readonly MailHeader[], name: string): string | undefined {
  return headers.find((header) => header.name.toLowerCase() === name.toLowerCase())?.value;
}

/** The address in a mailbox: `ha@example.org` for both `"Ms. Ha" <ha@example.org>` and `ha@example.org`. */
export function addressIn(mailbox: string): string {
  return (/<([^<>]*)>\s*$/.exec(mailbox)?.[1] ?? mailbox).trim();
}

/** The mailboxes in a To, Cc or Bcc header. Commas inside quotes do not separate them. */
export function mailboxesIn(value: string): string[] {
  return [...value.matchAll(/(?:"(?:[^"\\]|\\.)*"|[^",])+/g)].map((match) => match[0].trim()).filter(Boolean);
}

const encodedWord = /=\?([^?]+)\?([bq])\?([^?]*)\?=/gi;

/**
 * A header as a person reads it: RFC 2047 encoded-words are decoded, even if one character is split between two of
 * them.
 */
export function readable(value: string): string {
  const joined = value.replace(/(=\?[^?]+\?[bq]\?[^?]*\?=)\s+(?==\?[^?]+\?[bq]\?)/gi, '$1');
  return joined.replace(/(?:=\?[^?]+\?[bq]\?[^?]*\?=)+/gi, (run) => {
    const words = [...run.matchAll(encodedWord)];
    const charset = words[0]?.[1] ?? 'utf-8';
    return decode(Buffer.concat(words.map(([, , form = '', text = '']) => bytesOf(form, text))), charset);
  });
}

function bytesOf(form: string, text: string): Buffer {
  if (form.toLowerCase() === 'b') return Buffer.from(text, 'base64');
  const unquoted = text
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return Buffer.from(unquoted, 'latin1');
}

function decode(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    // An unknown character set: show the bytes.
    return bytes.toString('latin1');
  }
}
