import { describe, expect, it, vi } from 'vitest';
import { framesOf } from '../../../../functions/_shared/runtime/frames-of.ts';

/** The lines that a call writes to the process's own output, where CloudWatch reads them. */
async function linesOf(line: Record<string, unknown>, context?: unknown): Promise<unknown[]> {
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'Dateline-production');
  const lines: unknown[] = [];
  const write = (text: unknown) => {
    lines.push(JSON.parse(String(text)));
    return true;
  };
  const outputs = [process.stdout, process.stderr].map((output) =>
    vi.spyOn(output, 'write').mockImplementation(write),
  );
  const { beginInvocation, writeLog } = await import('../../../../functions/_shared/runtime/logger.ts');
  beginInvocation(context);
  writeLog(line);
  for (const output of outputs) output.mockRestore();
  return lines;
}

describe('a line of the log', () => {
  it('has time, level, stage and newsroom, and what the stage said; nothing empty', async () => {
    expect(await linesOf({ stage: 'watch', delivery: 'forum_v1_general', sent: 0, skew: undefined })).toEqual(
      [
        {
          timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
          level: 'info',
          stage: 'watch',
          service: 'Dateline-production',
          delivery: 'forum_v1_general',
          sent: 0,
        },
      ],
    );
  });

  it('names the request, so that all lines of one run are found', async () => {
    const context = { awsRequestId: 'one-run', functionName: 'watch' };
    expect(await linesOf({ stage: 'watch' }, context)).toMatchObject([{ requestId: 'one-run' }]);
  });

  it.each(['warning', 'alarm'])('of level %s says so', async (level) => {
    expect(await linesOf({ stage: 'watch', level, alarm: 'chunk-stuck' })).toMatchObject([
      { level, alarm: 'chunk-stuck' },
    ]);
  });

  it('about an error is also counted, so that operators see failures that retries mend', async () => {
    const [line, measured] = await linesOf({ stage: 'send-emails', level: 'error', error: 'TimeoutError' });
    expect(line).toMatchObject({ level: 'error', error: 'TimeoutError' });
    expect(measured).toMatchObject({ Failures: 1, stage: 'send-emails' });
  });
});

describe('a stack in the log', () => {
  it('has no text of a release, even if a message has lines like those of a stack', () => {
    const error = new Error('bad\n    at the White House\n    at noon (local time)');
    expect(framesOf(error).join()).not.toMatch(/White House|noon/);
    expect(framesOf(error).length).toBeGreaterThan(0);
  });

  it('names our own files from the root of the repository, wherever the function lies, and of others the nearest', () => {
    const error = new Error('x');
    error.stack = `Error: x
    at sendOne (/var/task/../../functions/send-emails/send-window.ts:12:3)
    at async file:///functions/_shared/aws/item.ts:4:5
    at retry (file:///var/task/node_modules/@smithy/core/retry.js:1:2)
    at node:internal/process/task_queues:95:5
    at async Object.open (file:///var/task/../../functions/watch/handler.ts:9:9)`;
    expect(framesOf(error)).toEqual([
      'at sendOne (functions/send-emails/send-window.ts:12:3)',
      'at async functions/_shared/aws/item.ts:4:5',
      'at retry (node_modules/@smithy/core/retry.js:1:2)',
      'at async Object.open (functions/watch/handler.ts:9:9)',
    ]);
  });
});
