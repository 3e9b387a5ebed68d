/**
 * The condition keys that the services on this machine fill in. A policy that uses another key stops the start, because
 * a condition on it could not be judged. A key with several values can only be used with ForAllValues or ForAnyValue.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html and, for each service,
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const conditionKeys = {
  'aws:PrincipalAccount': 'one value',
  'aws:PrincipalArn': 'one value',
  'aws:PrincipalServiceName': 'one value',
  'aws:ResourceAccount': 'one value',
  'aws:SecureTransport': 'one value',
  'aws:SourceAccount': 'one value',
  'aws:SourceArn': 'one value',
  'cloudwatch:namespace': 'one value',
  'dynamodb:LeadingKeys': 'several values',
  'dynamodb:Select': 'one value',
  'iam:PassedToService': 'one value',
  'lambda:FunctionUrlAuthType': 'one value',
  'lambda:InvokedViaFunctionUrl': 'one value',
  's3:ObjectCreationOperation': 'one value',
  's3:VersionId': 'one value',
  's3:delimiter': 'one value',
  's3:if-match': 'one value',
  's3:if-none-match': 'one value',
  's3:max-keys': 'one value',
  's3:prefix': 'one value',
  's3:x-amz-acl': 'one value',
  's3:x-amz-copy-source': 'one value',
  's3:x-amz-metadata-directive': 'one value',
  's3:x-amz-server-side-encryption': 'one value',
  's3:x-amz-storage-class': 'one value',
  'secretsmanager:VersionStage': 'one value',
  'ses:FeedbackAddress': 'one value',
  'ses:FromAddress': 'one value',
  'ses:Recipients': 'several values',
} as const;

export type ConditionKey = keyof typeof conditionKeys;

/** What is known of one request. A key that is absent is absent from the request. */
export type Context = Partial<Record<ConditionKey, string | readonly string[]>>;

const known = new Map(
  Object.keys(conditionKeys).flatMap((key) => (isConditionKey(key) ? [[key.toLowerCase(), key]] : [])),
);

/** The names of condition keys are not case-sensitive. */
export function conditionKeyNamed(name: string): ConditionKey {
  const key = known.get(name.toLowerCase());
  if (!key)
    throw new Error(`the condition key ${name} is not known here (infra/local/cloud/iam-condition-keys.ts).`);
  return key;
}

function isConditionKey(key: string): key is ConditionKey {
  return key in conditionKeys;
}
