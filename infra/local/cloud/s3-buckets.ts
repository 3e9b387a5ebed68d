import { text } from 'node:stream/consumers';
import { Fault } from './fault.ts';
import type { ObjectStore } from './object-store.ts';
import { type Exchange, send } from './s3-exchange.ts';
import { contentsOf } from './xml.ts';

/**
 * A bucket that a client creates exists until the process ends. In us-east-1 its owner may create it again without an
 * error.
 */
export async function createBucket(store: ObjectStore, region: string, exchange: Exchange): Promise<void> {
  const { bucket } = exchange;
  refuseBadName(bucket);
  const [constraint] = contentsOf(await text(exchange.request), 'LocationConstraint');
  // A request for us-east-1 must not name a region.
  if (constraint !== undefined && constraint !== region)
    throw new Fault(
      'IllegalLocationConstraintException',
      `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
    );
  if (constraint === 'us-east-1')
    throw new Fault('InvalidLocationConstraint', 'The specified location-constraint is not valid');
  const isKnown = store.buckets().some(({ name }) => name === bucket);
  if (isKnown && region !== 'us-east-1')
    throw new Fault(
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded and you already own it.',
      409,
    );
  if (!isKnown) store.define(bucket, { isVersioned: false });
  send(exchange, 200, '', { location: `/${bucket}` });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function refuseBadName(name: string): void {
  const isGood =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes('..') &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !/^(xn--|sthree-|amzn-s3-demo-)/.test(name) &&
    !/(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name);
  if (!isGood)
    throw new Fault('InvalidBucketName', 'The specified bucket is not valid.', 400, { BucketName: name });
}

export function deleteBucket(store: ObjectStore, exchange: Exchange): void {
  const { bucket } = exchange;
  store.isVersioned(bucket);
  const { done } = store.versions(bucket, '', '').next();
  if (!done)
    throw new Fault('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409, {
      BucketName: bucket,
    });
  store.forget(bucket);
  send(exchange, 204);
}
