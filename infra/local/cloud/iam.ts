import * as z from 'zod';
import type { Account } from './account.ts';
import { Fault } from './fault.ts';
import type { Context } from './iam-condition-keys.ts';
import { valuesOf } from './iam-conditions.ts';
import type { FunctionCredentials, GivenCredentials } from './iam-credentials.ts';
import { compilePolicy, type Facts, Policies } from './iam-policy.ts';
import { arnOfPrincipal, isNamedIn, nameOfPrincipal, type Principal } from './iam-principals.ts';
import { type Reason, reasons, refusalOf } from './iam-refusals.ts';

/** A policy document of the template. `name` is the logical id of its resource. */
export type NamedPolicy = { name: string; document: unknown };

/** What a template says about rights, with all values resolved. Plain JSON, because DynamoDB's process gets it, too. */
export type IamDefinition = {
  account: Account;
  roles: { arn: string; trust: NamedPolicy; policies: NamedPolicy[] }[];
  /** Policies of buckets, queues, topics and functions. `resource` is the ARN. */
  resourcePolicies: (NamedPolicy & { resource: string })[];
  /** Managed policies of the template. They are judged for roles that have them; for people only read. */
  policiesForPeople: NamedPolicy[];
  functions: (FunctionCredentials & { name: string; role: string })[];
};

/** A request that was refused. `name` is the function's or the service's. */
export const denialSchema = z.object({
  by: z.enum(['administrator', 'role', 'service']),
  name: z.string(),
  arn: z.string(),
  action: z.string(),
  resource: z.string(),
  /** The partition keys, for a request to a table. */
  keys: z.array(z.string()).readonly(),
  reason: z.enum(reasons),
});
export type Denial = z.infer<typeof denialSchema>;

/** Who makes a request, as the service that answers it sees it. */
export type Caller = {
  arn: string;
  isAdministrator: boolean;
  /** Throws the service's own "access denied" unless the caller may do this. `resource` is an ARN, or `*`. */
  expect: (action: string, resource: string, context?: Context) => void;
};

/**
 * Judges requests by the policies of a template, as AWS does within one account:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html.
 * Permissions boundaries, session policies and organizations do not exist here. Who uses the key of no function is the
 * account's administrator, whom only the policies of resources restrict. So is a role that the template does not define:
 * only the administrator can have passed it to a service.
 */
export class Iam {
  readonly #account: Account;
  readonly #identities: ReadonlyMap<string, Policies>;
  readonly #trusts: ReadonlyMap<string, Policies>;
  readonly #resources = new Map<string, Policies>();
  readonly #functions: ReadonlyMap<string, IamDefinition['functions'][number]>;
  readonly #onDenied: (denial: Denial) => void;

  /** Throws for a policy that cannot be judged here, and names it. */
  constructor(definition: IamDefinition, onDenied: (denial: Denial) => void) {
    const { account, roles, resourcePolicies, policiesForPeople, functions } = definition;
    this.#account = account;
    this.#identities = new Map(roles.map(({ arn, policies }) => [arn, policiesOf(policies)]));
    this.#trusts = new Map(roles.map(({ arn, trust }) => [arn, policiesOf([trust], arn)]));
    for (const { resource } of resourcePolicies)
      this.#resources.set(resource, policiesOf(resourcePolicies.filter((one) => one.resource === resource)));
    this.#functions = new Map(functions.map((one) => [one.accessKeyId, one]));
    this.#onDenied = onDenied;
    policiesOf(policiesForPeople);
  }

  /** Who makes a request to `service`, named as in the request's signature. A wrong session token may do nothing. */
  callerOf({ accessKeyId = '', sessionToken }: GivenCredentials, service: string): Caller {
    const known = this.#functions.get(accessKeyId);
    if (!known) return this.#caller({ kind: 'administrator' }, service);
    const caller = this.#caller({ kind: 'role', role: known.role, session: known.name }, service);
    return known.sessionToken === sessionToken ? caller : { ...caller, expect: () => refuseToken(service) };
  }

  /** Sets the policy of a resource in place of the template's. Undefined takes it away. It is forgotten at a start. */
  readonly setPolicy = (resource: string, document: unknown): void => {
    if (document === undefined) this.#resources.delete(resource);
    else this.#resources.set(resource, policiesOf([{ name: resource, document }]));
  };

