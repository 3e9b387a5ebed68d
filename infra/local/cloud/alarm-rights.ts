import * as z from 'zod';
import type { Account } from './account.ts';
import type { Caller } from './iam.ts';

const inputSchema = z.looseObject({ AlarmName: z.string().optional() });

/**
 * Throws unless the caller may do this with the alarm, or with all of them.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
 */
export function expectAlarmRight(
  caller: Caller,
  { account, region }: Account,
  operation: string,
  input: unknown,
): void {
  const { AlarmName = '*' } = inputSchema.parse(input);
  caller.expect(`cloudwatch:${operation}`, `arn:aws:cloudwatch:${region}:${account}:alarm:${AlarmName}`);
}
