import { join } from 'node:path';
import { type Account, lastPart, queueUrls } from './account.ts';
import { expectSending, schedulerMayReach, serviceMayPublish, serviceMaySend } from './acting-services.ts';
import { Alarms } from './alarms.ts';
import { bucketSettings } from './bucket-settings.ts';
import { Budgets } from './budgets.ts';
import type { CloudServices } from './cloud.ts';
import { CloudWatch } from './cloudwatch.ts';
import type { Described } from './described.ts';
import { isEnabled } from './described-rules.ts';
import { Descriptions } from './descriptions.ts';
import { EventBus } from './event-bus.ts';
import type { PolledQueue } from './event-source.ts';
import { generateSecret } from './generate-secret.ts';
import type { Iam } from './iam.ts';
import { Mailbox, type MailboxLine } from './mailbox.ts';
import type { Metrics } from './metrics.ts';
import { Monitor } from './monitor.ts';
import { type Notice, Notices } from './notices.ts';
import { isNotified, notificationBody } from './notifications.ts';
import { ObjectStore } from './object-store.ts';
import { type QueueCounts, Queues } from './queues.ts';
import { S3 } from './s3.ts';
import { Scheduler, type ScheduleTargets } from './scheduler.ts';
import { Secrets } from './secrets.ts';
import { SecretsManager } from './secrets-manager.ts';
import { reportMailEvent, reportRule, reportSchedule } from './service-metrics.ts';
import { Ses } from './ses.ts';
import { SesAccount, type SesLimits } from './ses-account.ts';
import { type AcceptedMail, eventsAbout } from './ses-events.ts';
import type { SesStanding } from './ses-standing.ts';
import { Sqs } from './sqs.ts';
import { State } from './state.ts';
import type { Resources } from './template.ts';
import { Topics } from './topics.ts';
import { UploadStore } from './upload-store.ts';

export type ServicesOptions = {
  resources: Resources;
  described: Described;
  iam: Iam;
  account: Account;
  dataDirectory: string;
  /** The address of these services. */
  address: string;
  /** An external SQS that is used instead of the embedded one, if any. */
  externalSqs: string | undefined;
  sesLimits: SesLimits;
  sesStanding: SesStanding;
  /** The account's limit for its functions. */
  concurrentExecutions?: number;
  invokeFunction: (name: string, event: unknown) => Promise<unknown>;
  onMail: (line: MailboxLine) => void;
  /** Called for what operators hear: of alarms, and of what else the topics are told. */
  onNotice: (notice: Notice) => void;
  onError: (error: unknown) => void;
  metrics: Metrics;
  /** Epoch milliseconds. Tests move it; alarms need minutes. */
  clock: () => number;
};

/** The services for internal use: called directly on the shared state, without HTTP. */
export type Services = Omit<CloudServices, 'dynamoDb' | 'iam'> & {
  monitor: Monitor;
  queue: (name: string) => PolledQueue;
  counts: (name: string, withinSeconds: number) => Promise<QueueCounts>;
  /** Sets up an external SQS. It may be a proxy in front of our own SQS, so our services must already be listening. */
  prepare: () => Promise<void>;
  /** Number of messages that have not yet reached an external SQS. */
  unsent: () => number;
  close: () => Promise<void>;
};

/** Opens the state in the data directory and all services that use it, with the resources of the template. */
export async function openServices(options: ServicesOptions): Promise<Services> {
  const { resources, described, account, dataDirectory, address, clock, metrics } = options;
  const state = new State(join(dataDirectory, 'state.db'));
  const queues = new Queues(state, account, clock);
  for (const { name, settings } of resources.queues) {
    const Policy = described.queuePolicies.get(name);
    queues.define(name, Policy === undefined ? settings : { ...settings, others: { Policy } });
  }
  const external = options.externalSqs && (await connectTo(options.externalSqs, options, state));
  const deliver = (queueArn: string, body: string) => {
    if (external) external.send(lastPart(queueArn), body);
    else queues.send(lastPart(queueArn), body);
  };
  const notices = noticesOf(options);
  const scheduler = schedulerOf(options, state, deliver);
  const bus = busOf(options, deliver, notices);
  const mailbox = new Mailbox(state, dataDirectory, mailPublisher(options, bus), options.onMail);
  const objects = objectStore(options, state, deliver);
  const sqs = new Sqs(queues, state, queueUrls(address, account), options.iam.setPolicy, clock);
  const { sesStanding, sesLimits } = options;
  const sesAccount = new SesAccount(account, sesStanding, sesLimits, resources, (isEnabled) =>
    bus.publish({ ...sendingStatus(isEnabled), at: clock() }),
  );
  const ses = new Ses(mailbox, sesAccount, resources.eventDestinations, clock);
  const settings = bucketSettings(described, resources.notifications);
  const alarms = new Alarms(state, metrics, resources.alarms, clock, (change) =>
    state.afterCommit(() => notices.tellChange(change)),
  );
  return {
    s3: new S3(objects, new UploadStore(objects, state, clock), account.region, settings, clock),
    sqs,
    ses,
    scheduler,
    descriptions: new Descriptions(described, account, ses, options.concurrentExecutions),
    cloudWatch: new CloudWatch(alarms),
    bus,
    budgets: new Budgets(resources.budgets, account, notices),
    monitor: new Monitor({ metrics, alarms, queues, sesAccount }),
    queue: (name) => (external ? external.polled(name) : ownQueue(queues, state, name)),
    secretsManager: secretsManager(options, state),
    counts: async (name, withinSeconds) =>
      external ? external.counts(name) : queues.counts(name, withinSeconds),
    prepare: async () => {
      if (external) await external.prepare(resources.queues);
    },
    unsent: () => (external ? external.unsent : 0),
    close: async () => {
      scheduler.stop();
      sqs.close();
      await mailbox.close();
      if (external) await external.close();
      state.close();
    },
  };
}

