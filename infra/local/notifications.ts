import { randomUUID } from 'node:crypto';
import type { Account } from './account.ts';
import type { ObjectCreated } from './object-store.ts';
import type { BucketNotification } from './template.ts';

/** Whether S3 would tell about this object: `s3:ObjectCreated:*` is any way of creating it. */
export function isNotified(notification: BucketNotification, created: ObjectCreated): boolean {
  const wanted = notification.event.replace(/^s3:/, '');
  const isEvent = wanted.endsWith('*')
    ? created.event.startsWith(wanted.slice(0, -1))
    : created.event === wanted;
  return (
    isEvent &&
    notification.bucket === created.bucket &&
    created.key.startsWith(notification.prefix) &&
    created.key.endsWith(notification.suffix)
  );
}

/** The message S3 sends, its key URL-encoded once with `+` for a space. */
export function notificationBody(created: ObjectCreated, at: number, { region, account }: Account): string {
  const key = encodeURIComponent(created.key)
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
        eventName: created.event,
        userIdentity: { principalId: `AWS:${account}` },
        requestParameters: { sourceIPAddress: '127.0.0.1' },
        responseElements: { 'x-amz-request-id': randomUUID(), 'x-amz-id-2': 'local' },
        s3: {
          s3SchemaVersion: '1.0',
          configurationId: 'local',
          bucket: {
            name: created.bucket,
            ownerIdentity: { principalId: account },
            arn: `arn:aws:s3:::${created.bucket}`,
          },
          object: {
            key,
            size: created.bytes,
            eTag: created.etag,
            ...(created.version !== null && { versionId: created.version }),
            sequencer: created.sequencer,
          },
        },
      },
    ],
  });
}
