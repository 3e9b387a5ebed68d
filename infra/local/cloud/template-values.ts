import * as z from 'zod';
import type { Account } from './account.ts';
import { dkimTokensOf } from './dkim-tokens.ts';
import { secretArn } from './secrets.ts';

export const templateSchema = z.looseObject({
  Resources: z.record(
    z.string(),
    z.looseObject({
      Type: z.string(),
      Properties: z.record(z.string(), z.unknown()).default({}),
      Condition: z.string().optional(),
    }),
  ),
  Parameters: z.record(z.string(), z.looseObject({ Default: z.unknown() })).default({}),
  Outputs: z.record(z.string(), z.looseObject({ Value: z.unknown() })).default({}),
});
/** A synthesized CloudFormation template, parsed. */
export type Template = z.infer<typeof templateSchema>;

/** Values that the template does not contain: account, region, stack name, and the addresses that AWS would assign. */
export type Surroundings = Account & {
  stackName: string;
  queueUrl: (queueName: string) => string;
  /** The address of the HTTP API, without a slash at the end. */
  webAddress: string | undefined;
};

const nameProperty: Record<string, string> = {
  'AWS::S3::Bucket': 'BucketName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::Scheduler::ScheduleGroup': 'Name',
  'AWS::Scheduler::Schedule': 'Name',
  'AWS::SES::ConfigurationSet': 'Name',
  'AWS::SES::EmailIdentity': 'EmailIdentity',
  'AWS::Events::Rule': 'Name',
  'AWS::CloudWatch::Alarm': 'AlarmName',
};

const arnForm: Record<string, (name: string, at: Account) => string> = {
  'AWS::S3::Bucket': (name) => `arn:aws:s3:::${name}`,
  'AWS::DynamoDB::Table': (name, at) => `arn:aws:dynamodb:${at.region}:${at.account}:table/${name}`,
  'AWS::SQS::Queue': (name, at) => `arn:aws:sqs:${at.region}:${at.account}:${name}`,
  'AWS::Lambda::Function': (name, at) => `arn:aws:lambda:${at.region}:${at.account}:function:${name}`,
  'AWS::SNS::Topic': (name, at) => `arn:aws:sns:${at.region}:${at.account}:${name}`,
  'AWS::IAM::Role': (name, at) => `arn:aws:iam::${at.account}:role/${name}`,
  'AWS::IAM::ManagedPolicy': (name, at) => `arn:aws:iam::${at.account}:policy/${name}`,
  'AWS::Logs::LogGroup': (name, at) => `arn:aws:logs:${at.region}:${at.account}:log-group:${name}:*`,
  'AWS::SecretsManager::Secret': secretArn,
  'AWS::Events::Rule': (name, at) => `arn:aws:events:${at.region}:${at.account}:rule/${name}`,
  'AWS::CloudWatch::Alarm': (name, at) => `arn:aws:cloudwatch:${at.region}:${at.account}:alarm:${name}`,
  'AWS::Scheduler::ScheduleGroup': (name, at) =>
    `arn:aws:scheduler:${at.region}:${at.account}:schedule-group/${name}`,
};

/** Types whose `Ref` is the ARN and not the name. */
const refersByArn: ReadonlySet<string> = new Set([
  'AWS::SNS::Topic',
  'AWS::SecretsManager::Secret',
  'AWS::IAM::ManagedPolicy',
]);

const substitution = /\$\{(!?)([^{}]+)\}/g;

/** Computes the values of a template on this machine. Throws an error that names the element for anything unknown. */
export class TemplateValues {
  readonly #template: Template;
  readonly #surroundings: Surroundings;

  constructor(template: Template, surroundings: Surroundings) {
    this.#template = template;
    this.#surroundings = surroundings;
  }

