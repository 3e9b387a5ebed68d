import { parseArgs } from 'node:util';
import { NewsroomProcess } from '../embedded/newsroom-process.ts';
import { killWhileSending, startWithMany } from './kill-while-sending.ts';

// npm run restarts -- [--recipients 5000] [--rate 500]: kills all processes of a newsroom three times while it sends, and
// says how long the last start needed until everybody had the mail, once.

const { values } = parseArgs({
  options: {
    recipients: { type: 'string', default: '5000' },
    rate: { type: 'string', default: '500' },
  },
});
const recipients = Number(values.recipients);
const options = ['--no-samples', '--ses-rate', values.rate];
const after = [0.2, 0.5, 0.8].map((part) => Math.round(part * recipients));

const newsroom = new NewsroomProcess({ isGroup: true });
// A group of its own does not hear Ctrl-C.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => void newsroom.killAll().finally(() => process.exit(130)));
try {
  await startWithMany(newsroom, { recipients, options, after });
  const recovery = await killWhileSending(newsroom, { recipients, options, after });
  console.log(recovery);
  const isOnce = recovery.mails === recipients && recovery.addresses === recipients;
  console.log(isOnce ? 'everybody once' : 'NOT everybody once');
  process.exitCode = isOnce ? 0 : 1;
} finally {
  await newsroom.close();
}
