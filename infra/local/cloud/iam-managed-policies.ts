/**
 * The policies of AWS that the template uses.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaBasicExecutionRole.html
 */
const documents: Readonly<Record<string, object>> = {
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: '*',
      },
    ],
  },
};

export function managedPolicy(arn: string): object {
  const document = documents[arn];
  if (!document)
    throw new Error(
      `the managed policy ${arn} is not known here (infra/local/cloud/iam-managed-policies.ts).`,
    );
  return document;
}
