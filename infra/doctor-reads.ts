/**
 * Every right that `npx dateline doctor` uses. All of them only read. A look that is refused becomes a finding that
 * names the right.
 */
export const doctorReads = [
  'cloudformation:DescribeStacks',
  'cloudformation:ListStackResources',
  'cloudwatch:DescribeAlarms',
  'dynamodb:DescribeContinuousBackups',
  'dynamodb:DescribeTable',
  'dynamodb:DescribeTimeToLive',
  'dynamodb:GetItem',
  'dynamodb:Query',
  'events:DescribeRule',
  'events:ListTargetsByRule',
  'lambda:GetAccountSettings',
  'lambda:GetEventSourceMapping',
  's3:GetBucketNotification',
  's3:GetBucketPublicAccessBlock',
  's3:GetBucketVersioning',
  's3:GetEncryptionConfiguration',
  's3:GetLifecycleConfiguration',
  'scheduler:GetSchedule',
  'scheduler:GetScheduleGroup',
  'scheduler:ListSchedules',
  'secretsmanager:DescribeSecret',
  'ses:GetAccount',
  'ses:GetConfigurationSet',
  'ses:GetConfigurationSetEventDestinations',
  'ses:GetEmailIdentity',
  'sns:GetTopicAttributes',
  'sns:ListSubscriptionsByTopic',
  'sqs:GetQueueAttributes',
] as const;
export type DoctorRead = (typeof doctorReads)[number];
