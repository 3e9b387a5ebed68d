import type { DeliveryTable } from '../_shared/aws/delivery-table.ts';
import type { Feedback } from '../_shared/domain/delivery.ts';

type WriteFeedback = DeliveryTable['writeFeedback'];
type Group = { told: Feedback; before: ReturnType<WriteFeedback> };

/**
 * Writes what the events of a batch say about the same recipient at once. A mail that is delivered quickly has its Send
 * and its Delivery event in one batch, which would be two writes of one item.
 *
 * Each event is told what was known before it, as if they had been written one after the other, and fails with the
 * write that contains it.
 */
export function writeTogether(write: WriteFeedback): WriteFeedback {
  const next = new Map<string, Group>();
  const begin = (key: string, told: Feedback) => {
    const before: Group['before'] = Promise.resolve().then(() => {
      next.delete(key);
      return write(told, group.told);
    });
    const group: Group = { told, before };
    next.set(key, group);
    return before;
  };
  return async (feedback, members) => {
    const key = `${feedback.deliveryId} ${feedback.contactId}`;
    const told = { ...feedback, ...members };
    const group = next.get(key);
    if (!group) return begin(key, told);
    const earlier = group.told;
    group.told = { ...told, ...earlier };
    return { ...earlier, ...(await group.before) };
  };
}
