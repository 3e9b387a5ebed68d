import * as z from 'zod';
import { type GatewayResponse, type Page, servePages } from '../runtime/page.ts';

/**
 * Bytes of a request's body. The largest form of a journalist has some kilobytes; the gateway would let 10 MB pass
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html).
 */
const largestBody = 64 * 1024;
const bodySchema = z.object({ body: z.string().default('') });

const oneYearSeconds = 31_536_000;

/** Every answer carries these, also one for an error. A page may replace them. */
function headersOf(publicUrl: string): Record<string, string> {
  return {
    'x-content-type-options': 'nosniff',
    // The address may contain a token. Other sites must not learn it.
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex',
    ...(publicUrl.startsWith('https:') && {
      // Browsers then ask for these pages by https only. Not for subdomains, which are somebody else's.
      'strict-transport-security': `max-age=${oneYearSeconds}`,
    }),
  };
}

/**
 * Serves pages to strangers: limits the size of a request, before anything is read from it, and gives each answer the
 * headers that protect its reader.
 */
export function servePublicPages(stage: string, publicUrl: string, page: Page) {
  const serve = servePages(stage, page);
  const headers = headersOf(publicUrl);
  return async (event: unknown): Promise<GatewayResponse> => {
    const isTooLarge = bodySchema.parse(event).body.length > largestBody;
    const answer = isTooLarge ? tooLarge : await serve(event);
    return { ...answer, headers: { ...headers, ...answer.headers } };
  };
}

const tooLarge: GatewayResponse = {
  statusCode: 413,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  body: 'This form is too large.\n',
  isBase64Encoded: false,
};
