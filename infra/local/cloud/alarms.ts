import * as z from 'zod';
import type { AlarmDefinition } from './alarm-definition.ts';
import { type AlarmState, type Datapoint, evaluationRange, judgeAlarm } from './judge-alarm.ts';
import { type Metrics, minuteMilliseconds } from './metrics.ts';
import type { State } from './state.ts';

/** An alarm with its present state. Instants are epoch milliseconds. */
export type Alarm = AlarmDefinition & { state: AlarmState; reason: string; since: number };
/** An alarm that has just changed its state. */
export type AlarmChange = { alarm: Alarm; before: AlarmState };

const alarmRow = z.object({
  name: z.string(),
  state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']),
  reason: z.string(),
  since: z.number(),
});
const unchecked = 'Unchecked: Initial alarm creation';

/** The alarms of CloudWatch. Their states are kept over a restart; the metrics are not. */
export class Alarms {
  readonly #state: State;
  readonly #metrics: Metrics;
  readonly #definitions: readonly AlarmDefinition[];
  readonly #now: () => number;
  readonly #onChange: (change: AlarmChange) => void;
  readonly #startedAt: number;
  #judgedAt: number;

  /** `onChange` is called inside the transaction that stores the new state. */
  constructor(
    state: State,
    metrics: Metrics,
    definitions: readonly AlarmDefinition[],
    now: () => number,
    onChange: (change: AlarmChange) => void,
  ) {
    this.#state = state;
    this.#metrics = metrics;
    this.#definitions = definitions;
    this.#now = now;
    this.#onChange = onChange;
    this.#startedAt = now();
    this.#judgedAt = this.#lastMinute;
    state.define(
      'create table if not exists alarms(name text primary key, state text not null, reason text not null, since integer not null)',
    );
  }

  all(): Alarm[] {
    const rows = this.#state.all(alarmRow, 'select * from alarms');
    const stored = new Map(rows.map((row) => [row.name, row]));
    return this.#definitions.map((definition) => {
      const row = stored.get(definition.name);
      const { state = 'INSUFFICIENT_DATA', reason = unchecked, since = this.#startedAt } = row ?? {};
      return { ...definition, state, reason, since };
    });
  }

  /**
   * Judges all alarms if a minute has ended since the last time. `beforeJudging` may record what is measured once a
   * minute, at an instant within that minute. An alarm is judged each minute by the periods that end with it, also if
   * its period is longer:
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
   */
  judge(beforeJudging: (at: number) => void): void {
    const end = this.#lastMinute;
    if (end <= this.#judgedAt) return;
    this.#judgedAt = end;
    beforeJudging(end - 1);
    this.#state.transaction(() => {
      for (const alarm of this.all()) if (this.#canBeJudged(alarm, end)) this.#judgeOne(alarm, end);
    });
  }

  get #lastMinute(): number {
    return Math.floor(this.#now() / minuteMilliseconds) * minuteMilliseconds;
  }

  /** Before the start nobody measured, so missing data from then says nothing. */
  #canBeJudged({ rule, periodSeconds }: AlarmDefinition, end: number): boolean {
    const begin = end - rule.evaluationPeriods * periodSeconds * 1000;
    return rule.missingData !== 'breaching' || begin >= this.#startedAt;
  }

  #judgeOne(alarm: Alarm, end: number): void {
    const { state, reason } = judgeAlarm(alarm.rule, this.#pointsOf(alarm, end), alarm.state);
    this.enter(alarm, state, reason);
  }

  /** Puts an alarm into a state. The reason and the instant are those of the change. */
  enter(alarm: Alarm, state: AlarmState, reason: string): void {
    if (state === alarm.state) return;
    const since = this.#now();
    this.#state.run(
      'insert into alarms values(?1, ?2, ?3, ?4) on conflict(name) do update set state = ?2, reason = ?3, since = ?4',
      alarm.name,
      state,
      reason,
      since,
    );
    this.#onChange({ alarm: { ...alarm, state, reason, since }, before: alarm.state });
  }

  #pointsOf({ rule, series, statistic, periodSeconds }: AlarmDefinition, end: number): Datapoint[] {
    const period = periodSeconds * 1000;
    return Array.from({ length: evaluationRange(rule) }, (_, i, at = end - (i + 1) * period) => ({
      at,
      value: this.#metrics.statistic(series, statistic, at, at + period),
    })).reverse();
  }
}
