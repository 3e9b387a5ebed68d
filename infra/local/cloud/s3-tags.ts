import { text } from 'node:stream/consumers';
import { Fault } from './fault.ts';
import { headersOf, type ObjectHeaders, type ObjectStore } from './object-store.ts';
import { type Exchange, send, versionHeader } from './s3-exchange.ts';
import { contentsOf, document, element, unescapeXml } from './xml.ts';

/** The header that sets tags (`a=1&b=2`). The object stores its tags in this form. */
export const tagHeader = 'x-amz-tagging';

type Tag = [key: string, value: string];

/** Answers requests for `?tagging` of an object. */
export async function answerTagging(store: ObjectStore, exchange: Exchange): Promise<void> {
  const { request, query, bucket, key } = exchange;
  const object = store.find(bucket, key, query.get('versionId') ?? undefined);
  const version = versionHeader(object);
  if (request.method === 'GET') return send(exchange, 200, tagsDocument(tagsOf(headersOf(object))), version);
  const tags = request.method === 'PUT' ? readTags(await text(request)) : [];
  store.describe(object, { ...withoutTags(headersOf(object)), ...tagsAsHeader(tags) });
  send(exchange, request.method === 'PUT' ? 200 : 204, '', version);
}

/** Throws for a tag header that S3 refuses. */
export function refuseBadTags(headers: ObjectHeaders): void {
  const written = headers[tagHeader];
  if (written === undefined) return;
  const tags = tagsOf(headers);
  if (new Set(tags.map(([key]) => key)).size < tags.length)
    throw new Fault(
      'InvalidArgument',
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      400,
      { ArgumentName: tagHeader, ArgumentValue: written },
    );
  refuseTags(tags);
}

export function withoutTags(headers: ObjectHeaders): ObjectHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== tagHeader));
}

/** The response header with the number of the object's tags. */
export function tagCount(headers: ObjectHeaders): Record<string, string> {
  const { length } = tagsOf(headers);
  return length === 0 ? {} : { 'x-amz-tagging-count': String(length) };
}

function tagsOf(headers: ObjectHeaders): Tag[] {
  return [...new URLSearchParams(headers[tagHeader] ?? '')];
}

function tagsAsHeader(tags: readonly Tag[]): ObjectHeaders {
  return tags.length === 0 ? {} : { [tagHeader]: new URLSearchParams([...tags]).toString() };
}

function tagsDocument(tags: readonly Tag[]): string {
  const inner = tags.map(([key, value]) => `<Tag>${element('Key', key)}${element('Value', value)}</Tag>`);
  return document('Tagging', `<TagSet>${inner.join('')}</TagSet>`);
}

function readTags(body: string): Tag[] {
  const tags = contentsOf(body, 'Tag').map((tag): Tag => {
    const part = (name: string) => unescapeXml(contentsOf(tag, name)[0] ?? '');
    return [part('Key'), part('Value')];
  });
  refuseTags(tags);
  return tags;
}

const mostTags = 10;
const permitted = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html */
function refuseTags(tags: readonly Tag[]): void {
  if (tags.length > mostTags) throw new Fault('BadRequest', `Object tags cannot be greater than ${mostTags}`);
  for (const [i, [key, value]] of tags.entries()) {
    const invalid = (message: string) => new Fault('InvalidTag', message, 400, { TagKey: key });
    if (tags.findIndex(([other]) => other === key) < i)
      throw invalid('Cannot provide multiple Tags with the same key');
    if (key === '' || key.length > 128 || !permitted.test(key))
      throw invalid('The TagKey you have provided is invalid');
    if (key.startsWith('aws:')) throw invalid('System tags cannot be added/updated by requester');
    if (value.length > 256 || !permitted.test(value))
      throw invalid('The TagValue you have provided is invalid');
  }
}
