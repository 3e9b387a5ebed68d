import type { AlarmChange, Alarms } from './alarms.ts';
import { Fault } from './fault.ts';
import type { Metrics } from './metrics.ts';
import type { Queues } from './queues.ts';
import { reportCharges, reportQueue, reportReputation } from './service-metrics.ts';
import type { SesAccount } from './ses-account.ts';
import type { Topics } from './topics.ts';

/** An alarm that has changed, and whom its topics tell of it. */
export type AlarmNotice = AlarmChange & { subscribers: string[] };

export type Monitored = { metrics: Metrics; alarms: Alarms; queues: Queues; sesAccount: SesAccount };

/** How often it is looked whether a minute has ended. */
const lookMilliseconds = 1000;

/** Measures the services once a minute, and has the alarms judged by it. */
export class Monitor {
  /** What the account will cost this month, in dollars. Nothing costs anything here: a person or a test sets it. */
  estimatedCharges = 0;
  readonly #monitored: Monitored;
  #timer: NodeJS.Timeout | undefined;

  constructor(monitored: Monitored) {
    this.#monitored = monitored;
  }

  start(onError: (error: unknown) => void): void {
    this.#timer = setInterval(() => {
      try {
        this.judge();
      } catch (error) {
        onError(error);
      }
    }, lookMilliseconds).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  judge(): void {
    this.#monitored.alarms.judge((at) => this.#measure(at));
  }

  #measure(at: number): void {
    const { metrics, queues, sesAccount } = this.#monitored;
    for (const name of queues.names()) {
      const measure = { ...queues.counts(name), oldestSeconds: queues.oldestSeconds(name) };
      reportQueue(metrics, name, measure, at);
    }
    reportReputation(metrics, [...sesAccount.configurationSets], sesAccount.reputation, at);
    reportCharges(metrics, this.estimatedCharges, at);
  }
}

/** Tells the topics of a change. Each topic that does not take it is reported as an error: nobody hears the alarm. */
export function tellTopics(
  topics: Topics,
  change: AlarmChange,
  tell: { onAlarm: (notice: AlarmNotice) => void; onError: (error: unknown) => void },
): void {
  const { alarm } = change;
  for (const topicArn of alarm.actions[alarm.state]) {
    try {
      const publisher = { service: 'cloudwatch.amazonaws.com', source: alarm.arn };
      tell.onAlarm({ ...change, subscribers: topics.publish(publisher, topicArn) });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      tell.onError(new Error(`The alarm ${alarm.name} reaches nobody: ${error.message}`));
    }
  }
}
