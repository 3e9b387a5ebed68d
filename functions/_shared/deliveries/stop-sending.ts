import type { PaceTable } from '../aws/pace-table.ts';
import { sendingStopped } from '../domain/circuit.ts';
import type { Measure } from '../domain/metrics.ts';
import { alertCircuit } from './alerts.ts';
import type { EditionRecords } from './connect-editions.ts';

export interface StopDependencies extends Pick<PaceTable, 'openCircuit'>, Pick<EditionRecords, 'tellDesk'> {
  stage: string;
  now: () => number;
  log: (line: Record<string, unknown>) => void;
  measure: Measure;
}

/**
 * Opens the circuit, and tells the desk by mail and the operators by a metric. The metric raises an alarm that does not
 * need SES. Every worker that finds a reason writes it, because the first one may have crashed before it could.
 */
export async function stopSending(
  { openCircuit, tellDesk, stage, now, log, measure }: StopDependencies,
  because: string,
): Promise<void> {
  log({ stage, level: 'alarm', alarm: sendingStopped, because });
  measure({ CircuitOpen: 1 });
  const at = new Date(now()).toISOString();
  if (await openCircuit(because, at)) await alertCircuit(tellDesk, because, at);
}
