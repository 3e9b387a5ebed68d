import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { dateOf, provenSkew } from '../../functions/_shared/aws/clock-skew.ts';

export interface CallerFacts {
  account: string;
  arn: string;
  /** This machine's clock minus AWS's, in milliseconds, as far as it is proven. */
  skewMilliseconds: number;
}

/** Who looks, and how far the clock of this machine is off: every answer of AWS has its time in a header. */
export async function readCaller(client: STSClient, now: () => number): Promise<CallerFacts> {
  let skewMilliseconds = 0;
  client.middlewareStack.add(
    (next) => async (args) => {
      const asked = now();
      const result = await next(args);
      skewMilliseconds = provenSkew(dateOf(result.response), asked, now()) ?? 0;
      return result;
    },
    { step: 'deserialize', name: 'readDate', priority: 'low', override: true },
  );
  const { Account = 'unknown', Arn = 'unknown' } = await client.send(new GetCallerIdentityCommand({}));
  return { account: Account, arn: Arn, skewMilliseconds };
}
