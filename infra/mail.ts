import { Stack } from 'aws-cdk-lib';
import { EventBus, EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { ConfigurationSet, EmailSendingEvent, EventDestination } from 'aws-cdk-lib/aws-ses';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { SendingIdentity, type SendingIdentityProps } from './sending-identity.ts';

/** SES's events: their names in EventBridge, and the member with the details. */
const happenings = [
  { kind: 'Send', detailType: 'Email Sent', member: null },
  { kind: 'Delivery', detailType: 'Email Delivered', member: 'delivery' },
  { kind: 'DeliveryDelay', detailType: 'Email Delivery Delayed', member: 'deliveryDelay' },
  { kind: 'Bounce', detailType: 'Email Bounced', member: 'bounce' },
  { kind: 'Complaint', detailType: 'Email Complaint Received', member: 'complaint' },
  { kind: 'Reject', detailType: 'Email Rejected', member: 'reject' },
] as const;

export interface MailProps extends SendingIdentityProps {
  stage: string;
}

/** The sending domain, and the configuration set under which all messages are sent and all events come back. */
export class Mail extends Construct {
  readonly configurationSet: ConfigurationSet;
  /** The rules that bring SES's events, by kind of event. */
  readonly rules: Record<string, Rule> = {};
  private readonly identity: SendingIdentity;

  constructor(scope: Construct, props: MailProps) {
    super(scope, 'mail');
    this.configurationSet = new ConfigurationSet(this, 'ConfigurationSet', {
      configurationSetName: `dateline-${props.stage}`,
      reputationMetrics: true,
    });
    this.configurationSet.addEventDestination('Events', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, 'Bus', 'default')),
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.DELIVERY_DELAY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
      ],
    });
    this.identity = new SendingIdentity(this, props);
  }

  /**
   * Sends SES's events for this configuration set to a queue. Only EventBridge's rules may write to the queue. The
   * queue gets only the parts of an event that identify the recipient and the result: SES includes the subject in its
   * events, and an embargoed headline must not appear in a queue or dead-letter queue.
   */
  deliverEvents(queue: Queue): void {
    for (const { kind, detailType, member } of happenings)
      this.rules[kind] = new Rule(this, `${kind}Rule`, {
        eventPattern: {
          source: ['aws.ses'],
          detailType: [detailType],
          account: [Stack.of(this).account],
          detail: {
            mail: { tags: { 'ses:configuration-set': [this.configurationSet.configurationSetName] } },
          },
        },
        targets: [
          new SqsQueue(queue, {
            message: RuleTargetInput.fromObject({
              id: EventField.eventId,
              source: EventField.source,
              account: EventField.account,
              region: EventField.region,
              time: EventField.time,
              'detail-type': EventField.detailType,
              detail: {
                eventType: EventField.fromPath('$.detail.eventType'),
                mail: {
                  messageId: EventField.fromPath('$.detail.mail.messageId'),
                  timestamp: EventField.fromPath('$.detail.mail.timestamp'),
                  tags: EventField.fromPath('$.detail.mail.tags'),
                },
                ...(member && { [member]: EventField.fromPath(`$.detail.${member}`) }),
              },
            }),
          }),
        ],
      });
  }

  grantSend(sender: LambdaFunction): void {
    const { partition, region, account } = Stack.of(this);
    sender.addToRolePolicy(this.identity.sendStatement());
    sender.addToRolePolicy(
      new PolicyStatement({
        actions: ['ses:SendRawEmail'],
        resources: [
          `arn:${partition}:ses:${region}:${account}:configuration-set/${this.configurationSet.configurationSetName}`,
        ],
      }),
    );
    // GetSendQuota cannot be limited to a resource.
    sender.addToRolePolicy(new PolicyStatement({ actions: ['ses:GetSendQuota'], resources: ['*'] }));
  }
}
