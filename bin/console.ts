import { defineCommand, Refusal, UsageError } from './command.ts';
import { startSigningProxy } from './signing-proxy.ts';

/** Opens the console: prints the address of the local one, or signs requests to a deployed one until interrupted. */
export const consoleCommand = defineCommand({
  usage: 'console [--port N]',
  summary: 'the console in your browser; with --stage signed with your AWS credentials',
  options: {
    port: {
      type: 'string',
      value: 'N',
      default: '4800',
      about: 'where a deployed one answers on this machine (default 4800)',
    },
  },
  examples: ['console', 'console --stage production --port 4801'],
  positionals: { atLeast: 0, atMost: 0 },
  async run({ values, io }) {
    const port = Number(values.port);
    if (!Number.isInteger(port) || port < 0 || port > 65535)
      throw new UsageError(`--port takes a whole number from 0 to 65535, not "${values.port}"`);
    const { consoleUrl } = await io.connect();
    const { hostname } = new URL(consoleUrl);
    if (hostname === '127.0.0.1') {
      io.record({ console: consoleUrl }, () => consoleUrl);
      return 0;
    }
    const region = hostname.split('.')[2];
    if (!region)
      throw new Refusal(`${hostname} is no function URL of Lambda; deploy this version of Dateline.`);
    const { defaultProvider } = await import('@aws-sdk/credential-provider-node');
    const proxy = await startSigningProxy({
      target: consoleUrl,
      region,
      credentials: defaultProvider(),
      port,
    });
    io.record({ console: proxy.url }, () => `${proxy.url}  (Ctrl-C ends it)`);
    await new Promise<void>((resolve) => process.once('SIGINT', resolve));
    await proxy.close();
    return 0;
  },
});
