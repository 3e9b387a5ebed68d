import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

/** The topic that every alarm rings. */
export class Alarms extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, operators: readonly string[]) {
    super(scope, 'alarms');
    this.topic = new Topic(this, 'Topic', { enforceSSL: true });
    for (const operator of operators) this.topic.addSubscription(new EmailSubscription(operator));
  }
}