  /** Whether somebody who is not asked for credentials may do this: a service of the account, or a role. */
  may(principal: Principal, action: string, resource: string, context: Context = {}): boolean {
    return this.#judge(principal, { action, resource, context }) === undefined;
  }

  /** Whether a service may take a role. `context` says for which resource of which account it acts. */
  mayAssume(service: string, role: string, context: Context): boolean {
    const principal: Principal = { kind: 'service', service };
    const facts = { action: 'sts:AssumeRole', resource: role, context: this.#completed(principal, context) };
    const trust = this.#trusts.get(role);
    const verdict = trust ? trust.judge(facts, (one) => isNamedIn(one, principal, this.#account)) : 'Allow';
    if (verdict !== 'Allow') this.#deny(principal, facts, 'no resource-based policy');
    return verdict === 'Allow';
  }

  #caller(principal: Principal, service: string): Caller {
    const arn = arnOfPrincipal(principal, this.#account);
    return {
      arn,
      isAdministrator: principal.kind === 'administrator',
      expect: (action, resource, context = {}) => {
        const reason = this.#judge(principal, { action, resource, context });
        if (reason) throw refusalOf(service, { who: arn, action, resource, reason });
      },
    };
  }

  /** Why a request is refused, or undefined if it is allowed. */
  #judge(principal: Principal, request: Facts): Reason | undefined {
    const facts = { ...request, context: this.#completed(principal, request.context) };
    const own = this.#ownPolicies(principal, facts);
    const foreign = this.#resources
      .get(policyHolder(facts.resource))
      ?.judge(facts, (statement) => isNamedIn(statement, principal, this.#account));
    if (own !== 'Deny' && foreign !== 'Deny' && (own === 'Allow' || foreign === 'Allow')) return undefined;
    const reason = reasonOf(own, foreign, principal);
    this.#deny(principal, facts, reason);
    return reason;
  }

  #ownPolicies(principal: Principal, facts: Facts): 'Allow' | 'Deny' | undefined {
    if (principal.kind === 'administrator') return 'Allow';
    if (principal.kind === 'service') return undefined;
    const policies = this.#identities.get(principal.role);
    return policies ? policies.judge(facts) : 'Allow';
  }

  /** Loopback counts as secure transport: nobody else on the machine can listen to it without being its owner. */
  #completed(principal: Principal, context: Context): Context {
    return {
      'aws:SecureTransport': 'true',
      'aws:ResourceAccount': this.#account.account,
      ...(principal.kind === 'service'
        ? { 'aws:PrincipalServiceName': principal.service }
        : {
            'aws:PrincipalAccount': this.#account.account,
            'aws:PrincipalArn':
              principal.kind === 'role' ? principal.role : arnOfPrincipal(principal, this.#account),
          }),
      ...context,
    };
  }

  #deny(principal: Principal, { action, resource, context }: Facts, reason: Reason): void {
    const keys = valuesOf(context, 'dynamodb:LeadingKeys');
    const name = nameOfPrincipal(principal);
    const arn = arnOfPrincipal(principal, this.#account);
    this.#onDenied({ by: principal.kind, name, arn, action, resource, keys, reason });
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, CommonErrors.html of the other services. */
function refuseToken(service: string): never {
  const [code, status] =
    service === 's3' ? (['InvalidToken', 400] as const) : (['UnrecognizedClientException', 403] as const);
  throw new Fault(code, 'The security token included in the request is invalid.', status);
}

function reasonOf(own: string | undefined, foreign: string | undefined, { kind }: Principal): Reason {
  if (own === 'Deny') return 'an identity-based policy';
  if (foreign === 'Deny') return 'a resource-based policy';
  return kind === 'service' ? 'no resource-based policy' : 'no identity-based policy';
}

/** The resource whose policy speaks of another: the bucket of an object. */
function policyHolder(resource: string): string {
  return resource.startsWith('arn:aws:s3:::') ? (resource.split('/', 1)[0] ?? resource) : resource;
}

function policiesOf(policies: readonly NamedPolicy[], owner?: string): Policies {
  const statements = policies.flatMap(({ name, document }) => {
    try {
      return compilePolicy(document, owner);
    } catch (error) {
      const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      throw new Error(`This machine cannot judge the policy ${name}: ${reason}`, { cause: error });
    }
  });
  return new Policies(statements);
}
