/** Where the local resources pretend to be. */
export type Account = { account: string; region: string };

export const localAccount: Account = { account: '000000000000', region: 'us-east-1' };

/** The last part of an ARN or a queue URL: `arn:aws:sqs:…:intake` and `http://…/000000000000/intake` are both `intake`. */
export function lastPart(reference: string): string {
  return reference.slice(Math.max(reference.lastIndexOf(':'), reference.lastIndexOf('/')) + 1);
}

/** The URL of a queue by its name, as SQS at `endpoint` forms it. */
export function queueUrls(endpoint: string, { account }: Account): (queueName: string) => string {
  return (queueName) => `${endpoint.replace(/\/$/, '')}/${account}/${queueName}`;
}
