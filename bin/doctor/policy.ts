import * as z from 'zod';

const oneOrMany = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat());
const policySchema = z.looseObject({
  Statement: z.array(
    z.looseObject({
      Effect: z.enum(['Allow', 'Deny']),
      Principal: z.union([z.literal('*'), z.record(z.string(), oneOrMany)]).optional(),
      Action: oneOrMany.optional(),
      Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
    }),
  ),
});

/**
 * Whether a resource policy lets a service of AWS act: an Allow for the service, or one for everybody that is limited to
 * the owner's account. Conditions on sources are not judged: doctor cannot know every source.
 */
export function admits(policy: string | null, service: string, action: string): boolean {
  if (policy === null) return false;
  const parsed = policySchema.safeParse(jsonOf(policy));
  if (!parsed.success) return false;
  return parsed.data.Statement.some(
    ({ Effect, Principal, Action = [] }) =>
      Effect === 'Allow' && isFor(Principal, service) && Action.some((pattern) => covers(pattern, action)),
  );
}

function isFor(principal: '*' | Record<string, string[]> | undefined, service: string): boolean {
  if (principal === undefined || principal === '*') return principal === '*';
  return (principal.Service ?? []).includes(service) || (principal.AWS ?? []).includes('*');
}

/** `sqs:*` and `SQS:SendMessage` cover `sqs:SendMessage`. */
function covers(pattern: string, action: string): boolean {
  const wanted = pattern.toLowerCase();
  if (wanted === '*') return true;
  return wanted.endsWith('*')
    ? action.toLowerCase().startsWith(wanted.slice(0, -1))
    : wanted === action.toLowerCase();
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
