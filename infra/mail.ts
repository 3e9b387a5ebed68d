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

/**
 * The sending domain, and the configuration sets under which all messages are sent and all events come back. Notices
 * (proofs, alerts, confirmations) have their own: strangers choose the addresses of some of them, and their bounces and
 * complaints must not be counted with those of releases.
 */
export class Mail extends Construct {
  readonly configurationSet: ConfigurationSet;
  readonly noticeConfigurationSet: ConfigurationSet;
  /** The rules that bring SES's events, by kind of event. */
  readonly rules: Record<string, Rule> = {};
  private readonly identity: SendingIdentity;

  constructor(scope: Construct, props: MailProps) {
    super(scope, 'mail');
    this.configurationSet = this.configuration('ConfigurationSet', `dateline-${props.stage}`);
    this.noticeConfigurationSet = this.configuration(
      'NoticeConfigurationSet',
      `dateline-${props.stage}-notices`,
    );
    this.identity = new SendingIdentity(this, props);
  }

  private configuration(id: string, configurationSetName: string): ConfigurationSet {
    const set = new ConfigurationSet(this, id, { configurationSetName, reputationMetrics: true });
    set.addEventDestination('Events', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(set, 'Bus', 'default')),
      events: [
        EmailSendingEvent.SEND,
        EmailSendingEvent.DELIVERY,
        EmailSendingEvent.DELIVERY_DELAY,
        EmailSendingEvent.BOUNCE,
        EmailSendingEvent.COMPLAINT,
        EmailSendingEvent.REJECT,
      ],
    });
    return set;
  }

  /**
   * Sends SES's events for both configuration sets to a queue. Only EventBridge's rules may write to the queue. The
   * queue gets only the parts of an event that identify the recipient and the result: SES includes the subject in its
   * events, and an embargoed headline must not appear in a queue or dead-letter queue. For the same reason the targets
   * have no dead-letter queue: EventBridge would write there the whole event, before the transformation.
   */
  deliverEvents(queue: Queue): void {
    for (const { kind, detailType, member } of happenings)
      this.rules[kind] = new Rule(this, `${kind}Rule`, {
        eventPattern: {
          source: ['aws.ses'],
          detailType: [detailType],
          account: [Stack.of(this).account],
          detail: {
            mail: {
              tags: {
                'ses:configuration-set': [
                  this.configurationSet.configurationSetName,
                  this.noticeConfigurationSet.configurationSetName,
                ],
              },
            },
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

  /** The sender may send under one configuration set. */
  grantSend(sender: LambdaFunction, { configurationSetName }: ConfigurationSet): void {
    const { partition, region, account } = Stack.of(this);
    sender.addToRolePolicy(this.identity.sendStatement());
    sender.addToRolePolicy(
      new PolicyStatement({
        actions: ['ses:SendRawEmail'],
        resources: [`arn:${partition}:ses:${region}:${account}:configuration-set/${configurationSetName}`],
      }),
    );
  }

  /** Lets a function read how fast the account may send. This cannot be limited to a resource. */
  grantQuota(sender: LambdaFunction): void {
    sender.addToRolePolicy(new PolicyStatement({ actions: ['ses:GetSendQuota'], resources: ['*'] }));
  }
}
