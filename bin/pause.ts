import { auditStore } from '../functions/_shared/aws/audit-store.ts';
import { paceTable } from '../functions/_shared/aws/pace-table.ts';
import { endPause, pauseSending } from '../functions/_shared/deliveries/pause-sending.ts';
import { pauseWords } from '../functions/_shared/deliveries/sending-stop.ts';
import { defineCommand, UsageError } from './command.ts';
import { readUntil } from './read-until.ts';
import { sayStop } from './say-stop.ts';

export const pause = defineCommand({
  usage: 'pause --reason TEXT [--until WHEN] [--everything] [--by NAME]',
  summary: 'stop all sending by your own decision; what waits goes out after the pause',
  options: {
    reason: { type: 'string', value: 'TEXT', about: 'why: everybody who approves or looks is told' },
    until: {
      type: 'string',
      value: 'WHEN',
      about: '90m, 2h, 18:00, "2026-06-12 18:00" (default: until somebody resumes)',
    },
    everything: { type: 'boolean', about: 'kill and lift notices wait too, and all other mail to contacts' },
  },
  examples: [
    'pause --reason "the minister may resign" --until 2h',
    'pause --reason "wrong list" --everything',
  ],
  positionals: { atLeast: 0, atMost: 0 },
  async run({ values, io }) {
    const reason = values.reason?.trim();
    if (!reason) throw new UsageError('say why, with --reason: everybody who looks is told');
    const { table, bucket, newsroom, by, now } = await io.connect();
    const at = now();
    const until = values.until === undefined ? null : readUntil(values.until, newsroom.zone, at);
    if (values.until !== undefined && until === null)
      throw new UsageError(
        `"${values.until}" is no time to come: write 90m, 2h, 18:00 or "2026-06-12 18:00"`,
      );
    const { everything = false } = values;
    const paused = { by, since: at.toISOString(), until, reason, everything };
    await pauseSending({ ...paceTable(table), ...auditStore(bucket) }, paused);
    io.record(
      { paused: true, ...paused },
      () => `${io.style.good('✓')} ${pauseWords(paused, newsroom.zone)}`,
    );
    return 0;
  },
});

export const resume = defineCommand({
  usage: 'resume [--by NAME]',
  summary: 'end a pause',
  options: {},
  examples: ['resume', 'resume --by "Lan Nguyen"'],
  positionals: { atLeast: 0, atMost: 0 },
  async run({ io }) {
    const connection = await io.connect();
    const { table, bucket, by, now } = connection;
    const resumed = await endPause({ ...paceTable(table), ...auditStore(bucket) }, by, now());
    const stopped = await sayStop(io, connection);
    io.record({ resumed, stopped }, () => {
      if (!resumed) return `${io.style.bad('✗')} not resumed: nothing was paused`;
      if (stopped) return `${io.style.caution('!')} the pause has ended, but sending does not go on yet`;
      return `${io.style.good('✓')} sending goes on with the next sweep, in some minutes`;
    });
    return resumed ? 0 : 1;
  },
});
