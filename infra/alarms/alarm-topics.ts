import { ArnFormat, Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import type { Severity } from './alarm-row.ts';

/**
 * The topics to which the alarms are sent, one per severity. Operators get both by mail; whoever wants to be woken
 * subscribes a pager to `page`.
 */
export class AlarmTopics extends Construct {
  readonly page: Topic;
  readonly ticket: Topic;

  constructor(scope: Construct, operators: readonly string[]) {
    super(scope, 'alarm-topics');
    this.page = this.topic('page', operators);
    this.ticket = this.topic('ticket', operators);
  }

  private topic(severity: Severity, operators: readonly string[]): Topic {
    const topic = new Topic(this, severity, { enforceSSL: true });
    this.admitAlarms(topic);
    this.admitBudgets(topic);
    for (const operator of operators) topic.addSubscription(new EmailSubscription(operator));
    return topic;
  }

  /**
   * The statement of `enforceSSL` creates our own topic policy. It replaces the default policy, which lets CloudWatch
   * publish; without this grant no alarm would be delivered. Only alarms of this account may use it
   * (https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html).
   */
  private admitAlarms(topic: Topic): void {
    const alarms = Stack.of(this).formatArn({
      service: 'cloudwatch',
      resource: 'alarm',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    topic.grantPublish(this.ofThisAccount('cloudwatch.amazonaws.com', alarms));
  }

  /** https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html */
  private admitBudgets(topic: Topic): void {
    const budgets = Stack.of(this).formatArn({ service: 'budgets', region: '', resource: '*' });
    topic.grantPublish(this.ofThisAccount('budgets.amazonaws.com', budgets));
  }

  private ofThisAccount(service: string, sourceArn: string): ServicePrincipal {
    return new ServicePrincipal(service, {
      conditions: {
        StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
        ArnLike: { 'aws:SourceArn': sourceArn },
      },
    });
  }
}
