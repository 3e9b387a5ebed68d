import * as z from 'zod';
import type { Account } from './account.ts';
import { Fault, notServed } from './fault.ts';
import type { Caller } from './iam.ts';
import { isOneTime, nextOccurrence } from './schedule-expression.ts';
import { ScheduleGroups } from './schedule-groups.ts';
import { expectSchedulerRights, schedulerArn } from './scheduler-rights.ts';
import type { State } from './state.ts';

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html */
const retrySchema = z.object({
  MaximumEventAgeInSeconds: z.number().default(86_400),
  MaximumRetryAttempts: z.number().default(185),
});
const targetSchema = z.looseObject({
  Arn: z.string(),
  RoleArn: z.string(),
  Input: z.string().optional(),
  RetryPolicy: retrySchema.optional(),
  DeadLetterConfig: z.looseObject({ Arn: z.string() }).optional(),
});
export const scheduleSchema = z.looseObject({
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  FlexibleTimeWindow: z.looseObject({
    Mode: z.enum(['OFF', 'FLEXIBLE']),
    MaximumWindowInMinutes: z.number().optional(),
  }),
  Target: targetSchema,
  GroupName: z.string().default('default'),
  ActionAfterCompletion: z.enum(['NONE', 'DELETE']).default('NONE'),
});
export type Schedule = z.infer<typeof scheduleSchema>;

const scheduleRow = z.object({
  groupName: z.string(),
  name: z.string(),
  definition: z.string(),
  due: z.number().nullable(),
});
type ScheduleRow = z.infer<typeof scheduleRow>;

/** Delivers a schedule's input to its target: to a queue within the caller's transaction, to a function by a call. */
export type ScheduleTargets = {
  /** Whether the schedule's role lets the scheduler reach the target. */
  mayReach: (asked: { role: string; target: string; group: string }) => boolean;
  /** Throws a Fault if the queue does not take it. */
  sendToQueue: (arn: string, input: string) => void;
  invokeFunction: (arn: string, input: string) => void;
  /** Hears of each attempt and how it ended. */
  report: (group: string, outcome: ScheduleOutcome) => void;
};

/** What CloudWatch counts of each schedule that falls due. */
export type ScheduleOutcome = 'InvocationAttemptCount' | 'TargetErrorCount' | 'InvocationDroppedCount';

/** A target that refused its input is tried again after this time. AWS begins with seconds and slows down. */
const retryMilliseconds = 60_000;

/** The longest delay that setTimeout accepts. A schedule that is further away is checked again then. */
const longestTimer = 2 ** 31 - 1;

/**
 * EventBridge Scheduler. Due schedules are read from the table and fired in the transaction that moves them on, so that
 * schedules which fell due while nothing was running fire at the next start.
 */
