import type { Template } from 'aws-cdk-lib/assertions';
import * as z from 'zod';

const oneOrMore = z.union([z.unknown().array(), z.unknown().transform((one) => [one])]);
const statementSchema = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore.pipe(z.array(z.string())),
  Resource: oneOrMore,
  Condition: z.record(z.string(), z.record(z.string(), oneOrMore)).optional(),
});
type Statement = z.infer<typeof statementSchema>;
const policySchema = z.object({
  Properties: z.object({
    PolicyDocument: z.object({ Statement: z.array(statementSchema) }),
    Roles: z.array(z.object({ Ref: z.string() })).default([]),
  }),
});
const functionSchema = z.object({
  Properties: z.object({ Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.string()]) }) }),
});

/** The statements of the policy of a stage's function. */
export function statementsOf(template: Template, stage: string): Statement[] {
  const [found] = Object.entries(template.findResources('AWS::Lambda::Function')).filter(([id]) =>
    id.startsWith(`${stage.replaceAll('-', '')}Function`),
  );
  const role = functionSchema.parse(found?.[1]).Properties.Role['Fn::GetAtt'][0];
  return Object.values(template.findResources('AWS::IAM::Policy'))
    .map((policy) => policySchema.parse(policy).Properties)
    .filter(({ Roles }) => Roles.some(({ Ref }) => Ref === role))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
}

/** The statements of a policy for people. */
export function statementsFor(template: Template, people: string): Statement[] {
  const [found] = Object.entries(template.findResources('AWS::IAM::ManagedPolicy')).filter(([id]) =>
    id.startsWith(`people${people}`),
  );
  return policySchema.parse(found?.[1]).Properties.PolicyDocument.Statement;
}

/**
 * What statements allow, in the words of `callsOf`: `PutItem CONTACT#`, `Query gsi1 STANDINGS#`, `GetObject store/texts/`,
 * `ListBucket` for the whole bucket, and other actions by their names.
 */
export function grantedBy(statements: readonly Statement[]): Set<string> {
  return new Set(
    statements
      .filter(({ Effect }) => Effect === 'Allow')
      .flatMap((statement) => statement.Action.flatMap((action) => wordsOf(action, statement))),
  );
}

function wordsOf(action: string, { Resource, Condition = {} }: Statement): string[] {
  const [service, act = ''] = action.split(':');
  const on = (of: readonly unknown[]) => of.map((key) => `${act} ${String(key).replace(/\*$/, '')}`);
  if (service === 'dynamodb') {
    const keys = Condition['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] ?? ['any key'];
    const isOnIndex = JSON.stringify(Resource).includes('/index/');
    return on(isOnIndex ? keys.map((key) => `gsi1 ${key}`) : keys);
  }
  if (service !== 's3') return [action];
  const prefixes = Condition.StringLike?.['s3:prefix'];
  if (prefixes) return on(prefixes);
  const folders = Resource.flatMap((resource) => /"\/([^"]*)\*"/.exec(JSON.stringify(resource))?.[1] ?? []);
  return folders.length > 0 ? on(folders) : [act];
}
