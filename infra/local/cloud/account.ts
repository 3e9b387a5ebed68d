/** The account and region of the local resources. */
export type Account = { account: string; region: string };

export const localAccount: Account = { account: '000000000000', region: 'us-east-1' };

/**
 * The last part of an ARN or a queue URL: `intake` for both `arn:aws:sqs:…:intake` and `http://…/000000000000/intake`.
 */
export function lastPart(reference: string): string {
  return reference.slice(Math.max(reference.lastIndexOf(':'), reference.lastIndexOf('/')) + 1);
}

/** Returns a queue's URL for its name, in the form of the SQS service at `endpoint`. */
export function queueUrls(endpoint: string, { account }: Account): (queueName: string) => string {
  return (queueName) => `${endpoint.replace(/\/$/, '')}/${account}/${queueName}`;
}
