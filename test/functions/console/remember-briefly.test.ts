import { expect, it, vi } from 'vitest';
import { rememberBriefly } from '../../../functions/console/remember-briefly.ts';

it('asks CloudWatch once for the pages of the same seconds, and again after a failure', async () => {
  let now = 0;
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const read = vi.fn(async () => 'quiet').mockRejectedValueOnce(new RangeError('an address'));
  const remembered = rememberBriefly(read, () => now);
  expect(await Promise.all([remembered(), remembered()])).toEqual([null, null]);
  expect(read).toHaveBeenCalledTimes(1);
  expect(String(log.mock.calls)).toContain('RangeError');
  expect(String(log.mock.calls)).not.toContain('an address');
  now += 6000;
  expect(await remembered()).toBe('quiet');
  log.mockRestore();
});
