import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Denial } from '../../../../infra/local/cloud/iam.ts';
import type { Invocation } from '../../../../infra/local/cloud/lambda.ts';
import type { MailboxLine } from '../../../../infra/local/cloud/mailbox.ts';
import type { Notice } from '../../../../infra/local/cloud/notices.ts';
import {
  type LocalStack,
  type LocalStackOptions,
  startLocalStack,
} from '../../../../infra/local/cloud/stack.ts';
import { smallAssets, smallTemplate } from './small-template.ts';

export type OpenStack = LocalStack & {
  dataDirectory: string;
  invocations: Invocation[];
  mails: MailboxLine[];
  notices: Notice[];
  logs: string[];
  errors: unknown[];
  denials: Denial[];
};

/** Any credentials are accepted. */
export const clientOptions = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'anybody', secretAccessKey: 'anything' },
  maxAttempts: 1,
};

export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'newsroom-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));
  return directory;
}

/** Starts the small template in a separate data directory, and closes it when the test ends. */
export async function openStack(options: Partial<LocalStackOptions> = {}): Promise<OpenStack> {
  const dataDirectory = options.dataDirectory ?? (await temporaryDirectory());
  const seen = {
    invocations: [] as Invocation[],
    mails: [] as MailboxLine[],
    notices: [] as Notice[],
    logs: [] as string[],
    errors: [] as unknown[],
    denials: [] as Denial[],
  };
  const stack = await startLocalStack({
    template: smallTemplate,
    assets: smallAssets,
    stackName: 'Small',
    servicesPort: 0,
    webAddress: undefined,
    sesSendsPerSecond: 1000,
    sesDailyQuota: 1_000_000,
    sesStanding: 'verified',
    environment: {},
    onLog: (name, line) => seen.logs.push(`${name} ${line}`),
    onInvocation: (invocation) => seen.invocations.push(invocation),
    onMail: (line) => seen.mails.push(line),
    onNotice: (notice) => seen.notices.push(notice),
    clock: Date.now,
    onError: (error) => seen.errors.push(error),
    onDenied: (denial) => seen.denials.push(denial),
    ...options,
    dataDirectory,
  });
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= stack.close());
  onTestFinished(close);
  return { ...stack, ...seen, dataDirectory, close };
}

/** Finds a name by the start of its logical id, because CDK appends a hash. */
export function named(names: Record<string, string>, start: string): string {
  const found = Object.entries(names).find(([id]) => id.startsWith(start));
  if (!found) throw new Error(`nothing is called ${start}`);
  return found[1];
}
