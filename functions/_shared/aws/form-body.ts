import type { Mail } from './mail-sender.ts';

/** The body of SendRawEmail: a form, as SES's query API takes it. */
export class FormBody {
  readonly #head: string;

  constructor(configurationSet: string) {
    this.#head = `Action=SendRawEmail&Version=2010-12-01&ConfigurationSetName=${encode(configurationSet)}`;
  }

  write({ from, to, tags, raw }: Mail): Buffer {
    const fields = [this.#head, `&Source=${encode(from)}`, `&Destinations.member.1=${encode(to)}`];
    for (const [i, [name, value]] of Object.entries(tags).entries())
      fields.push(`&Tags.member.${i + 1}.Name=${encode(name)}&Tags.member.${i + 1}.Value=${encode(value)}`);
    return Buffer.from(`${fields.join('')}&RawMessage.Data=${encodeBytes(raw)}`, 'latin1');
  }
}

function encode(value: string): string {
  return encodeURIComponent(value);
}

function encodeBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('base64')
    .replaceAll('+', '%2B')
    .replaceAll('/', '%2F')
    .replaceAll('=', '%3D');
}
