import type { Account } from './account.ts';
import { addressIn, headerNamed, type MailHeader, mailboxesIn, readable } from './mail-headers.ts';

/**
 * A message that SES has accepted. `at` is epoch milliseconds; `recipients` are those of the envelope; `from` and
 * `subject` are decoded.
 */
export type AcceptedMail = {
  sesMessageId: string;
  at: number;
  source: string;
  recipients: string[];
  from: string;
  subject: string;
  headers: MailHeader[];
  configurationSet: string | undefined;
  tags: Record<string, string>;
};

export type SesEvent = {
  type: 'Send' | 'Delivery' | 'Bounce' | 'Complaint';
  detailType: string;
  detail: object;
};

type Outcome = 'delivered' | 'bounced' | 'complained' | 'auto-replied' | 'suppressed';

const simulated: Record<string, Outcome> = {
  success: 'delivered',
  bounce: 'bounced',
  complaint: 'complained',
  ooto: 'auto-replied',
  suppressionlist: 'suppressed',
};

/**
 * The result that SES's mailbox simulator gives for an address, with or without a label (`bounce+x@`). Any other
 * address is delivered.
 */
export function outcomeOf(address: string): Outcome {
  const [, name] = /^([^+@]+)(?:\+[^@]*)?@simulator\.amazonses\.com$/i.exec(address) ?? [];
  return (name && simulated[name.toLowerCase()]) || 'delivered';
}

/** The events that SES publishes about a message, oldest first, in its event publishing format. */
export function eventsAbout(mail: AcceptedMail, account: Account): SesEvent[] {
  const described = describe(mail, account);
  const having = (...outcomes: Outcome[]) =>
    mail.recipients.filter((address) => outcomes.includes(outcomeOf(address)));
  const event = (type: SesEvent['type'], detailType: string, part: object): SesEvent => ({
    type,
    detailType,
    detail: { eventType: type, mail: described, [type.toLowerCase()]: part },
  });
  const bounces = [
    bounce(mail, 'Permanent', 'General', having('bounced').map(unknownUser)),
    bounce(mail, 'Permanent', 'OnAccountSuppressionList', having('suppressed').map(onSuppressionList)),
    bounce(mail, 'Transient', 'General', having('auto-replied').map(addressed)),
  ];
  const delivered = having('delivered', 'complained', 'auto-replied');
  const complained = having('complained');
  return [
    event('Send', 'Email Sent', {}),
    ...(delivered.length > 0 ? [event('Delivery', 'Email Delivered', delivery(mail, delivered))] : []),
    ...bounces.flatMap((part) => (part ? [event('Bounce', 'Email Bounced', part)] : [])),
    ...(complained.length > 0
      ? [event('Complaint', 'Email Complaint Received', complaint(mail, complained))]
      : []),
  ];
}

function timeOf({ at }: AcceptedMail): string {
  return new Date(at).toISOString();
}

function feedbackIdOf({ sesMessageId }: AcceptedMail): string {
  return sesMessageId.replace(/-000000$/, '-000001');
}

function delivery(mail: AcceptedMail, recipients: string[]): object {
  return {
    timestamp: timeOf(mail),
    processingTimeMillis: 0,
    recipients,
    smtpResponse: '250 2.6.0 Message received',
    remoteMtaIp: '127.0.0.1',
    reportingMTA: 'amazonses.com',
  };
}

/** Null if no recipient bounced. */
function bounce(mail: AcceptedMail, bounceType: string, bounceSubType: string, to: object[]): object | null {
  if (to.length === 0) return null;
  return {
    feedbackId: feedbackIdOf(mail),
    bounceType,
    bounceSubType,
    bouncedRecipients: to,
    timestamp: timeOf(mail),
    reportingMTA: 'dns; amazonses.com',
  };
}

function complaint(mail: AcceptedMail, recipients: string[]): object {
  return {
    feedbackId: feedbackIdOf(mail),
    complaintSubType: null,
    complainedRecipients: recipients.map(addressed),
    timestamp: timeOf(mail),
    userAgent: 'Amazon SES Mailbox Simulator',
    complaintFeedbackType: 'abuse',
    arrivalDate: timeOf(mail),
  };
}

function addressed(emailAddress: string): object {
  return { emailAddress };
}

function unknownUser(emailAddress: string): object {
  return { emailAddress, action: 'failed', status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' };
}

function onSuppressionList(emailAddress: string): object {
  const diagnosticCode =
    'Amazon SES did not send the message to this address because it is on the suppression list for your account.';
  return { emailAddress, action: 'failed', status: '5.1.1', diagnosticCode };
}

/** SES limits the headers in events to 10 KB. */
const headerBytesInEvents = 10_240;

function describe(mail: AcceptedMail, { account, region }: Account): object {
  let bytes = 0;
  const headers = mail.headers.filter(({ name, value }) => {
    bytes += name.length + value.length;
    return bytes <= headerBytesInEvents;
  });
  const listOf = (name: string) => mailboxesIn(headerNamed(mail.headers, name) ?? '').map(readable);
  const fromDomain = addressIn(mail.source).split('@').at(-1) ?? '';
  return {
    timestamp: new Date(mail.at).toISOString(),
    source: mail.source,
    sourceArn: `arn:aws:ses:${region}:${account}:identity/${fromDomain}`,
    sendingAccountId: account,
    messageId: mail.sesMessageId,
    destination: mail.recipients,
    headersTruncated: headers.length < mail.headers.length,
    headers,
    commonHeaders: {
      from: listOf('From'),
      date: headerNamed(mail.headers, 'Date'),
      to: listOf('To'),
      messageId: mail.sesMessageId,
      subject: mail.subject,
    },
    tags: {
      'ses:source-ip': ['127.0.0.1'],
      'ses:from-domain': [fromDomain],
      'ses:caller-identity': ['local'],
      'ses:operation': ['SendRawEmail'],
      ...(mail.configurationSet && { 'ses:configuration-set': [mail.configurationSet] }),
      ...Object.fromEntries(Object.entries(mail.tags).map(([name, value]) => [name, [value]])),
    },
  };
}
