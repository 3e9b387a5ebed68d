import { sendVirtually } from './virtual-newsroom.ts';

// US East, on demand: dollars per million.
const prices = { write: 0.625, read: 0.125, queue: 0.4, invocation: 0.2, put: 5, get: 0.4 };
const dollarsPerGigabyteSecond = 0.0000133334;
const memoryGigabytes = 0.5;

for (const [quota, workers] of [
  [14, 1],
  [14, 3],
  [100, 3],
  [300, 3],
] as const) {
  const recipients = 10_000;
  const sent = await sendVirtually({ recipients, sendsPerSecond: quota, workers });
  const each = (count: number) => count / recipients;
  const perMillion =
    each(sent.writeUnits) * prices.write +
    each(sent.readUnits) * prices.read +
    each(sent.queueRequests) * prices.queue +
    each(sent.invocations) * prices.invocation +
    each(sent.bucketRequests) * prices.get;
  const compute = each(sent.functionSeconds) * 1e6 * memoryGigabytes * dollarsPerGigabyteSecond;
  console.log(
    `  ${quota} a second, ${workers} workers, per recipient: ${each(sent.writeUnits).toFixed(3)} write units (1.2), ${each(sent.readUnits).toFixed(3)} read units (1.2), ${each(sent.queueRequests).toFixed(4)} queue requests (0.03), ${each(sent.invocations).toFixed(4)} invocations (0.01); $${perMillion.toFixed(2)} a million ($1.50), and $${compute.toFixed(2)} of waiting in functions`,
  );
}
