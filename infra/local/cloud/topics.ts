import type { Described } from './described.ts';
import { Fault } from './fault.ts';

/** A service that publishes, and the resource for which it does. */
export type Publisher = { service: string; source: string };

/** SNS topics, as far as services publish to them. The mails to their subscribers do not leave this machine. */
export class Topics {
  readonly #topics: Described['topics'];
  readonly #mayPublish: (publisher: Publisher, topicArn: string) => boolean;

  constructor(topics: Described['topics'], mayPublish: (publisher: Publisher, topicArn: string) => boolean) {
    this.#topics = topics;
    this.#mayPublish = mayPublish;
  }

  /** Returns the endpoints that are told. Throws if the topic does not exist or its policy does not let it. */
  publish(publisher: Publisher, topicArn: string): string[] {
    const topic = this.#topics.find(({ arn }) => arn === topicArn);
    if (!topic) throw new Fault('NotFound', 'Topic does not exist', 404);
    // The default policy lets the account's own services publish.
    if (topic.policy !== undefined && !this.#mayPublish(publisher, topicArn))
      throw new Fault(
        'AuthorizationError',
        `${publisher.service} is not authorized to perform: SNS:Publish on resource: ${topicArn}`,
        403,
      );
    return topic.subscriptions.map(({ endpoint }) => endpoint);
  }
}
