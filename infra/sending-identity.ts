import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import type { Newsroom } from '../functions/_shared/domain/newsroom.ts';
import { describeRecord, dmarcRecord, mailFromDomainOf, mailFromRecords } from './dns-records.ts';

export interface SendingIdentityProps {
  sender: Newsroom['sender'];
  /** `create`: this stack makes the identity. `existing`: it is in the account and region already. */
  identity: 'create' | 'existing';
}

/**
 * The domain in From: an identity of SES, verified with DKIM, with a MAIL FROM domain of its own so that SPF aligns. An
 * account has one identity per domain and region, and all stages of that domain use it. So only one stack may create
 * it, and no stack deletes it.
 */
export class SendingIdentity extends Construct {
  private readonly sender: Newsroom['sender'];

  constructor(scope: Construct, { sender, identity }: SendingIdentityProps) {
    super(scope, 'Sender');
    this.sender = sender;
    if (identity === 'create') this.create();
    const { region } = Stack.of(this);
    const [mx, spf] = mailFromRecords(mailFromDomainOf(sender.domain), region);
    this.output('MailFromMxRecord', describeRecord(mx));
    this.output('MailFromSpfRecord', describeRecord(spf));
    this.output('DmarcRecord', describeRecord(dmarcRecord(sender)));
  }

  /**
   * The construct keeps the ids that it had directly in `mail`: with another logical id, CloudFormation would create the
   * identity of a deployed stack a second time before it lets the first one go, and SES answers AlreadyExists.
   */
  private create(): void {
    const { domain } = this.sender;
    const parent = this.node.scope ?? this;
    const created = new EmailIdentity(parent, 'Identity', {
      identity: Identity.domain(domain),
      mailFromDomain: mailFromDomainOf(domain),
    });
    created.applyRemovalPolicy(RemovalPolicy.RETAIN);
    created.dkimRecords.forEach(({ name, value }, i) => {
      this.output(`DkimRecord${i + 1}`, describeRecord({ name, type: 'CNAME', value }));
    });
  }

  private output(name: string, value: string): void {
    new CfnOutput(this, name, { value }).overrideLogicalId(name);
  }

  /**
   * Allows to send in the name of the newsroom's address only. The resource is every identity, because in the sandbox
   * SES asks for the right on the identity of the recipient too (seen in cloudposse/terraform-aws-ses#40 and
   * aws/aws-sdk-js#3641; AWS says no more than that the sandbox prevents some policies:
   * https://docs.aws.amazon.com/ses/latest/dg/control-user-access.html). The condition is what keeps it narrow.
   */
  sendStatement(): PolicyStatement {
    const { partition, region, account } = Stack.of(this);
    return new PolicyStatement({
      actions: ['ses:SendRawEmail'],
      resources: [`arn:${partition}:ses:${region}:${account}:identity/*`],
      conditions: { StringEquals: { 'ses:FromAddress': this.sender.address } },
    });
  }
}
