import { type Finding, fault } from './finding.ts';
import type { QueueFacts } from './queue-facts.ts';
import type { Setup } from './setup.ts';

/** The queues with dead letters; each deployed queue by its logical id. */
export type Queues = { id: string; url: string; queue: QueueFacts | null }[];

export function queueFindings(setup: Setup, queues: Queues): Finding[] {
  return queues.flatMap(({ id, url, queue }) => {
    if (!queue)
      return [
        fault(
          'queue-missing',
          `The queue ${nameOf(url)} is gone.`,
          'Whoever waits for the stage that it feeds: nothing of it happens.',
          setup.revertDrift,
        ),
      ];
    const feeding = queues.find(({ queue: other }) => other?.deadLetters === queue.arn);
    if (!feeding || queue.messages === 0) return [];
    return [deadLetterFinding(setup, stageOf(feeding.id), queue.messages, id)];
  });
}

function deadLetterFinding(
  { newsroom, isLocal }: Setup,
  stage: string,
  messages: number,
  id: string,
): Finding {
  const at = isLocal ? '' : ` --stage ${newsroom.stage}`;
  return fault(
    'dead-letters',
    `${stage} gave up on ${messages} ${messages === 1 ? 'message' : 'messages'} (${id}).`,
    'Whoever waits for what is in there; the runbook says who.',
    `Read docs/runbook.md, "${stage} gave up on a message"; when the cause is mended: npx dateline redrive ${stage}${at}`,
  );
}

const stages = [
  'accept-release',
  'import-contacts',
  'compose-emails',
  'arm-delivery',
  'send-emails',
  'send-emails-urgent',
  'track-delivery',
  'watch',
];

/** `sendemailsqueueQueue1A2B3C4D` → `send-emails`. CloudFormation's ids have no hyphens. */
function stageOf(id: string): string {
  return stages.find((stage) => id.startsWith(`${stage.replaceAll('-', '')}queue`)) ?? id;
}

export function nameOf(url: string): string {
  return url.slice(Math.max(url.lastIndexOf('/'), url.lastIndexOf(':')) + 1);
}
