import { expect, it, vi } from 'vitest';
import { rememberBriefly } from '../../../functions/console/remember-briefly.ts';

it('asks CloudWatch once for the pages of the same seconds, and again after a failure', async () => {
  let now = 0;
  const lines: string[] = [];
  const outputs = [process.stdout, process.stderr].map((output) =>
    vi.spyOn(output, 'write').mockImplementation((line) => lines.push(String(line)) > 0),
  );
  const read = vi.fn(async () => 'quiet').mockRejectedValueOnce(new RangeError('an address'));
  const remembered = rememberBriefly(read, () => now);
  expect(await Promise.all([remembered(), remembered()])).toEqual([null, null]);
  expect(read).toHaveBeenCalledTimes(1);
  expect(lines.join()).toContain('RangeError');
  expect(lines.join()).not.toContain('an address');
  now += 6000;
  expect(await remembered()).toBe('quiet');
  for (const output of outputs) output.mockRestore();
});
