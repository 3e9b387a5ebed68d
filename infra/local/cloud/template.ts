import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { lastPart } from './account.ts';
import { type AlarmDefinition, readAlarm } from './alarm-definition.ts';
import { type Budget, readBudget } from './budgets.ts';
import { type EventRule, eventPatternSchema, inputTransformerSchema } from './event-bus.ts';
import type { EventSource } from './event-source.ts';
import { type GenerateSecret, generateSecretSchema } from './generate-secret.ts';
import type { HttpApi } from './http-gateway.ts';
import type { LambdaDefinition } from './lambda.ts';
import { type MetricFilter, readMetricFilter } from './log-metrics.ts';
import { type QueueSettings, queueSettingsSchema } from './queues.ts';
import { type Schedule, scheduleSchema } from './scheduler.ts';
import type { IdentityDefinition } from './ses-account.ts';
import { type Surroundings, type Template, TemplateValues, templateSchema } from './template-values.ts';

/** The resources of a template, with every name, ARN and address resolved. `id` is the logical id. */
export type Resources = {
  buckets: { id: string; name: string; isVersioned: boolean }[];
  notifications: BucketNotification[];
  tables: TableResource[];
  queues: { id: string; name: string; settings: QueueSettings }[];
  functions: (LambdaDefinition & { id: string })[];
  eventSources: EventSource[];
  secrets: { name: string; wanted: GenerateSecret }[];
  scheduleGroups: string[];
  schedules: { name: string; schedule: Schedule }[];
  configurationSets: string[];
  identities: IdentityDefinition[];
  eventDestinations: EventDestination[];
  rules: EventRule[];
  apis: HttpApi[];
  alarms: AlarmDefinition[];
  metricFilters: MetricFilter[];
  budgets: Budget[];
};

export type TableResource = {
  id: string;
  name: string;
  definition: TableDefinition;
  ttlAttribute: string | undefined;
  hasPointInTimeRecovery: boolean;
};

/** A queue gets a message for each event of an object in `bucket` whose key has the prefix and the suffix. */
export type BucketNotification = {
  bucket: string;
  event: string;
  prefix: string;
  suffix: string;
  queueArn: string;
};

/** The events of a configuration set's mails that go to the event bus; types in lower case without separators. */
export type EventDestination = { name: string; configurationSet: string; eventTypes: string[] };

/**
 * Resource types that have no effect on one machine: log groups, dashboards, the people who sign in on AWS; and those that say who may do what, which
 * `iam-template.ts` reads. A type in neither list stops the start, so that nothing is ignored silently.
 */
const withoutLocalEffect = [
  /^AWS::IAM::/,
  /^AWS::CloudWatch::Dashboard$/,
  /^AWS::Cognito::/,
  /^AWS::Logs::LogGroup$/,
  /^AWS::SNS::/,
  /^AWS::SQS::QueuePolicy$/,
  /^AWS::S3::BucketPolicy$/,
  /^AWS::Lambda::(Permission|EventInvokeConfig)$/,
  /^AWS::CDK::Metadata$/,
];

const keySchema = z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) });
const projectionSchema = z.object({
  ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
  NonKeyAttributes: z.array(z.string()).optional(),
});
export const tableSchema = z.object({
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  KeySchema: z.array(keySchema),
  GlobalSecondaryIndexes: z
    .array(z.object({ IndexName: z.string(), KeySchema: z.array(keySchema), Projection: projectionSchema }))
    .optional(),
  DeletionProtectionEnabled: z.boolean().optional(),
});
export type TableDefinition = z.infer<typeof tableSchema>;

const tableSettingsSchema = z.looseObject({
  PointInTimeRecoverySpecification: z
    .looseObject({ PointInTimeRecoveryEnabled: z.boolean().default(false) })
    .optional(),
  TimeToLiveSpecification: z.looseObject({ AttributeName: z.string(), Enabled: z.boolean() }).optional(),
});

const bucketSchema = z.looseObject({
  VersioningConfiguration: z.object({ Status: z.string() }).optional(),
  NotificationConfiguration: z
    .strictObject({
      QueueConfigurations: z.array(
        z.object({
          Event: z.string(),
          Queue: z.string(),
          Filter: z
            .object({
              S3Key: z.object({ Rules: z.array(z.object({ Name: z.string(), Value: z.string() })) }),
            })
            .optional(),
        }),
      ),
    })
    .optional(),
});

const queueSchema = z.looseObject({
  FifoQueue: z.literal(false).optional(),
  VisibilityTimeout: z.coerce.number().optional(),
  DelaySeconds: z.coerce.number().optional(),
  ReceiveMessageWaitTimeSeconds: z.coerce.number().optional(),
  MessageRetentionPeriod: z.coerce.number().optional(),
  MaximumMessageSize: z.coerce.number().optional(),
  RedrivePolicy: z
    .looseObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() })
    .optional(),
});

