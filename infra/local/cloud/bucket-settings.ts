import type { Described } from './described.ts';
import { Fault } from './fault.ts';
import type { BucketNotification } from './template.ts';
import { document, element } from './xml.ts';

/** The settings of a bucket as the template gives them. Undefined for a sub-resource that is no setting. */
export type BucketSettings = (bucket: string, setting: string) => string | undefined;

export function bucketSettings(
  { buckets }: Described,
  notifications: readonly BucketNotification[],
): BucketSettings {
  return (bucket, setting) => {
    const settings = buckets.find(({ BucketName }) => BucketName === bucket);
    switch (setting) {
      case 'publicAccessBlock':
        return document('PublicAccessBlockConfiguration', publicAccess(settings));
      case 'encryption':
        return document('ServerSideEncryptionConfiguration', encryption(settings));
      case 'lifecycle':
        return document('LifecycleConfiguration', lifecycle(settings));
      case 'notification':
        return document(
          'NotificationConfiguration',
          notifications
            .filter((notification) => notification.bucket === bucket)
            .map(queueOf)
            .join(''),
        );
      default:
        return undefined;
    }
  };
}

type Settings = Described['buckets'][number] | undefined;

function publicAccess(settings: Settings): string {
  const block = settings?.PublicAccessBlockConfiguration;
  if (!block)
    throw new Fault(
      'NoSuchPublicAccessBlockConfiguration',
      'The public access block configuration was not found',
      404,
    );
  return Object.entries(block)
    .map(([name, isOn]) => element(name, String(isOn)))
    .join('');
}

/**
 * A bucket without a setting encrypts with keys of S3.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-bucket-encryption.html
 */
function encryption(settings: Settings): string {
  const [rule] = settings?.BucketEncryption?.ServerSideEncryptionConfiguration ?? [];
  const algorithm = rule?.ServerSideEncryptionByDefault?.SSEAlgorithm ?? 'AES256';
  return `<Rule><ApplyServerSideEncryptionByDefault>${element('SSEAlgorithm', algorithm)}</ApplyServerSideEncryptionByDefault></Rule>`;
}

/** The rules with their status and prefix. Their ages are left out: nothing expires here. */
function lifecycle(settings: Settings): string {
  const rules = settings?.LifecycleConfiguration?.Rules ?? [];
  if (rules.length === 0)
    throw new Fault('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', 404);
  return rules
    .map(({ Status, Prefix = '' }) => {
      return `<Rule>${element('Status', Status)}<Filter>${element('Prefix', String(Prefix))}</Filter></Rule>`;
    })
    .join('');
}

function queueOf({ event, prefix, suffix, queueArn }: BucketNotification): string {
  const rules = Object.entries({ prefix, suffix })
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `<FilterRule>${element('Name', name)}${element('Value', value)}</FilterRule>`);
  return `<QueueConfiguration>${element('Queue', queueArn)}${element('Event', event)}<Filter><S3Key>${rules.join('')}</S3Key></Filter></QueueConfiguration>`;
}
