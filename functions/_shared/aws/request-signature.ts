import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

/** What all requests have in common. Header names in lower case. */
export interface SignedRequest {
  path: string;
  headers: Record<string, string>;
  /** The names of those headers that are signed: not of those that a proxy may change. */
  signed: readonly string[];
  region: string;
  service: string;
}

/**
 * Signature Version 4 of POST requests that differ only in body, time and credentials, byte for byte as the SDK signs
 * them (its test compares the two). The SDK's signer makes each key and each list anew for every request, which takes
 * ten times as long.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export class RequestSignature {
  readonly #request: SignedRequest;
  readonly #path: string;
  readonly #names: string[];
  #made: { from: string; key: KeyObject } | undefined;

  constructor(request: SignedRequest) {
    this.#request = request;
    this.#path = request.path.split('/').map(encodeSegment).join('/');
    this.#names = [...request.signed, 'x-amz-content-sha256', 'x-amz-date'].sort();
  }

  /** The headers of a request whose body has this hash, in hexadecimal. `at` is the time at AWS. */
  headers(sha256: string, at: Date, credentials: Credentials): Record<string, string> {
    const time = at.toISOString().replace(/[-:]|\.\d+/g, '');
    const { accessKeyId, sessionToken } = credentials;
    const headers: Record<string, string> = {
      ...this.#request.headers,
      'x-amz-content-sha256': sha256,
      'x-amz-date': time,
      ...(sessionToken && { 'x-amz-security-token': sessionToken }),
    };
    const names = sessionToken ? [...this.#names, 'x-amz-security-token'].sort() : this.#names;
    const lines = names.map((name) => `${name}:${oneLine(headers[name] ?? '')}\n`).join('');
    const canonical = `POST\n${this.#path}\n\n${lines}\n${names.join(';')}\n${sha256}`;
    const day = time.slice(0, 8);
    const scope = `${day}/${this.#request.region}/${this.#request.service}/aws4_request`;
    const hashed = createHash('sha256').update(canonical).digest('hex');
    const signature = createHmac('sha256', this.#signingKey(credentials, day))
      .update(`AWS4-HMAC-SHA256\n${time}\n${scope}\n${hashed}`)
      .digest('hex');
    headers.authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
    return headers;
  }

  /** The same for all requests of a day with the same credentials. */
  #signingKey({ secretAccessKey }: Credentials, day: string): KeyObject {
    const from = `${day} ${secretAccessKey}`;
    if (this.#made?.from !== from) {
      const { region, service } = this.#request;
      const key = [day, region, service, 'aws4_request'].reduce<Buffer>(
        (derived, word) => createHmac('sha256', derived).update(word).digest(),
        Buffer.from(`AWS4${secretAccessKey}`),
      );
      this.#made = { from, key: createSecretKey(key) };
    }
    return this.#made.key;
  }
}

function oneLine(value: string): string {
  return value.replace(/\s+/g, ' ').trim();
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
