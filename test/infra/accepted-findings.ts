/** A finding of cdk-nag that we accept. */
export interface AcceptedFinding {
  /** Rule and finding, as cdk-nag names it. */
  finding: RegExp;
  /** Paths of the constructs in the stack. */
  where: RegExp;
  reason: string;
}

/** The AwsSolutions findings that we accept, each with its reason. Every other finding fails the test. */
export const acceptedFindings: readonly AcceptedFinding[] = [
  {
    finding: /^AwsSolutions-S1$/,
    where: /^storage\/Bucket\//,
    reason:
      'Logs of each access would repeat keys, and keys may hold headlines under embargo. Versions, the audit trail and CloudTrail say who wrote what.',
  },
  {
    finding: /^AwsSolutions-SQS3$/,
    where: /^embargo-clock\/DeadLetters\//,
    reason: 'It is the dead-letter queue of the schedules, which cdk-nag does not see.',
  },
  {
    finding: /^AwsSolutions-APIG4$/,
    where: /^public-address\/Api\//,
    reason:
      'The public pages are for everybody. What needs a right carries a signed token in its link, which the function checks.',
  },
  {
    finding: /^AwsSolutions-APIG4$/,
    where: /^console-address\/Api\//,
    reason:
      'The function sends browsers to sign in and checks their session. An authorizer of the gateway could do neither.',
  },
  {
    finding: /^AwsSolutions-COG(3|8)$/,
    where: /^sign-in\/People\//,
    reason:
      'Threat protection needs the Plus plan, with a price per person. Nobody can sign up, and a passkey or second factor is required.',
  },
  {
    finding: /^AwsSolutions-IAM4\[Policy::.*AWSLambdaBasicExecutionRole\]$/,
    where: /\/Function\/ServiceRole\/Resource$/,
    reason: 'The managed policy of Lambda gives the right to write logs, and nothing else.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::<storageBucket\w+\.Arn>\/[a-z/]+\/\*\]$/,
    where: /\/(Function\/ServiceRole\/DefaultPolicy|Staff|Desk|Operators)\/Resource$/,
    reason: 'The objects below one prefix. Which prefixes, each function says in its permissions.ts.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::arn:.*:scheduler:.*:schedule\/dateline-[a-z-]+\/\*\]$/,
    where: /./,
    reason: 'Schedules are made while a release is approved; their group belongs to this stage alone.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::arn:.*:ses:.*:identity\/\*\]$/,
    where: /./,
    reason:
      'In the sandbox SES also asks for the right to the identity of each recipient. A condition on the From address limits the right to our sender.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::\*\]$/,
    where: /^(compose-emails|send-emails)\//,
    reason: 'ses:GetSendQuota cannot be limited to a resource. It reads three numbers.',
  },
  {
    finding: /^AwsSolutions-IAM5\[/,
    where: /^doctor\//,
    reason: 'Reads how this stack and the account are set up, and changes nothing.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::arn:.*:(cloudformation|sqs):.*Dateline-[a-z-]+[/-]\*\]$/,
    where: /^people\//,
    reason: 'The queues and the outputs of this stack; their names end in what CloudFormation adds.',
  },
  {
    finding: /^AwsSolutions-IAM5\[Resource::arn:.*:cloudwatch:.*:alarm:\*\]$/,
    where: /^console\//,
    reason:
      'cloudwatch:DescribeAlarms lists alarms and cannot be limited to some. The console shows those of its stack.',
  },
  {
    finding: /^AwsSolutions-SMG4$/,
    where: /^keys\/Secret\//,
    reason:
      'Keys are rotated by a person with `dateline rotate-keys`: links in mails of years must go on working, so a rotation is a decision, not a routine.',
  },
];
