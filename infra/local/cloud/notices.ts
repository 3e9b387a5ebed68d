import type { AlarmChange } from './alarms.ts';
import { Fault } from './fault.ts';
import type { Publisher, Topics } from './topics.ts';

/** What operators hear. `subscribers` are those of the topics; the mails to them do not leave this machine. */
export type Notice = { subscribers: string[] } & (
  | { about: 'alarm'; change: AlarmChange }
  | { about: 'event' | 'budget'; words: string }
);

/** Publishes to topics, and reports what a topic does not take as an error: it would reach nobody. */
export class Notices {
  readonly #topics: Topics;
  readonly #onNotice: (notice: Notice) => void;
  readonly #onError: (error: unknown) => void;

  constructor(topics: Topics, onNotice: (notice: Notice) => void, onError: (error: unknown) => void) {
    this.#topics = topics;
    this.#onNotice = onNotice;
    this.#onError = onError;
  }

  /** An alarm that ends is heard here also if no topic is told of it. */
  tellChange(change: AlarmChange): void {
    const { alarm } = change;
    const topicArns = alarm.actions[alarm.state];
    const publisher = { service: 'cloudwatch.amazonaws.com', source: alarm.arn };
    const told = topicArns.map((topicArn) => this.#publish(publisher, topicArn, `The alarm ${alarm.name}`));
    if (topicArns.length > 0 && told.every((subscribers) => subscribers === undefined)) return;
    this.#onNotice({ about: 'alarm', change, subscribers: told.flatMap((subscribers) => subscribers ?? []) });
  }

  /** False if the topic did not take it. */
  tellWords(about: 'event' | 'budget', publisher: Publisher, topicArn: string, words: string): boolean {
    const subscribers = this.#publish(publisher, topicArn, publisher.source);
    if (subscribers) this.#onNotice({ about, words, subscribers });
    return subscribers !== undefined;
  }

  #publish(publisher: Publisher, topicArn: string, what: string): string[] | undefined {
    try {
      return this.#topics.publish(publisher, topicArn);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#onError(new Error(`${what} reaches nobody: ${error.message}`));
      return undefined;
    }
  }
}
