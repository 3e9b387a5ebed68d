import { Fault } from './fault.ts';

/** A policy that does not allow it, or one that denies it. */
export const reasons = [
  'no identity-based policy',
  'no resource-based policy',
  'an identity-based policy',
  'a resource-based policy',
] as const;
export type Reason = (typeof reasons)[number];

type Refused = { who: string; action: string; resource: string; reason: Reason };
type Form = { code: string; status: number; message: (refused: Refused) => string };

/**
 * How a service says that access is denied. `service` is the name in a request's signature. Most services answer in the
 * common form: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function refusalOf(service: string, refused: Refused): Fault {
  const { code, status, message } = forms[service] ?? common;
  return new Fault(code, message(refused), status);
}

const common: Form = { code: 'AccessDeniedException', status: 400, message: inWords };
const rest: Form = { ...common, status: 403 };
const query: Form = { code: 'AccessDenied', status: 403, message: inWords };

const forms: Readonly<Record<string, Form>> = {
  // S3 puts the resource into quotation marks.
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshoot-403-errors.html
  s3: { ...query, message: (refused) => inWords({ ...refused, resource: `"${refused.resource}"` }) },
  // SQS writes the action in lower case (aws/serverless-application-model#3633).
  sqs: { ...rest, message: (refused) => inWords({ ...refused, action: refused.action.toLowerCase() }) },
  // SES has words of its own (aws/aws-sdk-js#3641).
  ses: {
    ...query,
    message: ({ who, action, resource }) =>
      `User \`${who}' is not authorized to perform \`${action}' on resource \`${resource}'`,
  },
  scheduler: rest,
  lambda: rest,
  monitoring: query,
  sns: { ...query, code: 'AuthorizationError' },
  cloudformation: query,
  sts: query,
};

function inWords({ who, action, resource, reason }: Refused): string {
  const what = `User: ${who} is not authorized to perform: ${action} on resource: ${resource}`;
  return reason.startsWith('no ')
    ? `${what} because ${reason} allows the ${action} action`
    : `${what} with an explicit deny in ${reason}`;
}
