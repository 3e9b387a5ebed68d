import * as z from 'zod';
import type { Account } from './account.ts';
import type { Caller } from './iam.ts';

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html */
const actions: Readonly<Record<string, string>> = {
  'GET schedules': 'ListSchedules',
  'POST schedules name': 'CreateSchedule',
  'PUT schedules name': 'UpdateSchedule',
  'GET schedules name': 'GetSchedule',
  'DELETE schedules name': 'DeleteSchedule',
  'GET schedule-groups': 'ListScheduleGroups',
  'POST schedule-groups name': 'CreateScheduleGroup',
  'GET schedule-groups name': 'GetScheduleGroup',
  'DELETE schedule-groups name': 'DeleteScheduleGroup',
};

const inputSchema = z.looseObject({
  GroupName: z.string().optional(),
  Target: z.looseObject({ RoleArn: z.string().optional() }).optional(),
});

type Asked = { name: string; query: URLSearchParams; input: unknown };

/** Throws unless the caller may do `operation` and may pass the role that the schedule will use. */
export function expectSchedulerRights(
  caller: Caller,
  account: Account,
  operation: string,
  { name, query, input }: Asked,
): void {
  const { GroupName, Target } = inputSchema.parse(input);
  const group = GroupName ?? query.get('groupName') ?? 'default';
  caller.expect(`scheduler:${actions[operation]}`, schedulerArn(account, resourceOf(operation, group, name)));
  if (Target?.RoleArn !== undefined)
    caller.expect('iam:PassRole', Target.RoleArn, { 'iam:PassedToService': 'scheduler.amazonaws.com' });
}

/** A listing is judged as all schedules, whatever group it asks for. */
function resourceOf(operation: string, group: string, name: string): string {
  if (operation.includes('schedule-groups')) return `schedule-group/${name || '*'}`;
  return name === '' ? 'schedule/*/*' : `schedule/${group}/${name}`;
}

export function schedulerArn({ region, account }: Account, resource: string): string {
  return `arn:aws:scheduler:${region}:${account}:${resource}`;
}
