import { randomUUID } from 'node:crypto';
import type { Account } from './account.ts';
import type { ObjectChanged } from './object-store.ts';
import type { BucketNotification } from './template.ts';

/**
 * Whether S3 would send a notification for this event. `s3:ObjectCreated:*` matches every way of creating an object,
 * `s3:ObjectRemoved:*` every way of deleting it.
 */
export function isNotified(notification: BucketNotification, changed: ObjectChanged): boolean {
  const wanted = notification.event.replace(/^s3:/, '');
  const isEvent = wanted.endsWith('*')
    ? changed.event.startsWith(wanted.slice(0, -1))
    : changed.event === wanted;
  return (
    isEvent &&
    notification.bucket === changed.bucket &&
    changed.key.startsWith(notification.prefix) &&
    changed.key.endsWith(notification.suffix)
  );
}

/** The message that S3 sends. Its key is URL-encoded once, with `+` for a space. */
export function notificationBody(changed: ObjectChanged, at: number, { region, account }: Account): string {
  const key = encodeURIComponent(changed.key)
    .replaceAll('%20', '+')
    .replaceAll('%2F', '/')
    .replace(/[!'()]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return JSON.stringify({
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: region,
        eventTime: new Date(at).toISOString(),
        eventName: changed.event,
        userIdentity: { principalId: `AWS:${account}` },
        requestParameters: { sourceIPAddress: '127.0.0.1' },
        responseElements: { 'x-amz-request-id': randomUUID(), 'x-amz-id-2': 'local' },
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: 'local',
          bucket: {
            name: changed.bucket,
            ownerIdentity: { principalId: account },
            arn: `arn:aws:s3:::${changed.bucket}`,
          },
          object: {
            key,
            ...(!changed.event.startsWith('ObjectRemoved:') && { size: changed.bytes }),
            ...(changed.etag !== '' && { eTag: changed.etag }),
            ...(changed.version !== null && { versionId: changed.version }),
            sequencer: changed.sequencer,
          },
        },
      },
    ],
  });
}
