/** The peak resident memory while `run` runs, in megabytes. */
export async function peakOf(run: () => Promise<unknown>): Promise<number> {
  globalThis.gc?.();
  let peak = 0;
  const sample = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  await run();
  clearInterval(sample);
  return Math.round(Math.max(peak, process.memoryUsage.rss()) / 1e6);
}
