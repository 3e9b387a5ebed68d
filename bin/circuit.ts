import { auditStore } from '../functions/_shared/aws/audit-store.ts';
import { paceTable } from '../functions/_shared/aws/pace-table.ts';
import { rateTable } from '../functions/_shared/aws/rate-table.ts';
import { resumeSending } from '../functions/_shared/deliveries/resume-sending.ts';
import { confirmationsStop, sendingStop } from '../functions/_shared/deliveries/sending-stop.ts';
import { activePause } from '../functions/_shared/domain/pause.ts';
import { defineCommand, UsageError } from './command.ts';

export const circuit = defineCommand({
  usage: ['circuit', 'circuit resume'],
  summary: 'whether all sending has stopped, and why; resume it',
  options: {},
  examples: ['circuit', 'circuit resume --by "Lan Nguyen"'],
  positionals: { atLeast: 0, atMost: 1 },
  async run({ positionals: [act], io }) {
    if (act !== undefined && act !== 'resume') throw new UsageError('circuit knows one act: resume');
    const { table, bucket, newsroom, by, now } = await io.connect();
    if (act === 'resume') {
      const resumed = await resumeSending(
        { ...paceTable(table), ...rateTable(table), ...auditStore(bucket) },
        by,
        now(),
      );
      io.record({ resumed }, () =>
        resumed
          ? `${io.style.good('✓')} sending goes on with the next sweep, in some minutes`
          : `${io.style.bad('✗')} not resumed: nothing had stopped`,
      );
      return resumed ? 0 : 1;
    }
    const pace = await paceTable(table).readPace();
    const { all: rates } = await rateTable(table).readRates(now().getTime());
    const { openBecause, openSince, sendsPerSecond, parkedUntil } = pace;
    const parked = parkedUntil > now().getTime() ? new Date(parkedUntil).toISOString() : null;
    const stop = sendingStop(pace, now().getTime(), newsroom.zone);
    const confirmations = confirmationsStop(pace, now().getTime(), newsroom.zone);
    const said = {
      openBecause,
      openSince,
      pause: activePause(pace.pause, now().getTime()),
      signUpsStoppedBecause: confirmations && pace.signUpsStoppedBecause,
      signUpsStoppedSince: confirmations && pace.signUpsStoppedSince,
    };
    io.record({ ...said, sendsPerSecond, parkedUntil: parked, lastDay: rates }, () =>
      [
        stop ? `${io.style.bad(stop.words)}\n${stop.fix}` : io.style.good('Sending is on.'),
        ...(confirmations ? [`${io.style.caution(confirmations.words)}\n${confirmations.fix}`] : []),
        `${sendsPerSecond.toFixed(1)} mails a second. Last day: ${rates.sends} sent, ${rates.bounces} bounced, ${rates.complaints} complaints; of notices ${rates.noticeSends} sent, ${rates.noticeBounces} bounced, ${rates.noticeComplaints} complaints.`,
      ].join('\n'),
    );
    return 0;
  },
});
