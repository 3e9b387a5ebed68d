import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export interface LogAlarmProps {
  /** The heading of the alarm's article in the runbook. */
  article: string;
  /** A word that occurs only in the log lines that raise the alarm. */
  word: string;
  /** Where the lines are written. */
  logGroups: readonly ILogGroup[];
  /** A sentence that says who is affected. */
  whoIsHurt: string;
  /** The alarm stays on for this long after the last line. */
  minutes: number;
  alarms: ITopic;
}

/**
 * An alarm that is on while functions write a certain word into their logs. It needs no permission and no mail of ours,
 * so it also works when SES does not let us send. The pattern is a quoted phrase and not a JSON property, because
 * Lambda puts the time and the request before each line
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html).
 */
export class LogAlarm extends Construct {
  constructor(scope: Construct, { article, word, logGroups, whoIsHurt, minutes, alarms }: LogAlarmProps) {
    super(scope, `${article}-alarm`);
    const { id: stack } = scope.node;
    const metric = { metricNamespace: stack, metricName: word };
    for (const logGroup of logGroups)
      new MetricFilter(this, `Filter${logGroup.node.addr}`, {
        ...metric,
        logGroup,
        filterPattern: FilterPattern.allTerms(word),
      });
    new Alarm(this, 'Alarm', {
      alarmName: `${stack}: ${article}`,
      alarmDescription: `${whoIsHurt} What to do: docs/runbook.md#${article}`,
      metric: new Metric({
        namespace: stack,
        metricName: word,
        period: Duration.minutes(1),
        statistic: 'sum',
      }),
      threshold: 0,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: minutes,
      datapointsToAlarm: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(new SnsAction(alarms));
  }
}
