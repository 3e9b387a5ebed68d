import type { BucketFacts } from './bucket-facts.ts';
import { advice, type Finding, fault, when } from './finding.ts';
import { admits } from './policy.ts';
import { nameOf, type Queues } from './queue-findings.ts';
import type { Setup } from './setup.ts';

/** Whether it may be read and lost. For every bucket of the stack. */
export function bucketFindings(
  { region, revertDrift }: Setup,
  name: string,
  bucket: BucketFacts | null,
): Finding[] {
  const at = `--region ${region} --bucket ${name}`;
  if (!bucket)
    return [
      fault(
        'bucket-missing',
        `The bucket ${name} is gone.`,
        'Comms staff: nothing that they drop arrives.',
        revertDrift,
      ),
    ];
  return [
    ...when(!bucket.isVersioned, () =>
      fault(
        'bucket-unversioned',
        `The bucket ${name} keeps no versions.`,
        'Whoever overwrites or deletes a file by mistake: it is lost, and the trail loses what was approved.',
        `aws s3api put-bucket-versioning ${at} --versioning-configuration Status=Enabled`,
      ),
    ),
    ...when(!bucket.isPrivate, () =>
      fault(
        'bucket-public',
        `The bucket ${name} may be opened to the public.`,
        'Everybody: releases under embargo and the lists lie in it.',
        `aws s3api put-public-access-block ${at} --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`,
      ),
    ),
    ...when(bucket.encryption === null, () =>
      fault(
        'bucket-unencrypted',
        `The bucket ${name} does not encrypt what is put into it.`,
        'Journalists: the lists lie in it.',
        `aws s3api put-bucket-encryption ${at} --server-side-encryption-configuration '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"}}]}'`,
      ),
    ),
  ];
}

/** Whether what staff drop is noticed, and goes in time. For the bucket into which they drop. */
export function dropFindings({ revertDrift }: Setup, bucket: BucketFacts, queues: Queues): Finding[] {
  const fix = revertDrift;
  return [
    ...['releases/', 'lists/'].flatMap((prefix) => {
      const told = bucket.notifications.find(
        (one) => one.prefix === prefix && one.event.startsWith('s3:ObjectCreated'),
      );
      const hurt = `Comms staff: what they drop into ${prefix} is not read, and nobody answers.`;
      if (!told)
        return [
          fault('drops-unnoticed', `The bucket ${bucket.name} tells nobody about ${prefix}.`, hurt, fix),
        ];
      const queue = queues.find((one) => one.queue?.arn === told.queueArn)?.queue;
      if (!queue)
        return [
          fault(
            'drops-unnoticed',
            `The bucket ${bucket.name} tells about ${prefix} a queue that is not of this stack.`,
            hurt,
            fix,
          ),
        ];
      return when(!admits(queue.policy, 's3.amazonaws.com', 'sqs:SendMessage'), () =>
        fault(
          'queue-shut-to-drops',
          `The policy of the queue ${nameOf(queue.arn)} does not let S3 write to it.`,
          hurt,
          fix,
        ),
      );
    }),
    ...when(!bucket.hasLifecycle, () =>
      advice(
        'bucket-lifecycle',
        `Nothing expires in the bucket ${bucket.name}.`,
        'Journalists: events with their addresses are kept longer than 30 days.',
        fix,
      ),
    ),
  ];
}