const secretSchema = z.looseObject({ GenerateSecretString: generateSecretSchema });

const functionSchema = z.looseObject({
  Runtime: z.string().startsWith('nodejs'),
  Handler: z.string(),
  Code: z.looseObject({ S3Key: z.string() }),
  Environment: z.object({ Variables: z.record(z.string(), z.coerce.string()) }).optional(),
  Timeout: z.coerce.number().default(3),
  MemorySize: z.coerce.number().default(128),
  ReservedConcurrentExecutions: z.coerce.number().optional(),
  LoggingConfig: z.looseObject({ LogGroup: z.string().optional() }).optional(),
});

const eventSourceSchema = z.looseObject({
  EventSourceArn: z.string().includes(':sqs:'),
  FunctionName: z.string(),
  BatchSize: z.coerce.number().default(10),
  MaximumBatchingWindowInSeconds: z.coerce.number().default(0),
  FunctionResponseTypes: z.array(z.string()).default([]),
  ScalingConfig: z.object({ MaximumConcurrency: z.coerce.number().optional() }).optional(),
  Enabled: z.boolean().default(true),
  FilterCriteria: z.undefined().optional(),
});

/** If the template sets no limit: two concurrent batches per queue, for a machine with few cores. */
const defaultConcurrency = 2;

const destinationSchema = z.object({
  ConfigurationSetName: z.string(),
  EventDestination: z.strictObject({
    Name: z.string().optional(),
    Enabled: z.boolean().default(true),
    MatchingEventTypes: z.array(z.string()),
    EventBridgeDestination: z.object({ EventBusArn: z.string() }),
  }),
});

const identitySchema = z.looseObject({
  EmailIdentity: z.string(),
  MailFromAttributes: z
    .looseObject({ MailFromDomain: z.string().optional(), BehaviorOnMxFailure: z.string().optional() })
    .optional(),
});

const eventTargetSchema = z
  .strictObject({
    Id: z.string(),
    Arn: z.string().regex(/:(sqs|sns):/),
    Input: z.string().optional(),
    InputTransformer: inputTransformerSchema.optional(),
    DeadLetterConfig: z.unknown().optional(),
    RetryPolicy: z.unknown().optional(),
  })
  .transform(({ Arn, Input, InputTransformer }) => ({
    arn: Arn,
    transformer: InputTransformer ?? null,
    input: Input ?? null,
  }));

const ruleSchema = z.looseObject({
  ScheduleExpression: z.undefined().optional(),
  EventBusName: z.literal('default').optional(),
  EventPattern: eventPatternSchema,
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Targets: z.array(eventTargetSchema),
});

const routeSchema = z.looseObject({ ApiId: z.string(), RouteKey: z.string(), Target: z.string() });
const integrationSchema = z.looseObject({
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.literal('2.0'),
});

const assetsSchema = z.looseObject({
  files: z.record(z.string(), z.looseObject({ source: z.looseObject({ path: z.string().optional() }) })),
});

/** Reads `<stack>.template.json`, and the directory of each bundled asset from the asset manifest beside it. */
export function readSynthesized(templateFile: string): {
  template: Template;
  assets: ReadonlyMap<string, string>;
} {
  const template = templateSchema.parse(JSON.parse(readFileSync(templateFile, 'utf8')));
  const manifest = templateFile.replace(/\.template\.json$/, '.assets.json');
  const { files } = assetsSchema.parse(JSON.parse(readFileSync(manifest, 'utf8')));
  const assets = new Map<string, string>();
  for (const [hash, { source }] of Object.entries(files))
    if (source.path) assets.set(hash, join(dirname(manifest), source.path));
  return { template, assets };
}

/**
 * Resolves the resources of a template. Throws an error with the logical id for a resource that does not exist locally.
 */
export function readResources(
  template: Template,
  assets: ReadonlyMap<string, string>,
  surroundings: Surroundings,
): Resources {
  const reading = new Reading(template, assets, surroundings);
  for (const [id, { Type, Condition }] of Object.entries(template.Resources)) {
    if (withoutLocalEffect.some((type) => type.test(Type))) continue;
    if (Condition)
      throw new Error(`${id} depends on the condition ${Condition}, which cannot be judged locally.`);
    try {
      reading.read(id, Type);
    } catch (error) {
      const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
      throw new Error(`This machine cannot run ${id} (${Type}): ${reason}`, { cause: error });
    }
  }
  refuseShortVisibility(reading.resources);
  return reading.resources;
}

/**
 * Lambda refuses such an event source mapping
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html).
 */
