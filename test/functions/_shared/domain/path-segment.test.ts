import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pathSegment } from '../../../../functions/_shared/domain/path-segment.ts';
import { readPageRequest } from '../../../../functions/_shared/runtime/page.ts';

/** The last segment of an address as a page sees it behind an HTTP API: decoded once and truncated at a decoded `?`. */
async function seenBehindHttpApi(address: string): Promise<string | undefined> {
  const rawPath = decodeURIComponent(address).replace(/\?.*$/s, '');
  const event = { rawPath, requestContext: { http: { method: 'GET' } } };
  return (await readPageRequest(event)).segments.at(-1);
}

it.each([
  '100% sure.pdf',
  'Press%20release.pdf',
  '50%41.pdf',
  'what now?.pdf',
  '%3F',
  'map #2.png',
  'a+b & c=d;e.pdf',
  'thông cáo báo chí.docx',
])('a file called %s opens by its link on a page behind the HTTP API', async (name) => {
  expect(await seenBehindHttpApi(`/r/forum/files/token/${pathSegment(name)}`)).toBe(name);
});

it('the link to a file works for every file name', async () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('/'));
  await fc.assert(
    fc.asyncProperty(name, async (file) => {
      expect(await seenBehindHttpApi(`/r/${pathSegment(file)}`)).toBe(file);
    }),
  );
});

it('an ordinary name stays readable in its address', () => {
  expect(pathSegment('map one.png')).toBe('map%20one.png');
});

it('a function URL passes the path on as it was sent, so the console encodes names once', async () => {
  const name = '100% what?.pdf';
  const event = {
    rawPath: `/releases/${encodeURIComponent(name)}`,
    requestContext: { http: { method: 'GET' } },
  };
  expect((await readPageRequest(event)).segments.at(-1)).toBe(name);
});
