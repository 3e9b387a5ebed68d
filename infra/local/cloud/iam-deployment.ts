import type { Account } from './account.ts';
import { serviceMaySend } from './acting-services.ts';
import type { Iam, IamDefinition } from './iam.ts';
import type { Resources } from './template.ts';

/**
 * Throws for missing rights with which AWS would refuse to deploy the template: a function whose role Lambda may not
 * take or that may not read its queue, and a bucket that may not write to the queue that it notifies.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
 */
export function refuseUndeployable(
  { eventSources, notifications }: Resources,
  { functions }: IamDefinition,
  iam: Iam,
  account: Account,
): void {
  for (const { name, role } of functions)
    if (!iam.mayAssume('lambda.amazonaws.com', role, {}))
      throw new Error(`The role defined for the function ${name} cannot be assumed by Lambda.`);
  for (const { queue, functionName } of eventSources) {
    const role = functions.find(({ name }) => name === functionName)?.role ?? '';
    const arn = `arn:aws:sqs:${account.region}:${account.account}:${queue}`;
    for (const action of ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'])
      if (!iam.may({ kind: 'role', role, session: functionName }, `sqs:${action}`, arn))
        throw new Error(
          `The execution role of ${functionName} does not have permissions to call ${action} on ${queue}.`,
        );
  }
  for (const { bucket, queueArn } of notifications)
    if (!serviceMaySend(iam, account, 's3.amazonaws.com', queueArn, `arn:aws:s3:::${bucket}`))
      throw new Error(
        `Unable to validate the destination ${queueArn} of the bucket ${bucket}: S3 may not write to it.`,
      );
}
