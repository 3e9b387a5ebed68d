import * as z from 'zod';
import type { Account } from './account.ts';
import { Fault } from './fault.ts';
import { schedulerArn } from './scheduler-rights.ts';
import type { State } from './state.ts';

const groupRow = z.object({ name: z.string(), createdAt: z.number() });
type Group = z.infer<typeof groupRow>;

/** The groups of EventBridge Scheduler. `default` is always there. */
export class ScheduleGroups {
  readonly #state: State;
  readonly #account: Account;
  readonly #now: () => number;

  constructor(state: State, account: Account, now: () => number) {
    this.#state = state;
    this.#account = account;
    this.#now = now;
    state.define(
      'create table if not exists schedule_groups(name text primary key, createdAt integer not null)',
    );
    this.define('default');
  }

  define(name: string): void {
    this.#state.run('insert or ignore into schedule_groups values(?, ?)', name, this.#now());
  }

  create(name: string): { ScheduleGroupArn: string } {
    if (this.#find(name)) throw new Fault('ConflictException', `Schedule group ${name} already exists.`, 409);
    this.define(name);
    return { ScheduleGroupArn: this.#arn(name) };
  }

  remove(name: string): void {
    this.expect(name);
    if (name === 'default')
      throw new Fault('ValidationException', 'Cannot delete the default schedule group.');
    this.#state.run('delete from schedule_groups where name = ?', name);
  }

  describe(name: string): object {
    return this.#described(this.expect(name));
  }

  list(): (object & { Name: string })[] {
    return this.#state
      .all(groupRow, 'select * from schedule_groups order by name')
      .map((group) => this.#described(group));
  }

  expect(name: string): Group {
    const group = this.#find(name);
    if (!group) throw new Fault('ResourceNotFoundException', `Schedule group ${name} does not exist.`, 404);
    return group;
  }

  #find(name: string): Group | undefined {
    return this.#state.one(groupRow, 'select * from schedule_groups where name = ?', name);
  }

  #described({ name, createdAt }: Group) {
    const seconds = createdAt / 1000;
    return {
      Arn: this.#arn(name),
      Name: name,
      State: 'ACTIVE',
      CreationDate: seconds,
      LastModificationDate: seconds,
    };
  }

  #arn(name: string): string {
    return schedulerArn(this.#account, `schedule-group/${name}`);
  }
}
