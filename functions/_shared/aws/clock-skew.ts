import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/**
 * How far this machine's clock is known to differ from AWS's, in milliseconds (positive: ours is ahead), from the
 * `Date` header of each answer. The header has whole seconds and the answer took its time, so only what is outside that
 * span counts; 0 while nothing proves a difference.
 */
export function watchClockSkew(client: DynamoDBClient, now: () => number): () => number {
  let skew = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      const asked = now();
      const result = await next(args);
      skew = provenSkew(dateOf(result.response), asked, now()) ?? skew;
      return result;
    },
    { step: 'deserialize', name: 'watchClockSkew', priority: 'low' },
  );
  return () => skew;
}

/** `serverDate`: epoch milliseconds of a whole second, in which the answer was made some time between the two instants. */
export function provenSkew(serverDate: number | null, asked: number, answered: number): number | null {
  if (serverDate === null) return null;
  if (asked > serverDate + 1000) return asked - (serverDate + 1000);
  if (answered < serverDate) return answered - serverDate;
  return 0;
}

function dateOf(response: unknown): number | null {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return null;
  const { headers } = response;
  if (typeof headers !== 'object' || headers === null || !('date' in headers)) return null;
  const date = Date.parse(String(headers.date));
  return Number.isNaN(date) ? null : date;
}
