import * as z from 'zod';
import type { Context } from './iam-condition-keys.ts';
import { type Condition, compileConditions, refuseVariables } from './iam-conditions.ts';
import { isArnLike, isArnPattern, isLike } from './iam-patterns.ts';

const strings = z.union([z.string().transform((alone) => [alone]), z.array(z.string())]);
const value = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const values = z.union([value.transform((alone) => [alone]), z.array(value)]);
const principalSchema = z.union([
  z.literal('*').transform(() => ({ AWS: ['*'], Service: undefined })),
  z.strictObject({ AWS: strings.optional(), Service: strings.optional() }),
]);

/** Elements that are not listed here (NotPrincipal, Federated …) are refused, because they would change the meaning. */
const statementSchema = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: principalSchema.optional(),
  Action: strings.optional(),
  NotAction: strings.optional(),
  Resource: strings.optional(),
  NotResource: strings.optional(),
  Condition: z.record(z.string(), z.record(z.string(), values)).default({}),
});
type WrittenStatement = z.output<typeof statementSchema>;

const policySchema = z.strictObject({
  // Without it, the older version holds, which lacks only policy variables.
  Version: z.enum(['2008-10-17', '2012-10-17']).optional(),
  Id: z.string().optional(),
  Statement: z.union([statementSchema.transform((alone) => [alone]), z.array(statementSchema)]),
});

/** Who is named by the `Principal` of a statement. Identity policies name nobody: they belong to somebody. */
export type Principals = { aws: readonly string[]; services: readonly string[] };

export type Statement = {
  effect: 'Allow' | 'Deny';
  principals: Principals;
  isAction: (action: string) => boolean;
  isResource: (resource: string) => boolean;
  isMet: Condition;
};

/**
 * The statements of a policy document, ready to be judged. Throws for an element, operator, condition key or variable
 * that is not known here. `owner` is the resource of a trust policy, which has no `Resource`.
 */
export function compilePolicy(document: unknown, owner?: string): Statement[] {
  return policySchema.parse(document).Statement.map((statement) => compileStatement(statement, owner));
}

function compileStatement(written: WrittenStatement, owner: string | undefined): Statement {
  const { Effect, Principal, Action, NotAction, Resource, NotResource } = written;
  return {
    effect: Effect,
    principals: { aws: Principal?.AWS ?? [], services: Principal?.Service ?? [] },
    isAction: oneOf(lowered(Action), lowered(NotAction), isLike, 'Action'),
    isResource: oneOf(arns(Resource ?? (owner && [owner])), arns(NotResource), isArnLike, 'Resource'),
    isMet: compileConditions(written.Condition),
  };
}

type Patterns = readonly string[] | undefined;

/** Matches what is listed in an element, or what is not listed in its opposite. A statement has one of the two. */
function oneOf(
  listed: Patterns,
  notListed: Patterns,
  matches: (pattern: string, text: string) => boolean,
  element: string,
): (text: string) => boolean {
  if ((listed === undefined) === (notListed === undefined))
    throw new Error(`a statement needs either ${element} or Not${element}.`);
  if (listed) return (text) => listed.some((pattern) => matches(pattern, text));
  return (text) => !notListed?.some((pattern) => matches(pattern, text));
}

/** Actions are not case-sensitive. */
function lowered(actions: Patterns): Patterns {
  return actions?.map((action) => action.toLowerCase());
}

function arns(patterns: Patterns | ''): Patterns {
  if (!patterns) return undefined;
  refuseVariables(patterns);
  const wrong = patterns.find((pattern) => !isArnPattern(pattern));
  if (wrong !== undefined) throw new Error(`${wrong} is no ARN.`);
  return patterns;
}

/** One request, as policies see it. `action` is `sqs:SendMessage`, `resource` an ARN, or `*` for actions without one. */
export type Facts = { action: string; resource: string; context: Context };

/** The statements of several policies. Which of them speak of an action is worked out once per action. */
export class Policies {
  readonly #statements: readonly Statement[];
  readonly #byAction = new Map<string, readonly Statement[]>();

  constructor(statements: readonly Statement[]) {
    this.#statements = statements;
  }

  /** What the statements say that apply to the request and, by `isNamed`, to who makes it. A Deny always wins. */
  judge({ action, resource, context }: Facts, isNamed: (statement: Statement) => boolean = () => true) {
    let verdict: Statement['effect'] | undefined;
    for (const statement of this.#about(action)) {
      if (verdict === statement.effect || !statement.isResource(resource)) continue;
      if (!isNamed(statement) || !statement.isMet(context)) continue;
      if (statement.effect === 'Deny') return 'Deny';
      verdict = 'Allow';
    }
    return verdict;
  }

  #about(action: string): readonly Statement[] {
    const known = this.#byAction.get(action);
    if (known) return known;
    const name = action.toLowerCase();
    const found = this.#statements.filter((statement) => statement.isAction(name));
    this.#byAction.set(action, found);
    return found;
  }
}
