import type { DeliveryTable } from '../_shared/aws/delivery-table.ts';
import { countSilence, isTooSilent } from '../_shared/domain/delivery.ts';
import type { Measure } from '../_shared/domain/metrics.ts';

export interface CountSilentDependencies
  extends Pick<DeliveryTable, 'readListened' | 'readRecords' | 'writeSilence' | 'endListening'> {
  /** Epoch milliseconds. */
  now: () => number;
  log: (line: Record<string, unknown>) => void;
  measure: Measure;
}

/**
 * Counts, once for each delivery and a day after its last mail, the recipients about whom SES has said nothing: neither
 * delivered nor bounced. SES's events are best effort, so somebody has to say when they are missing. The records are
 * read and not the counts of the results, which may miss one after a crash. After a crash before the end a delivery is
 * counted again.
 */
export async function countSilent(dependencies: CountSilentDependencies): Promise<void> {
  const { readListened, readRecords, writeSilence, endListening, now, log, measure } = dependencies;
  const at = new Date(now()).toISOString();
  for await (const delivery of readListened(at)) {
    const { deliveryId } = delivery;
    const silence = await countSilence(readRecords(deliveryId), at);
    await writeSilence(deliveryId, silence);
    const { recipients: silent, of: accepted } = silence;
    const isTooMany = isTooSilent(silence);
    log({ stage: 'watch', delivery: deliveryId, silent, accepted, ...(isTooMany && { level: 'warning' }) });
    if (isTooMany) measure({ RecipientsSilent: silent }, { delivery: deliveryId });
    await endListening(delivery);
  }
}