export class Scheduler {
  readonly #state: State;
  readonly #account: Account;
  readonly #targets: ScheduleTargets;
  readonly #now: () => number;
  readonly #groups: ScheduleGroups;
  /** The schedules whose targets refuse their input: when they were due, and how often they were tried. */
  readonly #failing = new Map<string, { due: number; attempts: number }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(state: State, account: Account, targets: ScheduleTargets, now: () => number) {
    this.#state = state;
    this.#account = account;
    this.#targets = targets;
    this.#now = now;
    this.#groups = new ScheduleGroups(state, account, now);
    state.define(`
      create table if not exists schedules(
        groupName text not null, name text not null, definition text not null, due integer,
        primary key(groupName, name));
      create index if not exists schedules_due on schedules(due) where due is not null;`);
  }

  defineGroup(name: string): void {
    this.#groups.define(name);
  }

  /** Defines a schedule of the template. An unchanged schedule keeps its due time. */
  define(name: string, schedule: Schedule): void {
    const existing = this.#find(schedule.GroupName, name);
    if (existing?.definition === JSON.stringify(schedule)) return;
    this.#save(name, schedule);
  }

  /** Starts firing. Call it when the targets are ready. */
  start(): void {
    this.#arm();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** The number of one-time schedules that fall due within the next `seconds`. */
  dueWithin(seconds: number): number {
    const rows = this.#state.all(
      scheduleRow,
      'select * from schedules where due <= ?',
      this.#now() + seconds * 1000,
    );
    return rows.filter((row) => isOneTime(definitionOf(row).ScheduleExpression)).length;
  }

  /** Answers one REST request; `path` is `/schedules/<name>` or `/schedule-groups/<name>`. */
  answer(method: string, path: string, query: URLSearchParams, input: unknown, caller: Caller): unknown {
    const [, collection = '', encoded = ''] = path.split('/');
    const name = decodeURIComponent(encoded);
    if (name !== '') expectName(name, 'name');
    const operation = `${method} ${collection}${name === '' ? '' : ' name'}`;
    const act = this.#operations[operation];
    if (!act) throw notServed(`Scheduler ${method} ${path}`);
    expectSchedulerRights(caller, this.#account, operation, { name, query, input });
    return act(name, query, input) ?? {};
  }

  readonly #operations: Readonly<
    Record<string, (name: string, query: URLSearchParams, input: unknown) => unknown>
  > = {
    'GET schedules': (_, query) => this.#list(query),
    'POST schedules name': (name, _, input) => this.#put(name, scheduleSchema.parse(input), false),
    'PUT schedules name': (name, _, input) => this.#put(name, scheduleSchema.parse(input), true),
    'GET schedules name': (name, query) => this.#describe(this.#known(groupIn(query), name)),
    'DELETE schedules name': (name, query) => this.#delete(this.#known(groupIn(query), name)),
    'GET schedule-groups': (_, query) => {
      const { page, NextToken } = pageOf(this.#groups.list(), query);
      return { ScheduleGroups: page, NextToken };
    },
    'POST schedule-groups name': (name) => this.#groups.create(name),
    'GET schedule-groups name': (name) => this.#groups.describe(name),
    'DELETE schedule-groups name': (name) => {
      this.#groups.remove(name);
      this.#state.run('delete from schedules where groupName = ?', name);
    },
  };

  #put(name: string, schedule: Schedule, isUpdate: boolean): unknown {
    expectName(schedule.GroupName, 'groupName');
    this.#groups.expect(schedule.GroupName);
    expectZone(schedule.ScheduleExpressionTimezone);
    const { Mode, MaximumWindowInMinutes } = schedule.FlexibleTimeWindow;
    if (Mode === 'FLEXIBLE' && MaximumWindowInMinutes === undefined)
      throw new Fault(
        'ValidationException',
        'MaximumWindowInMinutes must be provided when mode is FLEXIBLE.',
      );
    const exists = this.#find(schedule.GroupName, name) !== undefined;
    if (exists && !isUpdate) throw new Fault('ConflictException', `Schedule ${name} already exists.`, 409);
    if (!exists && isUpdate) throw this.#unknown(name);
    this.#save(name, schedule);
    return { ScheduleArn: this.#arn(schedule.GroupName, name) };
  }

  #save(name: string, schedule: Schedule): void {
    const due =
      schedule.State === 'DISABLED'
        ? null
        : nextOccurrence(schedule.ScheduleExpression, schedule.ScheduleExpressionTimezone, this.#now());
    this.#state.run(
      'insert or replace into schedules(groupName, name, definition, due) values(?, ?, ?, ?)',
      schedule.GroupName,
      name,
      JSON.stringify(schedule),
      due,
    );
    if (this.#timer) this.#arm();
  }

  #list(query: URLSearchParams): unknown {
    const group = query.get('ScheduleGroup');
    const state = query.get('State');
    const rows = this.#state
      .all(scheduleRow, 'select * from schedules order by groupName, name')
      .filter((row) => group === null || row.groupName === group)
      .map((row) => {
        const { State, Target } = definitionOf(row);
        const Arn = this.#arn(row.groupName, row.name);
        return { Arn, Name: row.name, GroupName: row.groupName, State, Target: { Arn: Target.Arn } };
      });
    const { page, NextToken } = pageOf(
      rows.filter(({ State }) => state === null || State === state),
      query,
    );
    return { Schedules: page, NextToken };
  }

  #describe(row: ScheduleRow): unknown {
    return { ...definitionOf(row), Name: row.name, Arn: this.#arn(row.groupName, row.name) };
  }

  #find(group: string, name: string): ScheduleRow | undefined {
    return this.#state.one(
      scheduleRow,
      'select * from schedules where groupName = ? and name = ?',
      group,
      name,
    );
  }

  #known(group: string, name: string): ScheduleRow {
    const row = this.#find(group, name);
    if (!row) throw this.#unknown(name);
    return row;
  }

  #unknown(name: string): Fault {
    return new Fault('ResourceNotFoundException', `Schedule ${name} does not exist.`, 404);
  }

  #delete(row: ScheduleRow): void {
    this.#state.run('delete from schedules where groupName = ? and name = ?', row.groupName, row.name);
  }

  #arn(group: string, name: string): string {
    return schedulerArn(this.#account, `schedule/${group}/${name}`);
  }

  #arm(): void {
    clearTimeout(this.#timer);
    const next = this.#state.one(
      z.object({ due: z.number().nullable() }),
      'select min(due) due from schedules',
    )?.due;
    const wait = next === null || next === undefined ? longestTimer : Math.max(0, next - this.#now());
    this.#timer = setTimeout(() => this.#fireDue(), Math.min(wait, longestTimer));
  }

  #fireDue(): void {
    const due = this.#state.all(
      scheduleRow,
      'select * from schedules where due <= ? order by due',
      this.#now(),
    );
    for (const row of due) this.#state.transaction(() => this.#fire(row));
    this.#arm();
  }

  #fire(row: ScheduleRow): void {
    const schedule = definitionOf(row);
    const key = this.#arn(row.groupName, row.name);
    const { due, attempts } = this.#failing.get(key) ?? { due: row.due ?? this.#now(), attempts: 0 };
    this.#targets.report(row.groupName, 'InvocationAttemptCount');
    const isOver = this.#reach(schedule, due) || this.#givesUp(row, schedule, { due, attempts });
    if (isOver) this.#failing.delete(key);
    else this.#failing.set(key, { due, attempts: attempts + 1 });
    if (!isOver) this.#setDue(row, this.#now() + retryMilliseconds);
    else if (isOneTime(schedule.ScheduleExpression) && schedule.ActionAfterCompletion === 'DELETE')
      this.#delete(row);
    else this.#moveOn(row, schedule);
  }

  /** Gives the input to the target. False if the target refused it. */
  #reach({ Target, GroupName }: Schedule, due: number): boolean {
    const input = (Target.Input ?? '{}').replaceAll(
      '<aws.scheduler.scheduled-time>',
      `${new Date(due).toISOString().slice(0, 19)}Z`,
    );
    return this.#write(Target.Arn, input, { role: Target.RoleArn, groupName: GroupName });
  }

  /** Writes to a queue or calls a function with the role of the schedule. False if that is refused. */
  #write(target: string, input: string, { role, groupName }: { role: string; groupName: string }): boolean {
    const group = schedulerArn(this.#account, `schedule-group/${groupName}`);
    if (!this.#targets.mayReach({ role, target, group })) return false;
    try {
      if (target.includes(':sqs:')) this.#targets.sendToQueue(target, input);
      else this.#state.afterCommit(() => this.#targets.invokeFunction(target, input));
      return true;
    } catch (error) {
      if (error instanceof Fault) return false;
      throw error;
    }
  }

  /** Whether the schedule's retry policy ends here, after a refusal. */
  #givesUp(row: ScheduleRow, { Target }: Schedule, tried: { due: number; attempts: number }): boolean {
    const policy = Target.RetryPolicy ?? retrySchema.parse({});
    this.#targets.report(row.groupName, 'TargetErrorCount');
    const isOver =
      tried.attempts >= policy.MaximumRetryAttempts ||
      this.#now() - tried.due >= policy.MaximumEventAgeInSeconds * 1000;
    if (!isOver) return false;
    this.#targets.report(row.groupName, 'InvocationDroppedCount');
    // https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html
    if (Target.DeadLetterConfig)
      this.#write(Target.DeadLetterConfig.Arn, Target.Input ?? '{}', {
        role: Target.RoleArn,
        groupName: row.groupName,
      });
    return true;
  }

  #moveOn(row: ScheduleRow, schedule: Schedule): void {
    const due = isOneTime(schedule.ScheduleExpression)
      ? null
      : nextOccurrence(schedule.ScheduleExpression, schedule.ScheduleExpressionTimezone, this.#now());
    this.#setDue(row, due);
  }

  #setDue(row: ScheduleRow, due: number | null): void {
    this.#state.run(
      'update schedules set due = ? where groupName = ? and name = ?',
      due,
      row.groupName,
      row.name,
    );
  }
}

