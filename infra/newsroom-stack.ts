import { Annotations, CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { type Code, FunctionUrlAuthType } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Environment as AcceptRelease } from '../functions/accept-release/environment.ts';
import type { Environment as Approvals } from '../functions/approvals/environment.ts';
import type { Environment as ArmDelivery } from '../functions/arm-delivery/environment.ts';
import type { Environment as ComposeEmails } from '../functions/compose-emails/environment.ts';
import type { Environment as Console } from '../functions/console/environment.ts';
import type { Environment as ImportContacts } from '../functions/import-contacts/environment.ts';
import type { Environment as SendEmails } from '../functions/send-emails/environment.ts';
import type { Environment as Subscriptions } from '../functions/subscriptions/environment.ts';
import type { Environment as TrackDelivery } from '../functions/track-delivery/environment.ts';
import type { Environment as Watch } from '../functions/watch/environment.ts';
import { Alarms, type Watched } from './alarms/alarms.ts';
import { NewsroomDashboard } from './alarms/dashboard.ts';
import { type Consumed, executionsNeeded, sharesOf } from './concurrency.ts';
import type { Configuration } from './configuration.ts';
import { ConsoleAddress } from './console-address.ts';
import { DoctorPolicy } from './doctor-policy.ts';
import { EmbargoClock } from './embargo-clock.ts';
import { Keys } from './keys.ts';
import { Mail } from './mail.ts';
import type { Outputs } from './outputs.ts';
import { People } from './people.ts';
import { PublicAddress } from './public-address.ts';
import { QueuedStage, type QueuedStageProps, WorkQueue } from './queued-stage.ts';
import { SignIn } from './sign-in.ts';
import { StageFunction } from './stage-function.ts';
import { Storage } from './storage.ts';

export interface NewsroomStackProps extends StackProps, Configuration {
  /** The bundle of a stage. */
  codeOf: (stage: string) => Code;
}

/** The pipeline, in the order in which a release passes through it. */
export class NewsroomStack extends Stack {
  readonly alarms: Alarms;

  constructor(scope: Construct, id: string, props: NewsroomStackProps) {
    super(scope, id, props);
    const { newsroom, infrastructure } = props;

    const storage = new Storage(this, infrastructure);
    const keys = new Keys(this, infrastructure);
    const mail = new Mail(this, { ...newsroom, ...infrastructure });
    const clock = new EmbargoClock(this, newsroom.stage);
    const address = new PublicAddress(this, infrastructure);

    const stage = (name: string) => ({ stage: name, code: props.codeOf(name), storage });
    const shares = sharesOf(infrastructure);
    warnIfCrowded(this, infrastructure);
    const stages = {
      ...readingStages(this, stage, shares),
      ...sendingStages(this, stage, shares),
      ...pages(this, stage),
    };
    const { acceptRelease, importContacts, composeEmails, sendEmails, trackDelivery, watch } = stages;
    const { subscriptions, approvals, consolePages } = stages;

    storage.notify('releases/', acceptRelease.queue, { deleted: true });
    storage.notify('lists/', importContacts.queue, { deleted: false });
    mail.deliverEvents(trackDelivery.queue);
    const { watchEveryMinutes } = infrastructure;
    const sweepRate = `rate(${watchEveryMinutes} ${watchEveryMinutes === 1 ? 'minute' : 'minutes'})`;
    clock.repeat('watch', sweepRate, watch.queue, { work: 'sweep' });
    clock.repeat('retention', 'rate(1 day)', watch.queue, { work: 'retention' });
    address.serve('/{proxy+}', subscriptions.function);
    address.serveSignUp(subscriptions.function);
    for (const path of ['/a/{token}', '/a/{token}/{edition}']) address.serve(path, approvals.function);
    mail.grantSend(composeEmails.function, mail.noticeConfigurationSet);
    mail.grantSend(sendEmails.function, mail.configurationSet);
    for (const sender of [composeEmails, sendEmails]) mail.grantQuota(sender.function);

    new DoctorPolicy(this, { stage: newsroom.stage, storage, keys: keys.secret });

    const ground = { storage, keys, mail, clock, address };
    this.alarms = new Alarms(this, { ...infrastructure, watched: watchedOf(stages, ground) });
    new NewsroomDashboard(this, this.alarms);
    provideReading(stages, ground);
    provideSending(stages, ground);
    providePages(stages, ground, this.alarms);
    new People(this, { ...ground, composeQueue: composeEmails.queue, armQueue: stages.armDelivery.queue });

    // For people with AWS credentials: `dateline console --stage` signs the requests of their browser.
    const forIam = consolePages.function.addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM });
    const signedIn = consoleAddress(this, consolePages, infrastructure);
    for (const [name, value] of Object.entries(outputsOf(stages, ground, forIam.url, signedIn?.url)))
      new CfnOutput(this, name, { value });
  }
}

