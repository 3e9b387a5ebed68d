import { ArnFormat, Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

/** The topic to which every alarm is sent. */
export class Alarms extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, operators: readonly string[]) {
    super(scope, 'alarms');
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    this.admitAlarms();
    for (const operator of operators) this.topic.addSubscription(new EmailSubscription(operator));
  }

  /**
   * The statement of `enforceSSL` creates our own topic policy. It replaces the default policy, which lets CloudWatch
   * publish; without this grant no alarm would be delivered. Only alarms of this account may use it
   * (https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html).
   */
  private admitAlarms(): void {
    const cloudWatch = new ServicePrincipal('cloudwatch.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': Stack.of(this).account },
        ArnLike: {
          'aws:SourceArn': Stack.of(this).formatArn({
            service: 'cloudwatch',
            resource: 'alarm',
            resourceName: '*',
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        },
      },
    });
    this.topic.grantPublish(cloudWatch);
  }
}
