import * as z from 'zod';
import { lastPart } from './account.ts';
import { type Surroundings, type Template, TemplateValues } from './template-values.ts';

/**
 * Settings of resources that the embedded services only describe: an operator's tools ask for them. The settings that
 * change what a service does are read in `template.ts`.
 */
export type Described = {
  stackName: string;
  outputs: Record<string, string>;
  resources: { id: string; type: string; physicalId: string }[];
  rules: z.infer<typeof ruleSchema>[];
  topics: {
    arn: string;
    policy: string | undefined;
    subscriptions: { protocol: string; endpoint: string }[];
  }[];
  mappings: EventSourceMapping[];
  configurationSets: z.infer<typeof setSchema>[];
  eventDestinations: z.infer<typeof destinationSchema>[];
  buckets: z.infer<typeof bucketSchema>[];
  /** By the name of the queue. */
  queuePolicies: Map<string, string>;
};

export type EventSourceMapping = {
  uuid: string;
  queueArn: string;
  functionArn: string;
  batchSize: number;
  maximumConcurrency: number | undefined;
  isEnabled: boolean;
};

const ruleSchema = z.looseObject({
  Name: z.string(),
  State: z.string().default('ENABLED'),
  EventPattern: z.unknown(),
  Targets: z.array(z.looseObject({ Id: z.string(), Arn: z.string() })).default([]),
});
const mappingSchema = z.looseObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.coerce.number().default(10),
  Enabled: z.boolean().default(true),
  ScalingConfig: z.looseObject({ MaximumConcurrency: z.coerce.number().optional() }).optional(),
});
const setSchema = z.looseObject({
  Name: z.string(),
  SendingOptions: z.looseObject({ SendingEnabled: z.boolean().default(true) }).optional(),
  ReputationOptions: z.looseObject({ ReputationMetricsEnabled: z.boolean().default(false) }).optional(),
  SuppressionOptions: z.looseObject({ SuppressedReasons: z.array(z.string()).optional() }).optional(),
});
const destinationSchema = z.looseObject({
  ConfigurationSetName: z.string(),
  EventDestination: z.looseObject({
    Name: z.string().default('Events'),
    Enabled: z.boolean().default(true),
    MatchingEventTypes: z.array(z.string()),
  }),
});
const bucketSchema = z.looseObject({
  BucketName: z.string(),
  VersioningConfiguration: z.looseObject({ Status: z.string() }).optional(),
  PublicAccessBlockConfiguration: z.record(z.string(), z.boolean()).optional(),
  BucketEncryption: z
    .looseObject({
      ServerSideEncryptionConfiguration: z.array(
        z.looseObject({
          ServerSideEncryptionByDefault: z.looseObject({ SSEAlgorithm: z.string() }).optional(),
        }),
      ),
    })
    .optional(),
  LifecycleConfiguration: z.looseObject({ Rules: z.array(z.looseObject({ Status: z.string() })) }).optional(),
});
const policyDocument = z.unknown().transform((document) => JSON.stringify(document));

/** Reads what the template says, with every name and ARN resolved. */
export function readDescribed(template: Template, surroundings: Surroundings): Described {
  const values = new TemplateValues(template, surroundings);
  const ids = (type: string) =>
    Object.entries(template.Resources).flatMap(([id, { Type }]) => (Type === type ? [id] : []));
  const each = <Schema extends z.ZodType>(type: string, schema: Schema) =>
    ids(type).map((id) => schema.parse(values.propertiesOf(id)));
  /** With the name in it, which the template may leave to CloudFormation. */
  const named = <Schema extends z.ZodType>(type: string, property: string, schema: Schema) =>
    ids(type).map((id) => schema.parse({ ...values.propertiesOf(id), [property]: values.nameOf(id) }));
  return {
    stackName: surroundings.stackName,
    outputs: values.outputs(),
    resources: Object.entries(template.Resources).map(([id, { Type }]) => ({
      id,
      type: Type,
      physicalId: values.refOf(id),
    })),
    rules: named('AWS::Events::Rule', 'Name', ruleSchema),
    topics: topicsOf(
      ids('AWS::SNS::Topic').map((id) => values.arnOf(id)),
      each(
        'AWS::SNS::TopicPolicy',
        z.looseObject({ Topics: z.array(z.string()), PolicyDocument: policyDocument }),
      ),
      each(
        'AWS::SNS::Subscription',
        z.looseObject({ TopicArn: z.string(), Protocol: z.string(), Endpoint: z.string() }),
      ),
    ),
    mappings: ids('AWS::Lambda::EventSourceMapping').map((id) =>
      mappingOf(id, mappingSchema.parse(values.propertiesOf(id)), surroundings),
    ),
    configurationSets: named('AWS::SES::ConfigurationSet', 'Name', setSchema),
    eventDestinations: each('AWS::SES::ConfigurationSetEventDestination', destinationSchema),
    buckets: named('AWS::S3::Bucket', 'BucketName', bucketSchema),
    queuePolicies: new Map(
      each(
        'AWS::SQS::QueuePolicy',
        z.looseObject({ Queues: z.array(z.string()), PolicyDocument: policyDocument }),
      ).flatMap(({ Queues, PolicyDocument }) => Queues.map((url) => [lastPart(url), PolicyDocument])),
    ),
  };
}

function topicsOf(
  arns: readonly string[],
  policies: readonly { Topics: string[]; PolicyDocument: string }[],
  subscriptions: readonly { TopicArn: string; Protocol: string; Endpoint: string }[],
): Described['topics'] {
  return arns.map((arn) => ({
    arn,
    policy: policies.find(({ Topics }) => Topics.includes(arn))?.PolicyDocument,
    subscriptions: subscriptions
      .filter(({ TopicArn }) => TopicArn === arn)
      .map(({ Protocol, Endpoint }) => ({ protocol: Protocol, endpoint: Endpoint })),
  }));
}

function mappingOf(
  id: string,
  { EventSourceArn, FunctionName, BatchSize, Enabled, ScalingConfig }: z.infer<typeof mappingSchema>,
  { account, region }: Surroundings,
): EventSourceMapping {
  return {
    uuid: id,
    queueArn: EventSourceArn,
    functionArn: `arn:aws:lambda:${region}:${account}:function:${lastPart(FunctionName)}`,
    batchSize: BatchSize,
    maximumConcurrency: ScalingConfig?.MaximumConcurrency,
    isEnabled: Enabled,
  };
}
