import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { type Feedback, feedbackSchema, type Outcome, outcomeSchema } from '../domain/delivery.ts';
import { fromItem } from './item.ts';

/** The sender's record of one recipient, and what SES's events say. */
export interface Known {
  outcome: Outcome | null;
  feedback: Feedback | null;
}

export const outcomeKey = (deliveryId: string, contactId: string) => ({
  pk: `DELIVERY#${deliveryId}`,
  sk: `TO#${contactId}`,
});
/** Sorts directly after the outcome, so that one query reads both and can merge them. */
export const feedbackKey = (deliveryId: string, contactId: string) => ({
  pk: `DELIVERY#${deliveryId}`,
  sk: `TO#${contactId}#SES`,
});

/** Adds an item, outcome or feedback, to what is known about its recipient. */
export function noteKnown(known: Map<string, Known>, item: Record<string, AttributeValue>): void {
  if (item.sk?.S?.endsWith('#SES')) {
    const feedback = fromItem(feedbackSchema, item);
    known.set(feedback.contactId, { outcome: null, ...known.get(feedback.contactId), feedback });
  } else {
    const outcome = fromItem(outcomeSchema, item);
    known.set(outcome.contactId, { feedback: null, ...known.get(outcome.contactId), outcome });
  }
}
