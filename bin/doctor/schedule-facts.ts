import {
  GetScheduleCommand,
  GetScheduleGroupCommand,
  paginateListSchedules,
  type SchedulerClient,
} from '@aws-sdk/client-scheduler';
import { orNull } from './look.ts';

export interface ScheduleFacts {
  name: string;
  isEnabled: boolean;
  /** `rate(5 minutes)`, `at(2026-01-05T09:00:00)`. */
  expression: string;
  target: string;
}

export async function hasGroup(client: SchedulerClient, group: string): Promise<boolean> {
  const found = await orNull(['ResourceNotFoundException'], () =>
    client.send(new GetScheduleGroupCommand({ Name: group })),
  );
  return found !== null;
}

/** Null if there is no such schedule. */
export async function readSchedule(
  client: SchedulerClient,
  group: string,
  name: string,
): Promise<ScheduleFacts | null> {
  const schedule = await orNull(['ResourceNotFoundException'], () =>
    client.send(new GetScheduleCommand({ GroupName: group, Name: name })),
  );
  return (
    schedule && {
      name,
      isEnabled: schedule.State !== 'DISABLED',
      expression: schedule.ScheduleExpression ?? '',
      target: schedule.Target?.Arn ?? '',
    }
  );
}

/** More editions do not wait at the same time; each costs a request. */
const most = 200;

/** The schedules of editions: those of the group that the stack did not make. */
export async function readEditionSchedules(
  client: SchedulerClient,
  group: string,
  ofStack: readonly string[],
): Promise<ScheduleFacts[]> {
  const found: ScheduleFacts[] = [];
  for await (const page of paginateListSchedules({ client }, { GroupName: group }))
    for (const { Name = '' } of page.Schedules ?? []) {
      if (ofStack.includes(Name)) continue;
      const schedule = await readSchedule(client, group, Name);
      // It may have fired and deleted itself meanwhile.
      if (schedule) found.push(schedule);
      if (found.length === most) return found;
    }
  return found;
}
