import type { SendingStop } from '../../functions/_shared/deliveries/sending-stop.ts';
import { type Finding, fault } from './finding.ts';

export function stopFindings(stop: SendingStop | null): Finding[] {
  if (!stop) return [];
  return [
    fault('sending-stopped', stop.words, 'Everybody who waits for a release: nothing is sent.', stop.fix),
  ];
}