/** The console for people who sign in. Undefined if nobody but IAM is to let people in. */
function consoleAddress(
  scope: Construct,
  { function: pages }: StageFunction,
  { signIn, onDelete }: Infrastructure,
): ConsoleAddress | undefined {
  if (signIn.provider === 'none') return undefined;
  const address = new ConsoleAddress(scope, signIn);
  address.serve(pages);
  new SignIn(scope, { settings: signIn, consoleUrl: address.url, onDelete }).provideTo(pages);
  return address;
}

/**
 * A message that fails every time is in the dead letters within ten minutes, so that with the alarm it takes less than a
 * quarter of an hour. What journalists wait for is tried again more often.
 */
const patient = { firstSeconds: 2, longestSeconds: 60, giveUpAfterSeconds: 540 };
const urging = { firstSeconds: 1, longestSeconds: 15, giveUpAfterSeconds: 540 };
/**
 * For work that grows with the number of contacts. Lambda would allow 15 minutes, but a run that never ends is to be given
 * up within a quarter of an hour.
 */
const longWork = Duration.minutes(12);

/** Says at synthesis what a small account cannot give. */
function warnIfCrowded(scope: Construct, infrastructure: Infrastructure): void {
  const { concurrency } = infrastructure;
  const needed = executionsNeeded(infrastructure);
  if (needed > concurrency)
    Annotations.of(scope).addWarningV2(
      'dateline:concurrency',
      `Pages can be refused for moments while all queues are full: they use ${needed} executions with the pages, at Lambda's least for each queue, and ` +
        `infrastructure.concurrency is ${concurrency}. Ask AWS for more (docs/aws.md, Small accounts).`,
    );
}

type Shares = Readonly<Record<Consumed, number>>;
type StageOf = (name: string) => Pick<QueuedStageProps, 'stage' | 'code' | 'storage'>;

/** The stages from a dropped file to the proof. */
function readingStages(scope: Construct, stage: StageOf, shares: Shares) {
  const acceptRelease = new QueuedStage(scope, {
    ...stage('accept-release'),
    retry: patient,
    // Three releases at a time, each in a separate process of at most about 400 MB; a little more than one processor.
    memorySize: 2048,
    // Ten releases, three at a time, at most 30 seconds each, plus the time for writing.
    timeout: Duration.seconds(180),
    batchSize: 10,
    maxConcurrency: shares['accept-release'],
    // The files of one release arrive together. The delay lets one message batch read them together.
    delay: Duration.seconds(1),
  });
  const importContacts = new QueuedStage(scope, {
    ...stage('import-contacts'),
    retry: patient,
    memorySize: 1024,
    timeout: longWork,
    batchSize: 1,
    maxConcurrency: shares['import-contacts'],
  });
  const composeEmails = new QueuedStage(scope, {
    ...stage('compose-emails'),
    retry: patient,
    memorySize: 2048,
    // It freezes the audience, and counts for a proof who was sent the versions before.
    timeout: longWork,
    batchSize: 1,
    maxConcurrency: shares['compose-emails'],
  });
  return { acceptRelease, importContacts, composeEmails };
}

/** The stages from an approval to the results of each mail. */
function sendingStages(scope: Construct, stage: StageOf, shares: Shares) {
  const armDelivery = new QueuedStage(scope, {
    ...stage('arm-delivery'),
    retry: urging,
    // One whole processor (https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html): a kill reads two items of
    // everybody who was sent a version.
    memorySize: 1769,
    timeout: longWork,
    batchSize: 1,
    maxConcurrency: shares['arm-delivery'],
  });
  const sendEmails = new QueuedStage(scope, {
    ...stage('send-emails'),
    retry: urging,
    memorySize: 1024,
    timeout: Duration.minutes(5),
    batchSize: 1,
    maxConcurrency: shares['send-emails'],
  });
  const urgent = new WorkQueue(scope, 'send-emails-urgent', {
    retry: urging,
    consumerTimeout: Duration.minutes(5),
  });
  sendEmails.consume(urgent, { batchSize: 1, maxConcurrency: shares['send-emails-urgent'] });
  const trackDelivery = new QueuedStage(scope, {
    ...stage('track-delivery'),
    retry: patient,
    memorySize: 512,
    timeout: Duration.seconds(30),
    batchSize: 50,
    maxConcurrency: shares['track-delivery'],
    maxBatchingWindow: Duration.seconds(1),
  });
  const watch = new QueuedStage(scope, {
    ...stage('watch'),
    retry: patient,
    memorySize: 1024,
    timeout: longWork,
    batchSize: 1,
    maxConcurrency: shares.watch,
  });
  return { armDelivery, sendEmails, urgent, trackDelivery, watch };
}