function refuseShortVisibility({ eventSources, functions, queues }: Resources): void {
  for (const { queue, functionName } of eventSources) {
    const visible = queues.find(({ name }) => name === queue)?.settings.visibilitySeconds ?? 0;
    const timeout = functions.find(({ name }) => name === functionName)?.timeoutSeconds ?? 0;
    if (visible < timeout)
      throw new Error(
        `${queue}: Queue visibility timeout: ${visible} seconds is less than Function timeout: ${timeout} seconds`,
      );
  }
}

class Reading {
  readonly resources: Resources = {
    buckets: [],
    notifications: [],
    tables: [],
    queues: [],
    functions: [],
    eventSources: [],
    secrets: [],
    scheduleGroups: [],
    schedules: [],
    configurationSets: [],
    identities: [],
    eventDestinations: [],
    rules: [],
    apis: [],
    alarms: [],
    metricFilters: [],
    budgets: [],
  };
  readonly #template: Template;
  readonly #values: TemplateValues;
  readonly #assets: ReadonlyMap<string, string>;

  constructor(template: Template, assets: ReadonlyMap<string, string>, surroundings: Surroundings) {
    this.#template = template;
    this.#assets = assets;
    this.#values = new TemplateValues(template, surroundings);
  }

  read(id: string, type: string): void {
    const read = this.#readers[type];
    if (!read) throw new Error('the type is not known here.');
    read(id);
  }

