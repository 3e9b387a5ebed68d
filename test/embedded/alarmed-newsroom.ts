import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { App, Tags } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { vi } from 'vitest';
import type { MetricName } from '../../functions/_shared/domain/metrics.ts';
import { configuration } from '../../infra/configuration.ts';
import type { Notice } from '../../infra/local/cloud/notices.ts';
import { type LocalStack, startLocalStack } from '../../infra/local/cloud/stack.ts';
import { readSynthesized } from '../../infra/local/cloud/template.ts';
import { NewsroomStack } from '../../infra/newsroom-stack.ts';

const stackName = 'Dateline-local';
const minute = 60_000;

/**
 * The template of the newsroom on the embedded services. Its functions only do what they are told, and its clock stands
 * still until a test moves it.
 */
export async function startAlarmedNewsroom() {
  const directory = mkdtempSync(path.join(tmpdir(), 'alarms-'));
  const app = new App({ outdir: path.join(directory, 'cdk.out') });
  const faults = fileURLToPath(new URL('./faults', import.meta.url));
  const { alarms } = new NewsroomStack(app, stackName, {
    ...configuration('local'),
    codeOf: () => Code.fromAsset(faults),
  });
  // As infra/app.ts does: tags are a property of many resources.
  Tags.of(app).add('product', 'dateline');
  app.synth();
  const { template, assets } = readSynthesized(path.join(directory, `cdk.out/${stackName}.template.json`));
  const clock = standingClock();
  const notices: Notice[] = [];
  const lines: string[] = [];
  const stack = await startLocalStack({
    template,
    assets,
    stackName,
    dataDirectory: path.join(directory, 'data'),
    servicesPort: 0,
    webAddress: 'http://127.0.0.1:1',
    sesSendsPerSecond: 1000,
    sesDailyQuota: 1_000_000,
    sesStanding: 'verified',
    environment: {},
    onLog: (_, line) => lines.push(line),
    onInvocation: () => {},
    onMail: () => {},
    onNotice: (notice) => notices.push(notice),
    // A queue that the test deletes is one.
    onError: () => {},
    onDenied: () => {},
    clock: clock.now,
  });
  return {
    stack,
    list: alarms.list,
    notices,
    lines,
    ...moving(clock, stack),
    /** A file for which a waiting function waits. */
    gate: (name: string) => {
      const until = path.join(directory, name);
      return { until, open: () => writeFileSync(until, '') };
    },
    ringing: () => namesIn(notices, stackName),
    control: (what: string, value: unknown) => control(stack, what, value),
    pages: await servePublicPages(stack),
    close: async () => {
      await stack.close();
      rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export type AlarmedNewsroom = Awaited<ReturnType<typeof startAlarmedNewsroom>>;

function standingClock() {
  let at = Date.now();
  return {
    now: () => at,
    move: (milliseconds: number) => {
      at += milliseconds;
    },
  };
}

function moving({ now, move }: ReturnType<typeof standingClock>, stack: LocalStack) {
  return {
    now,
    move,
    /** Lets minutes pass one by one, so that each is measured and judged. */
    pass: (minutes: number) => {
      for (let i = 0; i < minutes; i += 1) {
        move(minute);
        stack.judgeAlarms();
      }
    },
  };
}

/** The alarms that ring, by what was heard of them. */
function namesIn(notices: readonly Notice[], stack: string): ReadonlySet<string> {
  const ringing = new Set<string>();
  for (const notice of notices) {
    if (notice.about !== 'alarm') continue;
    const { name, state } = notice.change.alarm;
    if (state === 'ALARM') ringing.add(name.slice(`${stack}: `.length));
    else ringing.delete(name.slice(`${stack}: `.length));
  }
  return ringing;
}

async function control(stack: LocalStack, what: string, value: unknown): Promise<void> {
  const answer = await fetch(`${stack.endpoints.ses}/_local/${what}`, {
    method: 'PUT',
    body: JSON.stringify(value),
  });
  if (!answer.ok) throw new Error(`${what}: ${await answer.text()}`);
}

/** The address of the public pages. */
async function servePublicPages(stack: LocalStack): Promise<string> {
  const listener = Object.entries(stack.http).find(([id]) => /^publicaddress/i.test(id))?.[1];
  const server = createServer(listener).unref();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

/** The line that a function writes when it measures these values, at an instant of the standing clock. */
export async function measuredLine(values: Partial<Record<MetricName, number>>, at: number): Promise<string> {
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', stackName);
  const lines: string[] = [];
  const written = vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    lines.push(String(line).trim());
    return true;
  });
  const { measure } = await import('../../functions/_shared/runtime/metrics.ts');
  measure(values);
  written.mockRestore();
  return lines.join('').replace(/"Timestamp":\d+/, `"Timestamp":${at}`);
}