/** The pages that people open in a browser. */
function pages(scope: Construct, stage: StageOf) {
  const subscriptions = new StageFunction(scope, 'subscriptions', {
    ...stage('subscriptions'),
    memorySize: 1024,
    timeout: Duration.seconds(29),
  });
  // Not a page of `subscriptions`, because approving needs rights that pages for strangers must not have.
  const approvals = new StageFunction(scope, 'approvals', {
    ...stage('approvals'),
    memorySize: 1024,
    // The maximum of an HTTP API. An approval may count the audience again.
    timeout: Duration.seconds(29),
  });
  const consolePages = new StageFunction(scope, 'console', {
    ...stage('console'),
    memorySize: 1024,
    timeout: Duration.seconds(30),
  });
  return { subscriptions, approvals, consolePages };
}

type Infrastructure = Configuration['infrastructure'];
type Stages = ReturnType<typeof readingStages> & ReturnType<typeof sendingStages> & ReturnType<typeof pages>;
type Ground = { storage: Storage; keys: Keys; mail: Mail; clock: EmbargoClock; address: PublicAddress };

/** What the alarms watch: every function, every queue, and what AWS does for us. */
function watchedOf(stages: Stages, { storage, mail, clock, address }: Ground): Watched {
  const all = Object.values(stages);
  const functions = all.filter((one) => one instanceof StageFunction);
  const queues = queuesOf(stages);
  return {
    functions: Object.fromEntries(functions.map((one) => [one.node.id, one.function])),
    queues: Object.fromEntries(queues.map(({ queueName, queue }) => [queueName, queue])),
    deadLetters: {
      ...Object.fromEntries(queues.map(({ queueName, deadLetters }) => [queueName, deadLetters])),
      schedules: clock.deadLetters,
    },
    eventRules: mail.rules,
    scheduleGroup: clock.group.ref,
    publicApi: address.api,
    table: storage.table,
    tableIndex: storage.tableIndex,
  };
}

// The environment of each stage, as its environment.ts requires, and the permissions that follow from it.

function provideReading(stages: Stages, { keys, mail, clock, address }: Ground): void {
  const { acceptRelease, importContacts, composeEmails, armDelivery } = stages;
  acceptRelease.provide<AcceptRelease>({
    COMPOSE_QUEUE_URL: acceptRelease.writesTo(composeEmails.queue),
    ARM_QUEUE_URL: acceptRelease.writesTo(armDelivery.queue),
    PUBLIC_URL: address.url,
  });
  importContacts.provide<ImportContacts>({
    KEYS_SECRET_ARN: keys.readBy(importContacts.function),
    IMPORT_QUEUE_URL: importContacts.writesTo(importContacts.queue),
  });
  composeEmails.provide<ComposeEmails>({
    KEYS_SECRET_ARN: keys.readBy(composeEmails.function),
    COMPOSE_QUEUE_URL: composeEmails.writesTo(composeEmails.queue),
    ARM_QUEUE_URL: composeEmails.writesTo(armDelivery.queue),
    ...clock.grantSchedule(composeEmails.function, armDelivery.queue),
    NOTICE_CONFIGURATION_SET: mail.noticeConfigurationSet.configurationSetName,
    PUBLIC_URL: address.url,
  });
}

