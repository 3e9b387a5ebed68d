import type { CallerFacts } from './caller-facts.ts';
import { type Finding, fault, when } from './finding.ts';

/**
 * AWS refuses a signature that is more than five minutes off; at half a minute approvals and embargoes are shown wrong.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/signature-v4-troubleshooting.html
 */
const mostMilliseconds = 30_000;

export function clockFindings({ skewMilliseconds }: CallerFacts): Finding[] {
  const seconds = Math.round(Math.abs(skewMilliseconds) / 1000);
  return when(Math.abs(skewMilliseconds) > mostMilliseconds, () =>
    fault(
      'clock',
      `The clock of this machine is ${seconds} seconds ${skewMilliseconds > 0 ? 'ahead of' : 'behind'} AWS's.`,
      'Whoever decides on this machine: commands show other times than hold, and beyond five minutes AWS refuses them.',
      'Set the clock by the network: sudo timedatectl set-ntp true (Linux), sudo sntp -sS time.apple.com (macOS), w32tm /resync (Windows)',
    ),
  );
}
