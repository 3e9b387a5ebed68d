import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs every bench in a separate process, so that memory and warm caches of one do not affect the next. */
const benches: Record<string, string> = {
  building: "one recipient's message, against nodemailer's MailComposer",
  sending: 'the sender, ledger included, to an SES endpoint on this machine',
  pacing: 'how much of the rate 1, 3 and 10 workers use, and their worst second',
  costs: 'AWS calls, units and dollars for a million recipients',
  memory: 'arming and sending to 1,000, 100,000 and 1,000,000 recipients',
  throttled: 'what reads all contacts, on a table that throttles as DynamoDB documents',
  reading: 'reading releases',
  freezing: 'freezing audiences',
  import: 'importing contacts',
  'long-import': 'the memory of importing 10,000, 100,000 and 1,000,000 contacts',
  'start-up': 'from npm start to the first mail',
  newsroom: 'the whole newsroom on one machine: 20,000 recipients',
  'cold-start': 'the size of each function, and the time to import it',
};

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !(name in benches));
if (unknown !== undefined) {
  console.error(`no bench "${unknown}"; there are ${Object.keys(benches).join(', ')}`);
  process.exit(2);
}
for (const name of asked.length > 0 ? asked : Object.keys(benches)) {
  console.log(`\n${name}: ${benches[name]}`);
  const file = fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
  const { status } = spawnSync(process.execPath, ['--expose-gc', file], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}
