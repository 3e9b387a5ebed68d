import { expect, it, vi } from 'vitest';

/** The lines that a call writes to the process's own output, where CloudWatch reads them. */
async function linesOf(values: object, about?: Record<string, string | number>): Promise<unknown[]> {
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'Dateline-production');
  const lines: unknown[] = [];
  const written = vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
    lines.push(JSON.parse(String(line)));
    return true;
  });
  const { measure } = await import('../../../../functions/_shared/runtime/metrics.ts');
  measure(values, about);
  written.mockRestore();
  return lines;
}

it('a measurement is one line that CloudWatch makes metrics of: per newsroom, and for nothing else', async () => {
  const lines = await linesOf({ MailsSent: 50, WindowTime: 120 }, { delivery: 'forum_v1_general', chunk: 3 });
  expect(lines).toEqual([
    {
      _aws: {
        Timestamp: expect.any(Number),
        CloudWatchMetrics: [
          {
            Namespace: 'Dateline',
            Dimensions: [['service']],
            Metrics: [
              { Name: 'MailsSent', Unit: 'Count' },
              { Name: 'WindowTime', Unit: 'Milliseconds' },
            ],
          },
        ],
      },
      service: 'Dateline-production',
      MailsSent: 50,
      WindowTime: 120,
      delivery: 'forum_v1_general',
      chunk: '3',
    },
  ]);
});

it('a zero is a value, and no values are no line', async () => {
  expect(await linesOf({ DeliveriesStalled: 0 })).toMatchObject([{ DeliveriesStalled: 0 }]);
  expect(await linesOf({})).toEqual([]);
});
