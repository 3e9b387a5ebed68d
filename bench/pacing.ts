import { sendVirtually, worstSecond } from './virtual-newsroom.ts';

// The senders aim at 0.95 of SES's quota; R below is that rate.
for (const quota of [14, 100, 300])
  for (const workers of [1, 3, 10]) {
    const rate = quota * 0.95;
    const { at } = await sendVirtually({
      recipients: Math.max(2000, quota * 40),
      sendsPerSecond: quota,
      workers,
    });
    const seconds = (at.at(-1) ?? 0) / 1000;
    const used = (at.length - 1) / seconds / rate;
    const worst = worstSecond(at);
    console.log(
      `  ${quota} a second, ${String(workers).padStart(2)} workers: ${(used * 100).toFixed(1)} % of R used, worst second ${(worst / rate).toFixed(2)} R and ${(worst / quota).toFixed(2)} of the quota (${at.length} mails)`,
    );
  }
