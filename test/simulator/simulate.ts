import { parseArgs } from 'node:util';
import { runSeeds } from './run-seeds.ts';

// npm run simulate -- [--seeds 2000] [--from 0]: prints each seed that breaks a rule. The same seed breaks it again.
const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '2000' }, from: { type: 'string', default: '0' } },
});
const started = performance.now();
let broken = 0;
for await (const { seed, problems } of runSeeds(Number(values.from), Number(values.seeds))) {
  broken += 1;
  console.log(`seed ${seed}`);
  for (const problem of problems) console.log(`  ${problem}`);
}
const seconds = Math.round((performance.now() - started) / 1000);
console.log(`${values.seeds} seeds, ${broken} broken, ${seconds} s`);
process.exitCode = broken > 0 ? 1 : 0;
