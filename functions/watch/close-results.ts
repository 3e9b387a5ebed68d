import type { DeliveryTable } from '../_shared/aws/delivery-table.ts';
import { type JoinDependencies, joinRecipients } from '../_shared/deliveries/join-recipients.ts';
import { isTooSilent } from '../_shared/domain/delivery.ts';
import type { Measure } from '../_shared/domain/metrics.ts';
import { countResultsOf } from '../_shared/domain/progress.ts';

export interface CloseDependencies
  extends JoinDependencies,
    Pick<DeliveryTable, 'readListened' | 'writeResults' | 'endListening'> {
  /** Epoch milliseconds. */
  now: () => number;
  log: (line: Record<string, unknown>) => void;
  measure: Measure;
}

/**
 * Counts the results of a delivery anew from its records, once and a day after its last mail. What was counted with each
 * event may miss one after a crash. Counts also the recipients about whom SES has said nothing: neither delivered nor
 * bounced. SES's events are best effort, so somebody has to say when they are missing. After a crash before the end a
 * delivery is counted again.
 */
export async function closeResults(dependencies: CloseDependencies): Promise<void> {
  const { readListened, writeResults, endListening, now, log, measure } = dependencies;
  const at = new Date(now()).toISOString();
  for await (const delivery of readListened(at)) {
    const { deliveryId } = delivery;
    const { silence, ...results } = await countResultsOf(delivery, joinRecipients(dependencies, delivery));
    await writeResults(deliveryId, { ...results, silence: { ...silence, at } });
    const isTooMany = isTooSilent(silence);
    const { recipients: silent, of: accepted } = silence;
    log({ stage: 'watch', delivery: deliveryId, silent, accepted, ...(isTooMany && { level: 'warning' }) });
    if (isTooMany) measure({ RecipientsSilent: silent }, { delivery: deliveryId });
    await endListening(delivery);
  }
}
