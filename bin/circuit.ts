import { readPace } from '../functions/_shared/aws/pace-table.ts';
import { readRates } from '../functions/_shared/aws/rate-table.ts';
import { resumeSending } from '../functions/_shared/deliveries/resume-sending.ts';
import { defineCommand, UsageError } from './command.ts';

export const circuit = defineCommand({
  usage: ['circuit', 'circuit resume'],
  summary: 'whether all sending has stopped, and why; resume it',
  options: {},
  positionals: { atLeast: 0, atMost: 1 },
  async run({ positionals: [act], io }) {
    if (act !== undefined && act !== 'resume') throw new UsageError('circuit knows one act: resume');
    const { table, by, now } = await io.connect();
    if (act === 'resume') {
      const resumed = await resumeSending(table, by, now());
      io.record({ resumed }, () =>
        resumed
          ? `${io.style.good('✓')} sending goes on with the next sweep, in some minutes`
          : 'Nothing had stopped.',
      );
      return resumed ? 0 : 1;
    }
    const pace = await readPace(table);
    const rates = await readRates(table, now().getTime());
    const { openBecause, openSince, sendsPerSecond, parkedUntil } = pace;
    const parked = parkedUntil > now().getTime() ? new Date(parkedUntil).toISOString() : null;
    io.record({ openBecause, openSince, sendsPerSecond, parkedUntil: parked, lastDay: rates }, () =>
      [
        openBecause
          ? io.style.bad(`All sending stopped at ${openSince}: ${openBecause}`)
          : io.style.good('Sending is on.'),
        ...(parked ? [io.style.caution(`The daily quota is used up; tried again at ${parked}`)] : []),
        `${sendsPerSecond.toFixed(1)} mails a second. Last day: ${rates.sends} sent, ${rates.bounces} bounced, ${rates.complaints} complaints.`,
      ].join('\n'),
    );
    return 0;
  },
});