function secretsManager({ resources, account, clock }: ServicesOptions, state: State): SecretsManager {
  const secrets = new Secrets(state, account, clock);
  for (const { name, wanted } of resources.secrets) secrets.define(name, () => generateSecret(wanted));
  return new SecretsManager(secrets);
}

type Deliver = (queueArn: string, body: string) => void;

function schedulerOf(options: ServicesOptions, state: State, sendToQueue: Deliver): Scheduler {
  const { resources, account, iam, clock, metrics } = options;
  const targets: ScheduleTargets = {
    mayReach: (asked) => schedulerMayReach(iam, account, asked),
    sendToQueue,
    invokeFunction: (arn, input) => {
      options.invokeFunction(lastPart(arn), JSON.parse(input)).catch(options.onError);
    },
    report: (group, outcome) => reportSchedule(metrics, group, outcome),
  };
  const scheduler = new Scheduler(state, account, targets, clock);
  for (const group of resources.scheduleGroups) scheduler.defineGroup(group);
  for (const { name, schedule } of resources.schedules) scheduler.define(name, schedule);
  return scheduler;
}

/** Loaded only if needed, because its SDK client would slow down every start. */
async function connectTo(endpoint: string, { account, onError }: ServicesOptions, state: State) {
  const { externalQueues } = await import('./external-queues.ts');
  return externalQueues(endpoint, account, state, onError);
}

function noticesOf({ described, account, iam, onNotice, onError }: ServicesOptions): Notices {
  const topics = new Topics(described.topics, (publisher, topicArn) =>
    serviceMayPublish(iam, account, publisher, topicArn),
  );
  return new Notices(topics, onNotice, onError);
}

function objectStore(options: ServicesOptions, state: State, deliver: Deliver): ObjectStore {
  const { resources, account, iam, dataDirectory, clock } = options;
  const store = new ObjectStore(state, join(dataDirectory, 's3'), clock, (changed) => {
    const wanted = resources.notifications.filter((notification) => isNotified(notification, changed));
    const body = notificationBody(changed, clock(), account);
    for (const { queueArn, bucket } of wanted)
      if (serviceMaySend(iam, account, 's3.amazonaws.com', queueArn, `arn:aws:s3:::${bucket}`))
        deliver(queueArn, body);
  });
  for (const bucket of resources.buckets) store.define(bucket.name, bucket);
  return store;
}

function busOf(options: ServicesOptions, deliver: Deliver, notices: Notices): EventBus {
  const { resources, described, account, metrics, iam } = options;
  const service = 'events.amazonaws.com';
  return new EventBus(resources.rules, account, {
    isEnabled: (rule) => isEnabled(described, rule),
    report: (rule, isDelivered) => reportRule(metrics, rule, isDelivered),
    toQueue: (queueArn, body, ruleArn) => {
      expectSending(iam, account, service, queueArn, ruleArn);
      deliver(queueArn, body);
    },
    toTopic: (topicArn, body, ruleArn) =>
      notices.tellWords('event', { service, source: ruleArn }, topicArn, body),
  });
}

/**
 * SES's event when the sending of the account is paused or goes on again:
 * https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-ses.html
 */
function sendingStatus(isEnabled: boolean) {
  const detailType = `Sending Status ${isEnabled ? 'Enabled' : 'Disabled'}`;
  return { source: 'aws.ses', detailType, resources: [], detail: { version: '1.0.0' } };
}

/** Publishes a mail's events on the bus, as the destinations of its configuration set require. */
function mailPublisher(options: ServicesOptions, bus: EventBus): (mail: AcceptedMail) => void {
  const { resources, account, metrics } = options;
  return (mail) => {
    const { configurationSet } = mail;
    const destinations = resources.eventDestinations.filter(
      (destination) => destination.configurationSet === configurationSet,
    );
    const events = eventsAbout(mail, account);
    for (const { type } of events) reportMailEvent(metrics, type);
    if (destinations.length === 0) return;
    const arn = `arn:aws:ses:${account.region}:${account.account}:configuration-set/${configurationSet}`;
    for (const { type, detailType, detail } of events)
      if (destinations.some(({ eventTypes }) => eventTypes.includes(type.toLowerCase())))
        bus.publish({ source: 'aws.ses', detailType, at: mail.at, resources: [arn], detail });
  };
}

/**
 * An embedded queue for the poller. While a function processes a message, it stays invisible for the template's
 * visibility timeout.
 */
function ownQueue(queues: Queues, state: State, name: string): PolledQueue {
  return {
    receive: (limit, waitSeconds, signal) => queues.receive(name, { limit, waitSeconds, signal }),
    remove: async (messages) =>
      state.transaction(() => {
        for (const message of messages) queues.remove(message.receipt);
      }),
    giveBack: async (messages) =>
      state.transaction(() => {
        for (const message of messages) queues.giveBack(message.receipt);
      }),
  };
}