  /** The properties of a resource with all intrinsic functions resolved. */
  propertiesOf(id: string): Record<string, unknown> {
    return z.record(z.string(), z.unknown()).parse(this.#value(this.#resource(id).Properties));
  }

  /** The name in the template, or one made of the names of the stack and the construct, as CloudFormation does. */
  nameOf(id: string): string {
    const { Type, Properties } = this.#resource(id);
    const property = nameProperty[Type];
    const given = property && this.#value(Properties[property]);
    if (typeof given === 'string') return given;
    const made = `${this.#surroundings.stackName}-${id.replace(/[0-9A-F]{8}$/, '')}`;
    if (Type === 'AWS::S3::Bucket') return made.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
    return property ? made : id;
  }

  /** The outputs of the stack by name, as `DescribeStacks` returns them on AWS. */
  outputs(): Record<string, string> {
    const { Outputs } = this.#template;
    const worked = Object.entries(Outputs).map(([name, { Value }]) => [name, this.#value(Value)]);
    return z.record(z.string(), z.string()).parse(Object.fromEntries(worked));
  }

  /** What `Ref` gives: the physical id of a resource in CloudFormation. */
  refOf(id: string): string {
    return String(this.#ref(id));
  }

  arnOf(id: string): string {
    const { Type } = this.#resource(id);
    const form = arnForm[Type];
    if (!form) throw new Error(`The template asks for the ARN of ${id}, and ${Type} has none locally.`);
    return form(this.nameOf(id), this.#surroundings);
  }

  #resource(id: string) {
    const resource = this.#template.Resources[id];
    if (!resource) throw new Error(`The template refers to ${id}, which it does not define.`);
    return resource;
  }

  #value(value: unknown): unknown {
    if (Array.isArray(value))
      return value.map((part) => this.#value(part)).filter((part) => part !== undefined);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [only] = entries;
    if (entries.length === 1 && only && (only[0] === 'Ref' || only[0].startsWith('Fn::')))
      return this.#intrinsic(only[0], only[1]);
    return Object.fromEntries(
      entries.map(([name, part]) => [name, this.#value(part)]).filter(([, part]) => part !== undefined),
    );
  }

  #intrinsic(name: string, argument: unknown): unknown {
    switch (name) {
      case 'Ref':
        return this.#ref(z.string().parse(argument));
      case 'Fn::GetAtt': {
        const [id, attribute] = z.tuple([z.string(), z.string()]).parse(argument);
        return this.#attribute(id, attribute);
      }
      case 'Fn::Join': {
        const [separator, parts] = z.tuple([z.string(), z.unknown()]).parse(argument);
        return this.#list(parts).join(separator);
      }
      case 'Fn::Split': {
        const [separator, whole] = z.tuple([z.string(), z.unknown()]).parse(argument);
        return z.string().parse(this.#value(whole)).split(separator);
      }
      case 'Fn::Select': {
        const [at, parts] = z.tuple([z.coerce.number(), z.unknown()]).parse(argument);
        return this.#list(parts)[at];
      }
      case 'Fn::Sub':
        return this.#substitute(argument);
      default:
        throw new Error(`The template uses ${name}, which cannot be worked out on this machine.`);
    }
  }

  #list(parts: unknown): (string | number)[] {
    return z.array(z.union([z.string(), z.number()])).parse(this.#value(parts));
  }

  #substitute(argument: unknown): string {
    const [text, own] = z
      .union([
        z.string().transform((alone) => [alone, {}] as const),
        z.tuple([z.string(), z.record(z.string(), z.unknown())]),
      ])
      .parse(argument);
    const variables = new Map<string, unknown>(Object.entries(own));
    return text.replace(substitution, (_, literal: string, name: string) => {
      if (literal) return `\${${name}}`;
      if (variables.has(name)) return String(this.#value(variables.get(name)));
      const [id = '', attribute] = name.split(/\.(.*)/);
      return String(attribute === undefined ? this.#ref(id) : this.#attribute(id, attribute));
    });
  }

  #ref(id: string): unknown {
    const { account, region, stackName, queueUrl } = this.#surroundings;
    switch (id) {
      case 'AWS::Region':
        return region;
      case 'AWS::AccountId':
        return account;
      case 'AWS::Partition':
        return 'aws';
      case 'AWS::URLSuffix':
        return 'amazonaws.com';
      case 'AWS::StackName':
        return stackName;
      case 'AWS::NoValue':
        return undefined;
    }
    const parameter = this.#template.Parameters[id];
    if (parameter) return parameter.Default;
    const { Type } = this.#resource(id);
    if (Type === 'AWS::SQS::Queue') return queueUrl(this.nameOf(id));
    return refersByArn.has(Type) ? this.arnOf(id) : this.nameOf(id);
  }

  #attribute(id: string, attribute: string): string {
    const dkim = /^DkimDNSToken(Name|Value)([123])$/.exec(attribute);
    if (dkim) return this.#dkim(id, dkim[1] === 'Name', Number(dkim[2]));
    switch (attribute) {
      case 'Arn':
      case 'TopicArn':
        return this.arnOf(id);
      case 'QueueName':
      case 'TopicName':
        return this.nameOf(id);
      case 'ApiEndpoint':
        return this.#webAddress(id);
      case 'FunctionUrl':
        return `${this.#webAddress(id)}/`;
      default:
        throw new Error(`The template asks for ${id}.${attribute}, which is not known on this machine.`);
    }
  }

  /** Name or value of the n-th DKIM record of an SES identity. */
  #dkim(id: string, isName: boolean, n: number): string {
    const domain = this.nameOf(id);
    const token = dkimTokensOf(domain)[n - 1];
    return isName ? `${token}._domainkey.${domain}` : `${token}.dkim.amazonses.com`;
  }

  #webAddress(id: string): string {
    const { webAddress } = this.#surroundings;
    if (!webAddress)
      throw new Error(`The template asks for the address of ${id}; give the stack a webAddress.`);
    return webAddress;
  }
}