function provideSending(stages: Stages, { keys, mail, clock, address }: Ground): void {
  const { composeEmails, armDelivery, sendEmails, urgent, trackDelivery, watch } = stages;
  const { configurationSetName: configurationSet } = mail.configurationSet;
  armDelivery.provide<ArmDelivery>({
    SEND_QUEUE_URL: armDelivery.writesTo(sendEmails.queue),
    URGENT_SEND_QUEUE_URL: armDelivery.writesTo(urgent.queue),
    ARM_QUEUE_URL: armDelivery.writesTo(armDelivery.queue),
    COMPOSE_QUEUE_URL: armDelivery.writesTo(composeEmails.queue),
  });
  sendEmails.provide<SendEmails>({
    KEYS_SECRET_ARN: keys.readBy(sendEmails.function),
    SEND_QUEUE_URL: sendEmails.writesTo(sendEmails.queue),
    URGENT_SEND_QUEUE_URL: sendEmails.writesTo(urgent.queue),
    COMPOSE_QUEUE_URL: sendEmails.writesTo(composeEmails.queue),
    CONFIGURATION_SET: configurationSet,
    PUBLIC_URL: address.url,
  });
  trackDelivery.provide<TrackDelivery>({
    COMPOSE_QUEUE_URL: trackDelivery.writesTo(composeEmails.queue),
    CONFIGURATION_SET: configurationSet,
    NOTICE_CONFIGURATION_SET: mail.noticeConfigurationSet.configurationSetName,
  });
  // Whether a chunk without an owner still has a message that waits.
  for (const { queue } of [sendEmails, urgent]) watch.counts(queue);
  watch.provide<Watch>({
    KEYS_SECRET_ARN: keys.keptBy(watch.function),
    SEND_QUEUE_URL: watch.writesTo(sendEmails.queue),
    URGENT_SEND_QUEUE_URL: watch.writesTo(urgent.queue),
    ARM_QUEUE_URL: watch.writesTo(armDelivery.queue),
    COMPOSE_QUEUE_URL: watch.writesTo(composeEmails.queue),
    TRACK_QUEUE_URL: watch.counts(trackDelivery.queue),
    TRACK_DEAD_LETTER_QUEUE_URL: watch.counts(trackDelivery.deadLetters),
    ...clock.grantSchedule(watch.function, armDelivery.queue),
    PUBLIC_URL: address.url,
  });
}

function providePages(stages: Stages, { keys, clock, address }: Ground, alarms: Alarms): void {
  const { subscriptions, approvals, consolePages, composeEmails, armDelivery, sendEmails, urgent } = stages;
  subscriptions.provide<Subscriptions>({
    KEYS_SECRET_ARN: keys.readBy(subscriptions.function),
    COMPOSE_QUEUE_URL: subscriptions.writesTo(composeEmails.queue),
    PUBLIC_URL: address.url,
  });
  approvals.provide<Approvals>({
    KEYS_SECRET_ARN: keys.readBy(approvals.function),
    COMPOSE_QUEUE_URL: approvals.writesTo(composeEmails.queue),
    ARM_QUEUE_URL: approvals.writesTo(armDelivery.queue),
    ...clock.grantSchedule(approvals.function, armDelivery.queue),
    PUBLIC_URL: address.url,
  });
  consolePages.provide<Console>({
    KEYS_SECRET_ARN: keys.readBy(consolePages.function),
    COMPOSE_QUEUE_URL: consolePages.writesTo(composeEmails.queue),
    ARM_QUEUE_URL: consolePages.writesTo(armDelivery.queue),
    SEND_QUEUE_URL: consolePages.writesTo(sendEmails.queue),
    URGENT_SEND_QUEUE_URL: consolePages.writesTo(urgent.queue),
    ...clock.grantSchedule(consolePages.function, armDelivery.queue),
    ...alarms.grantRead(consolePages.function),
    PUBLIC_URL: address.url,
  });
}

/** The outputs of the stack. The commands read them. */
function outputsOf(stages: Stages, ground: Ground, consoleUrl: string, signedIn?: string): Outputs {
  const { composeEmails, armDelivery, sendEmails, urgent, trackDelivery } = stages;
  const { storage, keys, mail, clock, address } = ground;
  return {
    Bucket: storage.bucket.bucketName,
    Table: storage.table.tableName,
    KeysSecretArn: keys.secret.secretArn,
    ConsoleUrl: consoleUrl,
    ...(signedIn !== undefined && { ConsoleSignInUrl: signedIn }),
    PublicUrl: address.url,
    ComposeQueueUrl: composeEmails.queue.queueUrl,
    ArmQueueUrl: armDelivery.queue.queueUrl,
    ArmQueueArn: armDelivery.queue.queueArn,
    SendQueueUrl: sendEmails.queue.queueUrl,
    UrgentSendQueueUrl: urgent.queue.queueUrl,
    ScheduleGroup: clock.group.ref,
    SchedulerRoleArn: clock.role.roleArn,
    ScheduleDeadLettersArn: clock.deadLetters.queueArn,
    ConfigurationSet: mail.configurationSet.configurationSetName,
    SesEventsQueueUrl: trackDelivery.queue.queueUrl,
    DeadLetterQueueUrls: Stack.of(trackDelivery).toJsonString(deadLetterUrlsOf(stages)),
  };
}

/** By the name of the stage, as in the runbook. */
function deadLetterUrlsOf(stages: Stages): Record<string, string> {
  const queues = queuesOf(stages);
  return Object.fromEntries(queues.map(({ queueName, deadLetters }) => [queueName, deadLetters.queueUrl]));
}

function queuesOf(stages: Stages): (QueuedStage | WorkQueue)[] {
  return Object.values(stages).filter((one) => one instanceof QueuedStage || one instanceof WorkQueue);
}
