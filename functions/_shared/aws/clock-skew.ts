import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/**
 * The known difference between this machine's clock and AWS's, in milliseconds (positive: ours is ahead), from the
 * `Date` header of each response. The header contains whole seconds and the response takes some time, so only a
 * difference outside that span counts. 0 if no difference is proven.
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

/**
 * `serverDate` is a whole second in epoch milliseconds. The response was created in that second, at some time between
 * the two instants.
 */
export function provenSkew(serverDate: number | null, asked: number, answered: number): number | null {
  if (serverDate === null) return null;
  if (asked > serverDate + 1000) return asked - (serverDate + 1000);
  if (answered < serverDate) return answered - serverDate;
  return 0;
}

/** The `Date` header of a response of the SDK, in epoch milliseconds. */
export function dateOf(response: unknown): number | null {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return null;
  const { headers } = response;
  if (typeof headers !== 'object' || headers === null || !('date' in headers)) return null;
  const date = Date.parse(String(headers.date));
  return Number.isNaN(date) ? null : date;
}
