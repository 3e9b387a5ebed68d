import { randomUUID } from 'node:crypto';
import { type Form, members } from './form.ts';
import { invalid } from './ses-message.ts';

/** Composes the message from the fields of `SendEmail`, as SES does. */
export function composeMessage(form: Form, at: Date): Buffer {
  const source = form.get('Source');
  if (!source) throw invalid("Missing required header 'From'.");
  const list = (name: string) => members(form, name).join(', ');
  const headers = [
    ['From', source],
    ['Reply-To', list('ReplyToAddresses')],
    ['To', list('Destination.ToAddresses')],
    ['Cc', list('Destination.CcAddresses')],
    ['Bcc', list('Destination.BccAddresses')],
    ['Subject', encodedWords(form.get('Message.Subject.Data') ?? '')],
    ['Date', at.toUTCString()],
    ['Message-ID', `<${randomUUID()}@email.amazonses.com>`],
    ['MIME-Version', '1.0'],
  ];
  const head = headers.filter(([, value]) => value !== '').map(([name, value]) => `${name}: ${value}`);
  return Buffer.from([...head, bodyOf(form)].join('\r\n'));
}

function bodyOf(form: Form): string {
  const text = form.get('Message.Body.Text.Data');
  const page = form.get('Message.Body.Html.Data');
  if (text === undefined && page === undefined) throw invalid('Empty required header or body.');
  const parts = [
    ...(text === undefined ? [] : [part('plain', text)]),
    ...(page === undefined ? [] : [part('html', page)]),
  ];
  if (parts.length === 1) return parts.join('');
  const boundary = `----=_Part_${randomUUID()}`;
  const inner = parts.map((each) => `--${boundary}\r\n${each}\r\n`).join('');
  return `Content-Type: multipart/alternative; boundary="${boundary}"\r\n\r\n${inner}--${boundary}--\r\n`;
}

function part(kind: 'plain' | 'html', content: string): string {
  const encoded = Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\r\n');
  return `Content-Type: text/${kind}; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${encoded}\r\n`;
}

/** RFC 2047 encoded words of at most 45 bytes each. Characters are not split. */
function encodedWords(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  const words: string[] = [];
  for (const character of text) {
    const last = words.at(-1);
    if (last !== undefined && Buffer.byteLength(last + character) <= 45)
      words[words.length - 1] = last + character;
    else words.push(character);
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ');
}
