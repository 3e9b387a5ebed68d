import * as z from 'zod';
import { type Account, lastPart } from './account.ts';
import type { IamDefinition, NamedPolicy } from './iam.ts';
import { newCredentials } from './iam-credentials.ts';
import { managedPolicy } from './iam-managed-policies.ts';
import { type Surroundings, type Template, TemplateValues } from './template-values.ts';

const roleSchema = z.looseObject({
  AssumeRolePolicyDocument: z.unknown(),
  Policies: z.array(z.looseObject({ PolicyName: z.string(), PolicyDocument: z.unknown() })).default([]),
  ManagedPolicyArns: z.array(z.string()).default([]),
  // A boundary would take rights away.
  PermissionsBoundary: z.undefined().optional(),
});
const policySchema = z.looseObject({ PolicyDocument: z.unknown(), Roles: z.array(z.string()).default([]) });
const bucketPolicySchema = z.looseObject({ PolicyDocument: z.unknown(), Bucket: z.string() });
const queuePolicySchema = z.looseObject({ PolicyDocument: z.unknown(), Queues: z.array(z.string()) });
const topicPolicySchema = z.looseObject({ PolicyDocument: z.unknown(), Topics: z.array(z.string()) });
const tableSchema = z.looseObject({ ResourcePolicy: z.undefined().optional() });
const functionSchema = z.looseObject({ Role: z.string() });
const permissionSchema = z.strictObject({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  SourceAccount: z.string().optional(),
  FunctionUrlAuthType: z.string().optional(),
  InvokedViaFunctionUrl: z.boolean().optional(),
});
type Permission = z.infer<typeof permissionSchema>;

/** What the template says about rights: roles, policies of roles and of resources, which function has which role. */
export function readIam(template: Template, surroundings: Surroundings): IamDefinition {
  const { account, region } = surroundings;
  const reading = new IamReading(template, surroundings);
  reading.refuseTablePolicies();
  return {
    account: { account, region },
    roles: reading.roles(),
    resourcePolicies: [
      ...reading.bucketPolicies(),
      ...reading.queuePolicies(),
      ...reading.topicPolicies(),
      ...reading.permissions(),
    ],
    policiesForPeople: reading.managedPolicies(),
    functions: reading.functions(),
  };
}

class IamReading {
  readonly #template: Template;
  readonly #values: TemplateValues;
  readonly #account: Account;

  constructor(template: Template, surroundings: Surroundings) {
    this.#template = template;
    this.#values = new TemplateValues(template, surroundings);
    this.#account = surroundings;
  }

  roles(): IamDefinition['roles'] {
    const attached = [
      ...this.#every('AWS::IAM::Policy', policySchema),
      ...this.#every('AWS::IAM::ManagedPolicy', policySchema),
    ];
    const ownManaged = new Map(this.managedPolicies().map((policy) => [policy.arn, policy]));
    return this.#every('AWS::IAM::Role', roleSchema).map((role) => {
      const name = this.#values.nameOf(role.id);
      const inline = role.Policies.map(({ PolicyName, PolicyDocument }) => ({
        name: `${role.id}/${PolicyName}`,
        document: PolicyDocument,
      }));
      const managed = role.ManagedPolicyArns.map(
        (arn) => ownManaged.get(arn) ?? { name: `${role.id}/${lastPart(arn)}`, document: managedPolicy(arn) },
      );
      const separate = attached.filter(({ Roles }) => Roles.includes(name)).map(named);
      return {
        arn: this.#values.arnOf(role.id),
        trust: { name: role.id, document: role.AssumeRolePolicyDocument },
        policies: [...inline, ...managed, ...separate],
      };
    });
  }

  managedPolicies(): (NamedPolicy & { arn: string })[] {
    return this.#every('AWS::IAM::ManagedPolicy', policySchema).map((policy) => ({
      ...named(policy),
      arn: this.#values.arnOf(policy.id),
    }));
  }

  bucketPolicies(): IamDefinition['resourcePolicies'] {
    return this.#every('AWS::S3::BucketPolicy', bucketPolicySchema).map((policy) => ({
      ...named(policy),
      resource: `arn:aws:s3:::${policy.Bucket}`,
    }));
  }

  queuePolicies(): IamDefinition['resourcePolicies'] {
    return this.#every('AWS::SQS::QueuePolicy', queuePolicySchema).flatMap((policy) =>
      policy.Queues.map((url) => ({ ...named(policy), resource: this.#arn('sqs', lastPart(url)) })),
    );
  }

  topicPolicies(): IamDefinition['resourcePolicies'] {
    return this.#every('AWS::SNS::TopicPolicy', topicPolicySchema).flatMap((policy) =>
      policy.Topics.map((resource) => ({ ...named(policy), resource })),
    );
  }

  /** DynamoDB's process judges only the policies of who asks. */
  refuseTablePolicies(): void {
    this.#every('AWS::DynamoDB::Table', tableSchema);
  }

  /** Each permission is one statement in the policy of its function. */
  permissions(): IamDefinition['resourcePolicies'] {
    return this.#every('AWS::Lambda::Permission', permissionSchema).map(({ id, ...permission }) => {
      const resource = this.#arn('lambda', `function:${lastPart(permission.FunctionName)}`);
      return { name: id, resource, document: policyOf(permission, resource) };
    });
  }

  functions(): IamDefinition['functions'] {
    return this.#every('AWS::Lambda::Function', functionSchema).map(({ id, Role }) => {
      const name = this.#values.nameOf(id);
      return { name, role: Role, ...newCredentials() };
    });
  }

  #arn(service: string, resource: string): string {
    return `arn:aws:${service}:${this.#account.region}:${this.#account.account}:${resource}`;
  }

  /** The resources of one type, with their logical ids. */
  #every<Read extends object>(type: string, schema: z.ZodType<Read>): (Read & { id: string })[] {
    return Object.entries(this.#template.Resources)
      .filter(([, { Type }]) => Type === type)
      .map(([id]) => {
        const read = schema.safeParse(this.#values.propertiesOf(id));
        if (!read.success)
          throw new Error(`This machine cannot judge ${id} (${type}): ${z.prettifyError(read.error)}`);
        return { ...read.data, id };
      });
  }
}

function named({ id, PolicyDocument }: { id: string; PolicyDocument?: unknown }): NamedPolicy {
  return { name: id, document: PolicyDocument };
}

/** https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html */
function policyOf(permission: Permission, resource: string): object {
  const { Action, Principal, SourceArn, SourceAccount, FunctionUrlAuthType, InvokedViaFunctionUrl } =
    permission;
  const equal = {
    ...(SourceAccount && { 'aws:SourceAccount': SourceAccount }),
    ...(FunctionUrlAuthType && { 'lambda:FunctionUrlAuthType': FunctionUrlAuthType }),
  };
  const Condition = {
    ...(SourceArn && { ArnLike: { 'aws:SourceArn': SourceArn } }),
    ...(Object.keys(equal).length > 0 && { StringEquals: equal }),
    ...(InvokedViaFunctionUrl !== undefined && {
      Bool: { 'lambda:InvokedViaFunctionUrl': String(InvokedViaFunctionUrl) },
    }),
  };
  const isService = Principal.endsWith('.amazonaws.com');
  const principal = Principal === '*' ? '*' : isService ? { Service: Principal } : { AWS: Principal };
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action, Resource: resource, Condition }],
  };
}
