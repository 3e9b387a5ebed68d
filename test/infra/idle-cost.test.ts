import { readFileSync } from 'node:fs';
import { App } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { configuration } from '../../infra/configuration.ts';
import { NewsroomStack } from '../../infra/newsroom-stack.ts';

const templateSchema = z.object({
  Resources: z.record(z.string(), z.object({ Type: z.string() })),
});

const minutesOfMonth = (365 / 12) * 24 * 60;
/** Lambda asks each queue by five long polls of 20 seconds at the same time. */
const pollsOfQueue = 5 * 3 * minutesOfMonth;

/** Dollars a month of one piece, in us-east-1, without the free tiers. What is not here costs nothing while idle. */
const prices: Record<string, { what: string; each: number }> = {
  'AWS::CloudWatch::Alarm': { what: 'alarms', each: 0.1 },
  'AWS::CloudWatch::Dashboard': { what: 'dashboard', each: 3 },
  'AWS::SecretsManager::Secret': { what: 'secret with the keys of links', each: 0.4 },
  'AWS::Lambda::EventSourceMapping': { what: 'queues that Lambda polls', each: (pollsOfQueue * 0.4) / 1e6 },
};

/** The only custom metric with values while nothing happens. */
const sweeps = { what: 'metric of the watch', count: 1, each: 0.3 };

function idleRows(): string[] {
  const stack = new NewsroomStack(new App({ stackTraces: false }), 'Dateline-production', {
    ...configuration('production'),
    codeOf: () => Code.fromInline('export const handler = () => {};'),
  });
  const { Resources } = templateSchema.parse(
    App.of(stack)?.synth().getStackByName('Dateline-production').template,
  );
  const types = Object.values(Resources).map(({ Type }) => Type);
  const priced = Object.entries(prices).map(([type, price]) => ({
    ...price,
    count: types.filter((each) => each === type).length,
  }));
  const parts = [...priced.filter(({ count }) => count > 0), sweeps];
  const total = parts.reduce((sum, { count, each }) => sum + count * each, 0);
  return [
    ...parts.map(({ what, count, each }) => `| ${what} | ${count} | $${(count * each).toFixed(2)} |`),
    `| together | | $${total.toFixed(2)} |`,
  ];
}

it('docs/aws.md says what the stack of production costs a month while nothing happens', () => {
  const text = readFileSync('docs/aws.md', 'utf8');
  const table = text.slice(text.indexOf('## What it costs')).match(/^\| (?!what|---).*$/gm);
  const rows = idleRows();
  expect(table?.slice(0, rows.length)).toEqual(rows);
}, 120_000);
