import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IMetric,
  Metric,
  Row,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { type MetricName, metricNamespace, metricUnits } from '../../functions/_shared/domain/metrics.ts';
import type { Alarms } from './alarms.ts';

/** The width of a dashboard has 24 units. */
const wholeWidth = 24;

/** One page that an operator reads from the top: is anything wrong, what goes out now, and so on down to the costs. */
export class NewsroomDashboard extends Construct {
  private readonly dashboard: Dashboard;
  private readonly stack: string;

  constructor(scope: Construct, alarms: Alarms) {
    super(scope, 'dashboard');
    const { region, node } = Stack.of(this);
    this.stack = node.id;
    this.dashboard = new Dashboard(this, 'Dashboard', {
      dashboardName: this.stack,
      defaultInterval: Duration.hours(12),
    });
    this.showAlarms(alarms);
    this.showSending();
    this.showEmbargoes();
    this.showQueues(alarms);
    this.showErrors(alarms);
    this.showSendingAccount(alarms);
    this.showComings();
    this.showCosts();
    const home = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}`;
    new CfnOutput(this, 'DashboardUrl', {
      value: `${home}#dashboards:name=${this.stack}`,
    }).overrideLogicalId('DashboardUrl');
  }

  private showAlarms({ made }: Alarms): void {
    this.heading('Is anything wrong?', 'Each alarm has its article in docs/runbook.md.');
    const all = [...made.values()];
    this.dashboard.addWidgets(new AlarmStatusWidget({ alarms: all, width: wholeWidth, height: 8 }));
  }

  private showSending(): void {
    this.heading('What goes out now');
    this.row([
      graph('Mails', this.own(['MailsSent', 'MailsRefused', 'MailsUnknown'])),
      graph('Deliveries', this.own(['DeliveriesOpen', 'DeliveriesStalled', 'ChunksStuck'], 'Maximum')),
      graph('Due for (seconds)', this.own(['OldestPending'], 'Maximum')),
      graph(
        'Stopped, unknown, held back',
        this.own(['CircuitOpen', 'RecipientsUnknown', 'QuotaUsedUp', 'ClockRefused'], 'Maximum'),
      ),
    ]);
  }

  private showEmbargoes(): void {
    this.heading('How exactly embargoes lift', 'Milliseconds after the instant; armed: negative is in time.');
    this.row([
      graph('First mail', this.own(['EmbargoFirstMail'], 'Minimum')),
      graph('Last mail', this.own(['EmbargoLastMail'], 'Maximum')),
      graph('Armed', this.own(['EmbargoArmed'], 'Maximum')),
      graph('Slowest window', this.own(['WindowTime'], 'Maximum')),
    ]);
  }

  private showQueues(alarms: Alarms): void {
    const givenUp = alarms.list.flatMap(({ article }) =>
      article.endsWith('gave-up-on-a-message') ? [article] : [],
    );
    this.heading('Queues');
    this.row([
      graph('Oldest message (seconds)', alarms.metricsOf('oldest-message')),
      graph(
        'Given up',
        givenUp.flatMap((article) => alarms.metricsOf(article)),
      ),
      graph('Watch', this.own(['SweepsDone'])),
    ]);
  }

  private showErrors(alarms: Alarms): void {
    this.heading('Errors', 'Failures are tried again; functions that end, and pages that fail, are not.');
    this.row([
      graph('Failures', this.own(['Failures', 'UnreadableEvents', 'RecipientsSilent'])),
      graph('Functions that ended', alarms.metricsOf('function-errors')),
      graph('Longest run (milliseconds)', alarms.metricsOf('near-timeout')),
      graph('Pages', [...alarms.metricsOf('pages-fail'), ...alarms.metricsOf('pages-slow')]),
      graph('Throttles', [...alarms.metricsOf('throttles'), ...alarms.metricsOf('table-throttles')]),
      graph('Schedules and rules', [
        ...['schedule-errors', 'schedule-dropped', 'event-rule'].flatMap((article) =>
          alarms.metricsOf(article),
        ),
      ]),
    ]);
  }

  private showSendingAccount(alarms: Alarms): void {
    const ses = (metricName: string) => new Metric({ namespace: 'AWS/SES', metricName, statistic: 'Sum' });
    this.heading('SES', 'Of the whole account. AWS reviews it at 5 % bounces or 0.1 % complaints.');
    this.row([
      graph('Bounce rate', alarms.metricsOf('ses-bounce-rate')),
      graph('Complaint rate', alarms.metricsOf('ses-complaint-rate')),
      graph('Accepted and delivered', ['Send', 'Delivery'].map(ses)),
      graph('Bounces and complaints of this newsroom', this.own(['MailsBounced', 'MailsComplained'])),
    ]);
  }

  private showComings(): void {
    this.heading('Notices, sign-ups, lists');
    this.row([
      graph('Notices', this.own(['NoticesSent', 'NoticesPutOff', 'NoticesRefused'])),
      graph('Sign-ups', this.own(['SignUps', 'SignUpsRefused', 'SignUpsStopped'])),
      graph('Lists', this.own(['ListsImported', 'ListsRejected'])),
    ]);
  }

  /** Billing has values in us-east-1 only, and only after a person has switched on billing alerts. */
  private showCosts(): void {
    this.heading(
      'Costs',
      'Of the whole account, this month so far; empty without *billing alerts* in the account.',
    );
    const charges = new Metric({
      namespace: 'AWS/Billing',
      metricName: 'EstimatedCharges',
      dimensionsMap: { Currency: 'USD' },
      statistic: 'Maximum',
      period: Duration.hours(6),
      region: 'us-east-1',
    });
    this.row([graph('Dollars', [charges])]);
  }

  private own(names: readonly MetricName[], statistic = 'Sum'): Metric[] {
    return names.map(
      (metricName) =>
        new Metric({
          namespace: metricNamespace,
          metricName,
          dimensionsMap: { service: this.stack },
          statistic,
          label: `${metricName} (${metricUnits[metricName]})`,
        }),
    );
  }

  private heading(title: string, words = ''): void {
    const markdown = words ? `## ${title}\n${words}` : `## ${title}`;
    this.dashboard.addWidgets(new TextWidget({ markdown, width: wholeWidth, height: 2 }));
  }

  private row(graphs: readonly ((width: number) => GraphWidget)[]): void {
    const width = Math.floor(wholeWidth / Math.min(graphs.length, 4));
    this.dashboard.addWidgets(new Row(...graphs.map((sized) => sized(width))));
  }
}

function graph(title: string, metrics: readonly IMetric[]): (width: number) => GraphWidget {
  return (width) => new GraphWidget({ title, left: [...metrics], width, height: 6 });
}
