import type { Alarms } from './alarms.ts';
import type { Metrics } from './metrics.ts';
import type { Queues } from './queues.ts';
import { reportQueue, reportReputation } from './service-metrics.ts';
import type { SesAccount } from './ses-account.ts';

export type Monitored = { metrics: Metrics; alarms: Alarms; queues: Queues; sesAccount: SesAccount };

/** How often it is looked whether a minute has ended. */
const lookMilliseconds = 1000;

/** Measures the services once a minute, and has the alarms judged by it. */
export class Monitor {
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
  }
}
