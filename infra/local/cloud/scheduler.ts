import { z } from 'zod';
import type { Account } from './account.ts';
import { Fault, notServed } from './fault.ts';
import { isOneTime, nextOccurrence } from './schedule-expression.ts';
import type { State } from './state.ts';

const targetSchema = z.looseObject({
  Arn: z.string(),
  RoleArn: z.string(),
  Input: z.string().optional(),
});
export const scheduleSchema = z.looseObject({
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  FlexibleTimeWindow: z.looseObject({ Mode: z.enum(['OFF', 'FLEXIBLE']) }),
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
  sendToQueue: (arn: string, input: string) => void;
  invokeFunction: (arn: string, input: string) => void;
};

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
  readonly #groups = new Set(['default']);
  #timer: NodeJS.Timeout | undefined;

  constructor(state: State, account: Account, targets: ScheduleTargets, now: () => number) {
    this.#state = state;
    this.#account = account;
    this.#targets = targets;
    this.#now = now;
    state.define(`
      create table if not exists schedules(
        groupName text not null, name text not null, definition text not null, due integer,
        primary key(groupName, name));
      create index if not exists schedules_due on schedules(due) where due is not null;`);
  }

  defineGroup(name: string): void {
    this.#groups.add(name);
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

  /** Answers one REST request; `path` is `/schedules/<name>`. */
  answer(method: string, path: string, query: URLSearchParams, input: unknown): unknown {
    const [, collection, encoded = ''] = path.split('/');
    const name = decodeURIComponent(encoded);
    if (collection !== 'schedules') throw notServed(`Scheduler ${method} ${path}`);
    if (name === '') return method === 'GET' ? this.#list(query) : this.#refuse(method, path);
    const group = query.get('groupName') ?? 'default';
    switch (method) {
      case 'POST':
      case 'PUT':
        return this.#put(name, scheduleSchema.parse(input), method === 'PUT');
      case 'GET':
        return this.#describe(this.#known(group, name));
      case 'DELETE':
        this.#delete(this.#known(group, name));
        return {};
      default:
        return this.#refuse(method, path);
    }
  }

  #refuse(method: string, path: string): never {
    throw notServed(`Scheduler ${method} ${path}`);
  }

  #put(name: string, schedule: Schedule, isUpdate: boolean): unknown {
    if (!this.#groups.has(schedule.GroupName))
      throw new Fault(
        'ResourceNotFoundException',
        `Schedule group ${schedule.GroupName} does not exist.`,
        404,
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
    const prefix = query.get('NamePrefix') ?? '';
    const rows = this.#state.all(scheduleRow, 'select * from schedules order by groupName, name');
    const listed = rows.filter(
      (row) => (group === null || row.groupName === group) && row.name.startsWith(prefix),
    );
    return {
      Schedules: listed.map((row) => {
        const { State, Target } = definitionOf(row);
        const Arn = this.#arn(row.groupName, row.name);
        return { Arn, Name: row.name, GroupName: row.groupName, State, Target: { Arn: Target.Arn } };
      }),
    };
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
    return `arn:aws:scheduler:${this.#account.region}:${this.#account.account}:schedule/${group}/${name}`;
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
    if (isOneTime(schedule.ScheduleExpression) && schedule.ActionAfterCompletion === 'DELETE')
      this.#delete(row);
    else this.#moveOn(row, schedule);
    const input = (schedule.Target.Input ?? '{}').replaceAll(
      '<aws.scheduler.scheduled-time>',
      `${new Date(row.due ?? this.#now()).toISOString().slice(0, 19)}Z`,
    );
    const arn = schedule.Target.Arn;
    if (arn.includes(':sqs:')) this.#targets.sendToQueue(arn, input);
    else this.#state.afterCommit(() => this.#targets.invokeFunction(arn, input));
  }

  #moveOn(row: ScheduleRow, schedule: Schedule): void {
    const due = isOneTime(schedule.ScheduleExpression)
      ? null
      : nextOccurrence(schedule.ScheduleExpression, schedule.ScheduleExpressionTimezone, this.#now());
    this.#state.run(
      'update schedules set due = ? where groupName = ? and name = ?',
      due,
      row.groupName,
      row.name,
    );
  }
}

function definitionOf(row: ScheduleRow): Schedule {
  return scheduleSchema.parse(JSON.parse(row.definition));
}
