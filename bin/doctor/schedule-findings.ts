import { type Finding, fault } from './finding.ts';
import type { ScheduleFacts } from './schedule-facts.ts';
import type { Setup } from './setup.ts';

const unwatched = 'Everybody: nobody looks for what is stuck, overdue or unknown.';

export function repeatedFindings(
  { revertDrift }: Setup,
  name: string,
  schedule: ScheduleFacts | null,
): Finding[] {
  if (schedule?.isEnabled) return [];
  return [
    fault(
      'schedule-off',
      `The schedule ${name} is ${schedule ? 'switched off' : 'gone'}.`,
      unwatched,
      revertDrift,
    ),
  ];
}

export function groupFindings({ revertDrift }: Setup, group: string, exists: boolean): Finding[] {
  if (exists) return [];
  return [
    fault(
      'schedule-group-missing',
      `The schedule group ${group} is gone, and with it the watch and every embargo that was armed.`,
      'Journalists who wait for an embargo to lift.',
      revertDrift,
      'Then approve again what npx dateline releases shows as approved for later.',
    ),
  ];
}

/** EventBridge Scheduler fires within the minute, and deletes a one-time schedule that it has delivered. */
const patienceMilliseconds = 10 * 60_000;

/** Schedules of editions whose time is over. */
export function overdueFindings(
  { region, newsroom, isLocal }: Setup,
  group: string,
  schedules: readonly ScheduleFacts[],
  now: number,
): Finding[] {
  return schedules.flatMap(({ name, expression, isEnabled }) => {
    const due = /^at\((.+)\)$/.exec(expression)?.[1];
    const isOver = due !== undefined && Date.parse(`${due}Z`) + patienceMilliseconds < now;
    if (isEnabled && !isOver) return [];
    return [
      fault(
        'schedule-overdue',
        `The schedule ${name} for an edition is ${isEnabled ? `still there, and was due at ${due} UTC` : 'switched off'}.`,
        'Who waits for that edition. The watch arms what is due by itself within minutes.',
        `npx dateline releases${isLocal ? '' : ` --stage ${newsroom.stage}`}`,
        `When the edition has gone out: aws scheduler delete-schedule --region ${region} --group-name ${group} --name ${name}`,
      ),
    ];
  });
}
