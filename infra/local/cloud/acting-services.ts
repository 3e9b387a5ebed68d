import type { Account } from './account.ts';
import { Fault } from './fault.ts';
import type { HttpApi } from './http-gateway.ts';
import type { Iam } from './iam.ts';
import type { Publisher } from './topics.ts';

/** Whether a service may write to a queue for a resource of the account: for a bucket, or for a rule of EventBridge. */
export function serviceMaySend(
  iam: Iam,
  { account }: Account,
  service: string,
  queueArn: string,
  source: string,
): boolean {
  const context = { 'aws:SourceAccount': account, 'aws:SourceArn': source };
  return iam.may({ kind: 'service', service }, 'sqs:SendMessage', queueArn, context);
}

/** Throws if the service may not write to the queue. */
export function expectSending(...asked: Parameters<typeof serviceMaySend>): void {
  if (!serviceMaySend(...asked)) throw new Fault('AccessDenied', 'Access to the resource is denied.', 403);
}

/** Whether a service may publish to a topic for one of the account's alarms, rules or budgets. */
export function serviceMayPublish(
  iam: Iam,
  { account }: Account,
  { service, source }: Publisher,
  topicArn: string,
): boolean {
  const context = { 'aws:SourceAccount': account, 'aws:SourceArn': source };
  return iam.may({ kind: 'service', service }, 'sns:Publish', topicArn, context);
}

/**
 * The scheduler acts with the role of the schedule, which must trust it to act for the schedule's group.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
export function schedulerMayReach(
  iam: Iam,
  { account }: Account,
  { role, target, group }: { role: string; target: string; group: string },
): boolean {
  const context = { 'aws:SourceAccount': account, 'aws:SourceArn': group };
  const action = target.includes(':sqs:') ? 'sqs:SendMessage' : 'lambda:InvokeFunction';
  return (
    iam.mayAssume('scheduler.amazonaws.com', role, context) &&
    iam.may({ kind: 'role', role, session: 'scheduler' }, action, target)
  );
}

/** A route of an HTTP API, and the method of the request. */
export type Route = { api: HttpApi; method: string; routeKey: string; functionName: string };

/**
 * Whether the gateway may call a function for a route of an HTTP API, named as in the permission of the function.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html
 */
export function gatewayMayInvoke(
  iam: Iam,
  { account, region }: Account,
  { api, method, routeKey, functionName }: Route,
): boolean {
  // A function URL asks who calls, not what the gateway may do.
  if (api.kind === 'function-url') return true;
  const path = routeKey.includes(' ') ? `${method}${routeKey.slice(routeKey.indexOf(' ') + 1)}` : routeKey;
  const context = {
    'aws:SourceAccount': account,
    'aws:SourceArn': `arn:aws:execute-api:${region}:${account}:${api.id}/$default/${path}`,
  };
  return iam.may(
    { kind: 'service', service: 'apigateway.amazonaws.com' },
    'lambda:InvokeFunction',
    `arn:aws:lambda:${region}:${account}:function:${functionName}`,
    context,
  );
}
