import { type Invocation, isThrottled } from './lambda.ts';
import { keyOf, type Metrics, type Series, wordsFor } from './metrics.ts';
import type { ScheduleOutcome } from './scheduler.ts';
import type { Resources } from './template.ts';

/**
 * The metrics that the services publish themselves, under AWS's names. Each function below says on which page AWS
 * describes them. An alarm on any other metric of AWS stops the start.
 */

type Reported = { name: string; value: number };

/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
const lambdaNames = ['Invocations', 'Errors', 'Throttles', 'Duration', 'ConcurrentExecutions'];

/** `running` is the number of the function's calls that were under way. */
export function reportInvocation(metrics: Metrics, invocation: Invocation, running: number): void {
  const reported: Reported[] = isThrottled(invocation)
    ? [{ name: 'Throttles', value: 1 }]
    : [
        { name: 'Invocations', value: 1 },
        { name: 'Errors', value: invocation.isSuccess ? 0 : 1 },
        { name: 'Throttles', value: 0 },
        { name: 'Duration', value: invocation.milliseconds },
        { name: 'ConcurrentExecutions', value: running },
      ];
  report(metrics, 'AWS/Lambda', [{}, { FunctionName: invocation.functionName }], reported);
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
const queueNames = [
  'ApproximateNumberOfMessagesVisible',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateAgeOfOldestMessage',
];

export type QueueMeasure = { visible: number; inFlight: number; delayed: number; oldestSeconds: number };

/** `at`: the instant within the minute that was measured. */
export function reportQueue(metrics: Metrics, queue: string, measure: QueueMeasure, at: number): void {
  const { visible, inFlight, delayed, oldestSeconds } = measure;
  const values = [visible, inFlight, delayed, oldestSeconds];
  const reported = queueNames.map((name, i) => ({ name, value: values[i] ?? 0 }));
  report(metrics, 'AWS/SQS', [{ QueueName: queue }], reported, at);
}

/** https://docs.aws.amazon.com/scheduler/latest/UserGuide/monitoring-cloudwatch.html */
const schedulerNames = ['InvocationAttemptCount', 'TargetErrorCount', 'InvocationDroppedCount'];

export function reportSchedule(metrics: Metrics, group: string, name: ScheduleOutcome): void {
  report(metrics, 'AWS/Scheduler', [{}, { ScheduleGroup: group }], [{ name, value: 1 }]);
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html */
const ruleNames = ['MatchedEvents', 'TriggeredRules', 'Invocations', 'FailedInvocations'];

/** EventBridge publishes FailedInvocations only if it is not zero. */
export function reportRule(metrics: Metrics, rule: string, isDelivered: boolean): void {
  const counts = [
    'MatchedEvents',
    'TriggeredRules',
    'Invocations',
    ...(isDelivered ? [] : ['FailedInvocations']),
  ];
  const reported = counts.map((name) => ({ name, value: 1 }));
  report(metrics, 'AWS/Events', [{}, { RuleName: rule }], reported);
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html */
const apiNames = ['Count', '4xx', '5xx', 'Latency', 'IntegrationLatency'];
/** https://docs.aws.amazon.com/lambda/latest/dg/urls-monitoring.html */
const functionUrlNames = ['UrlRequestCount', 'Url4xxCount', 'Url5xxCount', 'UrlRequestLatency'];

export type HttpAnswer = { status: number; milliseconds: number };

export function reportHttp(metrics: Metrics, api: Resources['apis'][number], answer: HttpAnswer): void {
  const isIn = (hundred: number) => (Math.floor(answer.status / 100) === hundred ? 1 : 0);
  const values = [1, isIn(4), isIn(5), answer.milliseconds, answer.milliseconds];
  const isApi = api.kind === 'http-api';
  const names = isApi ? apiNames : functionUrlNames;
  const reported = names.map((name, i) => ({ name, value: values[i] ?? 0 }));
  report(metrics, isApi ? 'AWS/ApiGateway' : 'AWS/Lambda', dimensionsOfApi(api), reported);
}

function dimensionsOfApi({ id, kind, routes }: Resources['apis'][number]): Record<string, string>[] {
  if (kind === 'http-api') return [{ ApiId: id }, { ApiId: id, Stage: '$default' }];
  return routes.map(({ functionName }) => ({ FunctionName: functionName }));
}

/** https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-cloudwatch.html */
const sesCounts = ['Send', 'Delivery', 'Bounce', 'Complaint', 'Reject'];
/** https://docs.aws.amazon.com/ses/latest/dg/reputationdashboard-cloudwatch-alarm.html */
const sesRates = ['Reputation.BounceRate', 'Reputation.ComplaintRate'];

/** `kind` is SES's word for the event: `Bounce`. */
export function reportMailEvent(metrics: Metrics, kind: string): void {
  report(metrics, 'AWS/SES', [{}], [{ name: kind, value: 1 }]);
}

export type Reputation = { bounceRate: number; complaintRate: number };

/** The rates are shares, from 0 to 1: of the account, and of each configuration set that asks for them. */
export function reportReputation(
  metrics: Metrics,
  configurationSets: readonly string[],
  { bounceRate, complaintRate }: Reputation,
  at: number,
): void {
  const reported = sesRates.map((name, i) => ({ name, value: [bounceRate, complaintRate][i] ?? 0 }));
  report(metrics, 'AWS/SES', dimensionsOfSes(configurationSets), reported, at);
}

function dimensionsOfSes(configurationSets: readonly string[]): Record<string, string>[] {
  return [{}, ...configurationSets.map((name) => ({ 'ses:configuration-set': name }))];
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html */
const tableNames = ['ReadThrottleEvents', 'WriteThrottleEvents'];
const operationNames = ['ThrottledRequests', 'SystemErrors'];
const tableOperations = [
  ...['GetItem', 'BatchGetItem', 'Query', 'Scan'],
  ...['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems', 'TransactGetItems'],
];
const reads = new Set(['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems']);

/** `index`: the index that cannot keep up, if it is not the table itself. */
export type TableFault = {
  table: string;
  index: string | undefined;
  operation: string;
  kind: 'throttled' | 'failed';
};

/** DynamoDB publishes these only if they are not zero. */
export function reportTableFault(metrics: Metrics, { table, index, operation, kind }: TableFault): void {
  const isThrottled = kind === 'throttled';
  const ofOperation = isThrottled ? 'ThrottledRequests' : 'SystemErrors';
  const ofTable = reads.has(operation) ? 'ReadThrottleEvents' : 'WriteThrottleEvents';
  const dimensions = { TableName: table, Operation: operation };
  report(metrics, 'AWS/DynamoDB', [dimensions], [{ name: ofOperation, value: 1 }]);
  const throttled = { TableName: table, ...(index && { GlobalSecondaryIndexName: index }) };
  if (isThrottled) report(metrics, 'AWS/DynamoDB', [throttled], [{ name: ofTable, value: 1 }]);
}

function dimensionsOfTable({ name, definition }: Resources['tables'][number]): Record<string, string>[] {
  const indexes = definition.GlobalSecondaryIndexes ?? [];
  return [
    { TableName: name },
    ...indexes.map(({ IndexName }) => ({ TableName: name, GlobalSecondaryIndexName: IndexName })),
  ];
}

/** Throws if an alarm watches a metric of AWS that no service here publishes. It could never ring. */
export function expectPublished(resources: Resources): void {
  const published = seriesOf(resources);
  for (const { name, series } of resources.alarms)
    if (series.namespace.startsWith('AWS/') && !published.has(keyOf(series)))
      throw new Error(`The alarm ${name} cannot ring here: nothing publishes ${wordsFor(series)}.`);
}

/** Every series that the services publish for the resources of a template, as the keys of the metrics. */
function seriesOf(resources: Resources): ReadonlySet<string> {
  const of = (namespace: string, names: readonly string[], dimensions: readonly Record<string, string>[]) =>
    names.flatMap((name) => dimensions.map((set) => keyOf({ namespace, name, dimensions: set })));
  const { functions, queues, scheduleGroups, rules, apis, configurationSets, tables } = resources;
  const byName = (dimension: string, names: readonly string[]) =>
    names.map((name) => ({ [dimension]: name }));
  const namesIn = (named: readonly { name: string }[]) => named.map(({ name }) => name);
  return new Set([
    ...of('AWS/Lambda', lambdaNames, [{}, ...byName('FunctionName', namesIn(functions))]),
    ...of('AWS/SQS', queueNames, byName('QueueName', namesIn(queues))),
    ...of('AWS/Scheduler', schedulerNames, [{}, ...byName('ScheduleGroup', scheduleGroups)]),
    ...of('AWS/Events', ruleNames, [{}, ...byName('RuleName', namesIn(rules))]),
    ...apis.flatMap((api) =>
      api.kind === 'http-api'
        ? of('AWS/ApiGateway', apiNames, dimensionsOfApi(api))
        : of('AWS/Lambda', functionUrlNames, dimensionsOfApi(api)),
    ),
    ...of('AWS/SES', sesCounts, [{}]),
    ...of('AWS/SES', sesRates, dimensionsOfSes(configurationSets)),
    ...of('AWS/DynamoDB', tableNames, tables.flatMap(dimensionsOfTable)),
    ...of(
      'AWS/DynamoDB',
      operationNames,
      tables.flatMap(({ name }) => tableOperations.map((Operation) => ({ TableName: name, Operation }))),
    ),
  ]);
}

function report(
  metrics: Metrics,
  namespace: string,
  dimensions: readonly Series['dimensions'][],
  reported: readonly Reported[],
  at?: number,
): void {
  for (const set of dimensions)
    for (const { name, value } of reported) metrics.record({ namespace, name, dimensions: set }, value, at);
}