  readonly #readers: Record<string, (id: string) => void> = {
    'AWS::S3::Bucket': (id) => this.#bucket(id),
    'AWS::DynamoDB::Table': (id) => this.#table(id),
    'AWS::SQS::Queue': (id) => this.#queue(id),
    'AWS::Lambda::Function': (id) => this.#function(id),
    'AWS::Lambda::EventSourceMapping': (id) => this.#eventSource(id),
    'AWS::Lambda::Url': (id) => this.#functionUrl(id),
    'AWS::SecretsManager::Secret': (id) => this.#secret(id),
    'AWS::Scheduler::ScheduleGroup': (id) => this.resources.scheduleGroups.push(this.#values.nameOf(id)),
    'AWS::Scheduler::Schedule': (id) => this.#schedule(id),
    'AWS::SES::ConfigurationSet': (id) => this.resources.configurationSets.push(this.#values.nameOf(id)),
    'AWS::SES::EmailIdentity': (id) => this.#identity(id),
    'AWS::SES::ConfigurationSetEventDestination': (id) => this.#eventDestination(id),
    'AWS::Events::Rule': (id) => this.#rule(id),
    'AWS::ApiGatewayV2::Api': (id) => this.#api(id),
    'AWS::CloudWatch::Alarm': (id) => this.#alarm(id),
    'AWS::Budgets::Budget': (id) => this.resources.budgets.push(readBudget(this.#values.propertiesOf(id))),
    'AWS::Logs::MetricFilter': (id) =>
      this.resources.metricFilters.push(readMetricFilter(this.#values.propertiesOf(id))),
    // These are read together with their API.
    'AWS::ApiGatewayV2::Route': () => {},
    'AWS::ApiGatewayV2::Integration': () => {},
    'AWS::ApiGatewayV2::Stage': () => {},
  };

  #alarm(id: string): void {
    this.resources.alarms.push(
      readAlarm(this.#values.propertiesOf(id), this.#values.nameOf(id), this.#values.arnOf(id)),
    );
  }

  #schedule(id: string): void {
    const schedule = scheduleSchema.parse(this.#values.propertiesOf(id));
    this.resources.schedules.push({ name: this.#values.nameOf(id), schedule });
  }

  #bucket(id: string): void {
    const name = this.#values.nameOf(id);
    const bucket = bucketSchema.parse(this.#values.propertiesOf(id));
    this.resources.buckets.push({
      id,
      name,
      isVersioned: bucket.VersioningConfiguration?.Status === 'Enabled',
    });
    for (const { Event, Queue, Filter } of bucket.NotificationConfiguration?.QueueConfigurations ?? []) {
      const rule = (wanted: string) =>
        Filter?.S3Key.Rules.find(({ Name }) => Name.toLowerCase() === wanted)?.Value ?? '';
      this.resources.notifications.push({
        bucket: name,
        event: Event,
        prefix: rule('prefix'),
        suffix: rule('suffix'),
        queueArn: Queue,
      });
    }
  }

  #table(id: string): void {
    const properties = this.#values.propertiesOf(id);
    const { TimeToLiveSpecification: ttl, PointInTimeRecoverySpecification: recovery } =
      tableSettingsSchema.parse(properties);
    this.resources.tables.push({
      id,
      name: this.#values.nameOf(id),
      definition: tableSchema.parse(properties),
      ttlAttribute: ttl?.Enabled ? ttl.AttributeName : undefined,
      hasPointInTimeRecovery: recovery?.PointInTimeRecoveryEnabled ?? false,
    });
  }

  #queue(id: string): void {
    const queue = queueSchema.parse(this.#values.propertiesOf(id));
    const settings = queueSettingsSchema.parse({
      visibilitySeconds: queue.VisibilityTimeout,
      delaySeconds: queue.DelaySeconds,
      receiveWaitSeconds: queue.ReceiveMessageWaitTimeSeconds,
      retentionSeconds: queue.MessageRetentionPeriod,
      maximumBytes: queue.MaximumMessageSize,
      redrive: queue.RedrivePolicy,
    });
    this.resources.queues.push({ id, name: this.#values.nameOf(id), settings });
  }

  #secret(id: string): void {
    const { GenerateSecretString } = secretSchema.parse(this.#values.propertiesOf(id));
    this.resources.secrets.push({ name: this.#values.nameOf(id), wanted: GenerateSecretString });
  }

  #function(id: string): void {
    const definition = functionSchema.parse(this.#values.propertiesOf(id));
    const hash = definition.Code.S3Key.replace(/\.zip$/, '');
    const asset = this.#assets.get(hash);
    if (!asset) throw new Error(`its asset ${hash} is missing.`);
    const name = this.#values.nameOf(id);
    this.resources.functions.push({
      id,
      name,
      arn: this.#values.arnOf(id),
      asset,
      handler: definition.Handler,
      environment: definition.Environment?.Variables ?? {},
      timeoutSeconds: definition.Timeout,
      memoryMegabytes: definition.MemorySize,
      reservedConcurrency: definition.ReservedConcurrentExecutions,
      logGroup: definition.LoggingConfig?.LogGroup ?? `/aws/lambda/${name}`,
    });
  }

  #eventSource(id: string): void {
    const mapping = eventSourceSchema.parse(this.#values.propertiesOf(id));
    if (!mapping.Enabled) return;
    this.resources.eventSources.push({
      queue: lastPart(mapping.EventSourceArn),
      functionName: lastPart(mapping.FunctionName),
      batchSize: mapping.BatchSize,
      windowSeconds: mapping.MaximumBatchingWindowInSeconds,
      reportsFailures: mapping.FunctionResponseTypes.includes('ReportBatchItemFailures'),
      concurrency: mapping.ScalingConfig?.MaximumConcurrency ?? defaultConcurrency,
    });
  }

  #functionUrl(id: string): void {
    const { TargetFunctionArn } = z
      .looseObject({ TargetFunctionArn: z.string() })
      .parse(this.#values.propertiesOf(id));
    const functionName = lastPart(TargetFunctionArn);
    const routes = [{ routeKey: '$default', functionName }];
    this.resources.apis.push({ id, kind: 'function-url', routes });
  }

  #identity(id: string): void {
    const { EmailIdentity, MailFromAttributes } = identitySchema.parse(this.#values.propertiesOf(id));
    this.resources.identities.push({
      name: EmailIdentity,
      mailFromDomain: MailFromAttributes?.MailFromDomain,
      onMxFailure:
        MailFromAttributes?.BehaviorOnMxFailure === 'REJECT_MESSAGE' ? 'RejectMessage' : 'UseDefaultValue',
    });
  }

  #eventDestination(id: string): void {
    const { ConfigurationSetName, EventDestination } = destinationSchema.parse(this.#values.propertiesOf(id));
    if (!EventDestination.Enabled) return;
    this.resources.eventDestinations.push({
      name: EventDestination.Name ?? id,
      configurationSet: ConfigurationSetName,
      eventTypes: EventDestination.MatchingEventTypes.map((type) => type.replaceAll('_', '').toLowerCase()),
    });
  }

  #rule(id: string): void {
    const rule = ruleSchema.parse(this.#values.propertiesOf(id));
    if (rule.State === 'DISABLED') return;
    const { EventPattern: pattern, Targets: targets } = rule;
    this.resources.rules.push({
      name: this.#values.nameOf(id),
      arn: this.#values.arnOf(id),
      pattern,
      targets,
    });
  }

  #api(id: string): void {
    const routes = Object.entries(this.#template.Resources)
      .filter(([, { Type }]) => Type === 'AWS::ApiGatewayV2::Route')
      .map(([routeId]) => routeSchema.parse(this.#values.propertiesOf(routeId)))
      .filter((route) => route.ApiId === id)
      .map((route) => ({
        routeKey: route.RouteKey,
        functionName: this.#integratedFunction(lastPart(route.Target)),
      }));
    this.resources.apis.push({ id, kind: 'http-api', routes });
  }

  #integratedFunction(integration: string): string {
    const { IntegrationUri } = integrationSchema.parse(this.#values.propertiesOf(integration));
    const [, name] = /:function:([^:/]+)/.exec(IntegrationUri) ?? [];
    if (!name) throw new Error(`the integration ${integration} calls no function.`);
    return name;
  }
}
