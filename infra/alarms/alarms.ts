import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnBudget } from 'aws-cdk-lib/aws-budgets';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { alarmList } from './alarm-list.ts';
import type { AlarmRow, BudgetAlarm, EventAlarm, MetricAlarm, Subject } from './alarm-row.ts';
import { AlarmTopics } from './alarm-topics.ts';

/** What the alarms watch. The names are those of the stages. */
export interface Watched {
  functions: Record<string, LambdaFunction>;
  queues: Record<string, Queue>;
  deadLetters: Record<string, Queue>;
  eventRules: Record<string, Rule>;
  scheduleGroup: string;
  publicApi: HttpApi;
  table: ITable;
  tableIndex: string;
}

export interface AlarmsProps {
  operators: readonly string[];
  watchEveryMinutes: number;
  monthlyBudgetDollars: number;
  watched: Watched;
}

const comparisons = {
  '>': ComparisonOperator.GREATER_THAN_THRESHOLD,
  '>=': ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  '<': ComparisonOperator.LESS_THAN_THRESHOLD,
};
const missingData = {
  breaching: TreatMissingData.BREACHING,
  notBreaching: TreatMissingData.NOT_BREACHING,
  ignore: TreatMissingData.IGNORE,
};

/** Makes every alarm of the list, and the topics that carry them to the operators. */
export class Alarms extends Construct {
  readonly list: readonly AlarmRow[];
  /** The alarms of CloudWatch, by name. */
  readonly made = new Map<string, Alarm>();
  readonly topics: AlarmTopics;
  private readonly watched: Watched;
  /** The id of the stack. All names begin with it, so that two stages in one account do not collide. */
  private readonly stack: string;

  constructor(scope: Construct, { operators, watched, ...settings }: AlarmsProps) {
    super(scope, 'alarms');
    this.stack = Stack.of(this).node.id;
    this.watched = watched;
    this.topics = new AlarmTopics(this, operators);
    const timeouts = Object.entries(watched.functions).map(([name, { timeout }]) => [
      name,
      timeout?.toSeconds(),
    ]);
    this.list = alarmList({
      ...settings,
      functions: Object.fromEntries(timeouts),
      queues: Object.keys(watched.queues),
      deadLetters: Object.keys(watched.deadLetters),
      eventRules: Object.keys(watched.eventRules),
    });
    for (const row of this.list) this.make(row);
  }

  /**
   * Lets a function read how the alarms stand. Returns the environment variables that it needs. The action lists, so that
   * it cannot be narrowed to the names of ours
   * (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html).
   */
  grantRead(reader: LambdaFunction) {
    const every = { service: 'cloudwatch', resource: 'alarm', resourceName: '*' };
    reader.addToRolePolicy(
      new PolicyStatement({
        actions: ['cloudwatch:DescribeAlarms'],
        resources: [Stack.of(this).formatArn({ ...every, arnFormat: ArnFormat.COLON_RESOURCE_NAME })],
      }),
    );
    return { ALARM_PREFIX: `${this.stack}: `, PAGE_TOPIC_ARN: this.topics.page.topicArn };
  }

  private make(row: AlarmRow): void {
    if (row.on === 'metric') this.onMetric(row);
    else if (row.on === 'event') this.onEvent(row);
    else this.onBudget(row);
  }

  /** The metrics of all alarms that share an article, e.g. the oldest message of each queue, labelled with its name. */
  metricsOf(article: string): Metric[] {
    return this.list.flatMap((row) => {
      if (row.on !== 'metric' || row.article !== article) return [];
      return [this.metricOf(row).with({ label: 'name' in row.of ? row.of.name : row.metric })];
    });
  }

  private onMetric(row: MetricAlarm): void {
    const alarm = new Alarm(this, row.name, {
      alarmName: `${this.stack}: ${row.name}`,
      alarmDescription: describe(row),
      metric: this.metricOf(row),
      comparisonOperator: comparisons[row.is],
      threshold: row.threshold,
      evaluationPeriods: row.periods,
      datapointsToAlarm: row.datapoints,
      treatMissingData: missingData[row.missing],
    });
    alarm.addAlarmAction(new SnsAction(this.topics[row.severity]));
    this.made.set(row.name, alarm);
  }

  private metricOf({ namespace, metric, of, statistic, minutes }: MetricAlarm): Metric {
    return new Metric({
      namespace,
      metricName: metric,
      dimensionsMap: this.dimensionsOf(of),
      statistic,
      period: Duration.minutes(minutes),
    });
  }

  /** EventBridge writes to the topic itself: it needs none of our functions. */
  private onEvent(row: EventAlarm): void {
    const message = RuleTargetInput.fromText(`${this.stack}: ${row.name}. ${describe(row)}`);
    new Rule(this, row.name, {
      description: describe(row),
      eventPattern: { source: [row.source], detailType: [row.detailType], account: [Stack.of(this).account] },
      targets: [new SnsTopic(this.topics[row.severity], { message })],
    });
  }

  /**
   * A budget and not an alarm on AWS/Billing, which has values in us-east-1 only. Of the whole account, because a
   * filter by tag works only after a person has activated the tag for billing
   * (https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-create-filters.html).
   */
  private onBudget(row: BudgetAlarm): void {
    new CfnBudget(this, row.name, {
      budget: {
        budgetName: `${this.stack}: ${row.name}`.replace(':', ''),
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: row.dollars, unit: 'USD' },
      },
      notificationsWithSubscribers: [
        {
          notification: {
            notificationType: 'FORECASTED',
            comparisonOperator: 'GREATER_THAN',
            threshold: 100,
            thresholdType: 'PERCENTAGE',
          },
          subscribers: [{ subscriptionType: 'SNS', address: this.topics[row.severity].topicArn }],
        },
      ],
    });
  }

  private dimensionsOf(subject: Subject): Record<string, string> | undefined {
    const { functions, queues, deadLetters, eventRules, scheduleGroup, publicApi, table, tableIndex } =
      this.watched;
    const { tableName: TableName } = table;
    switch (subject.kind) {
      case 'newsroom':
        return { service: this.stack };
      case 'function':
        return { FunctionName: named(functions, subject.name).functionName };
      case 'queue':
        return { QueueName: named(queues, subject.name).queueName };
      case 'dead-letters':
        return { QueueName: named(deadLetters, subject.name).queueName };
      case 'event-rule':
        return { RuleName: named(eventRules, subject.name).ruleName };
      case 'schedules':
        return { ScheduleGroup: scheduleGroup };
      case 'public-api':
        return { ApiId: publicApi.apiId };
      case 'table':
        return { TableName };
      case 'table-index':
        return { TableName, GlobalSecondaryIndexName: tableIndex };
      case 'account':
        return undefined;
    }
  }
}

function describe({ whoIsHurt, article }: AlarmRow): string {
  return `${whoIsHurt} What to do: docs/runbook.md#${article}`;
}

function named<T>(all: Record<string, T>, name: string): T {
  const found = all[name];
  if (found === undefined) throw new Error(`an alarm watches ${name}, which the stack does not have`);
  return found;
}