function groupIn(query: URLSearchParams): string {
  return query.get('groupName') ?? 'default';
}

/**
 * The items whose names begin with the prefix, at most as many as requested. The token is the number of items on the
 * pages before.
 */
function pageOf<Item extends { Name: string }>(items: readonly Item[], query: URLSearchParams) {
  const prefix = query.get('NamePrefix') ?? '';
  const shown = Number(query.get('NextToken') ?? 0);
  const most = Number(query.get('MaxResults') ?? 100);
  const wanted = items.filter(({ Name }) => Name.startsWith(prefix));
  const page = wanted.slice(shown, shown + most);
  const end = shown + page.length;
  return { page, ...(end < wanted.length && { NextToken: String(end) }) };
}

/** https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html: `[0-9a-zA-Z-_.]+`, 1 to 64. */
function expectName(name: string, parameter: 'name' | 'groupName'): void {
  const broken = !/^[0-9a-zA-Z_.-]+$/.test(name)
    ? 'Member must satisfy regular expression pattern: ^[0-9a-zA-Z-_.]+$'
    : 'Member must have length less than or equal to 64';
  if (!/^[0-9a-zA-Z_.-]{1,64}$/.test(name))
    throw new Fault(
      'ValidationException',
      `1 validation error detected: Value '${name}' at '${parameter}' failed to satisfy constraint: ${broken}`,
    );
}

function expectZone(zone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch {
    throw new Fault('ValidationException', 'Invalid time zone.');
  }
}

function definitionOf(row: ScheduleRow): Schedule {
  return scheduleSchema.parse(JSON.parse(row.definition));
}
