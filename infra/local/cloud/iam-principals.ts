import type { Account } from './account.ts';
import type { Statement } from './iam-policy.ts';

/** Who makes a request. */
export type Principal =
  /** Somebody who may do everything that no policy of a resource denies. */
  | { kind: 'administrator' }
  /** A function, or a service that has taken a role. `session` is the name of the function. */
  | { kind: 'role'; role: string; session: string }
  /** A service that acts in its own name: `s3.amazonaws.com`. */
  | { kind: 'service'; service: string };

/** The ARN with which AWS names who makes a request. */
export function arnOfPrincipal(principal: Principal, { account }: Account): string {
  switch (principal.kind) {
    case 'administrator':
      return `arn:aws:iam::${account}:root`;
    case 'role':
      return `arn:aws:sts::${account}:assumed-role/${roleName(principal.role)}/${principal.session}`;
    case 'service':
      return principal.service;
  }
}

export function nameOfPrincipal(principal: Principal): string {
  if (principal.kind === 'administrator') return principal.kind;
  return principal.kind === 'role' ? principal.session : principal.service;
}

/** Of `arn:aws:iam::000000000000:role/path/name` the name. */
function roleName(roleArn: string): string {
  return roleArn.slice(roleArn.lastIndexOf('/') + 1);
}

/**
 * Whether the policy of a resource speaks of this principal. A statement that names the account allows nothing by
 * itself: it leaves the decision to the identity's own policies. But it denies to everybody in the account.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
 */
export function isNamedIn(
  { principals, effect }: Statement,
  principal: Principal,
  account: Account,
): boolean {
  const { aws, services } = principals;
  if (aws.includes('*')) return true;
  if (principal.kind === 'service') return services.includes(principal.service);
  const isAccount =
    aws.includes(account.account) || aws.includes(arnOfPrincipal({ kind: 'administrator' }, account));
  if (isAccount && effect === 'Deny') return true;
  if (principal.kind === 'administrator') return isAccount;
  return aws.includes(principal.role) || aws.includes(arnOfPrincipal(principal, account));
}
