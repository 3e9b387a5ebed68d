// Runs the small template in a separate process that a test can kill: `node stack-process.ts <data directory>`.
import { startLocalStack } from '../../../../infra/local/cloud/stack.ts';
import { smallAssets, smallTemplate } from './small-template.ts';

const [dataDirectory = ''] = process.argv.slice(2);
const stack = await startLocalStack({
  template: smallTemplate,
  assets: smallAssets,
  stackName: 'Small',
  dataDirectory,
  servicesPort: 0,
  webAddress: undefined,
  sesSendsPerSecond: 10_000,
  sesDailyQuota: 1_000_000,
  sesStanding: 'verified',
  environment: {},
  onLog: () => {},
  onInvocation: () => {},
  onMail: () => {},
  onNotice: () => {},
  clock: Date.now,
  onError: (error) => console.error(error),
  onDenied: (denial) => console.error(denial),
});
console.log(JSON.stringify(stack.endpoints));
