import { type ConditionKey, type Context, conditionKeyNamed, conditionKeys } from './iam-condition-keys.ts';
import { isArnLike, isLike } from './iam-patterns.ts';

/** Whether a request meets all conditions of a statement. */
export type Condition = (context: Context) => boolean;

/** `{ StringEquals: { 'aws:SourceAccount': ['1'] } }`: operator, key, values. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

type Compare = (wanted: string, given: string) => boolean;

const sameLetters: Compare = (wanted, given) => wanted.toLowerCase() === given.toLowerCase();
const same: Compare = (wanted, given) => wanted === given;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const operators: Readonly<Record<string, { compare: Compare; isNegated: boolean }>> = {
  StringEquals: { compare: same, isNegated: false },
  StringNotEquals: { compare: same, isNegated: true },
  StringEqualsIgnoreCase: { compare: sameLetters, isNegated: false },
  StringNotEqualsIgnoreCase: { compare: sameLetters, isNegated: true },
  StringLike: { compare: isLike, isNegated: false },
  StringNotLike: { compare: isLike, isNegated: true },
  ArnEquals: { compare: isArnLike, isNegated: false },
  ArnLike: { compare: isArnLike, isNegated: false },
  ArnNotEquals: { compare: isArnLike, isNegated: true },
  ArnNotLike: { compare: isArnLike, isNegated: true },
  Bool: { compare: sameLetters, isNegated: false },
};

/** All operators and all keys must hold; of the values of a key, one is enough. Throws for what is not known here. */
export function compileConditions(block: ConditionBlock): Condition {
  const conditions = Object.entries(block).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([name, values]) => compileCondition(operator, name, values)),
  );
  return (context) => conditions.every((isMet) => isMet(context));
}

function compileCondition(written: string, name: string, values: readonly string[]): Condition {
  const key = conditionKeyNamed(name);
  refuseVariables(values);
  if (written === 'Null') return nullCheck(key, values);
  const [, set, base = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(written) ?? [];
  const operator = operators[base];
  if (!operator) throw new Error(`the condition operator ${written} is not known here.`);
  const isGood = (given: string) =>
    values.some((wanted) => operator.compare(wanted, given)) !== operator.isNegated;
  if (set === 'ForAllValues') return (context) => valuesOf(context, key).every(isGood);
  if (set === 'ForAnyValue') return (context) => valuesOf(context, key).some(isGood);
  if (conditionKeys[key] === 'several values')
    throw new Error(
      `${key} has several values, so ${written} needs ForAllValues: or ForAnyValue: before it.`,
    );
  const ifAbsent = ifExists !== undefined || operator.isNegated;
  return (context) => {
    const [given] = valuesOf(context, key);
    return given === undefined ? ifAbsent : isGood(given);
  };
}

/** `Null` is `true` if the key has to be absent. */
function nullCheck(key: ConditionKey, values: readonly string[]): Condition {
  return (context) => values.includes(String(valuesOf(context, key).length === 0));
}

export function valuesOf(context: Context, key: ConditionKey): readonly string[] {
  const given = context[key];
  return given === undefined ? [] : typeof given === 'string' ? [given] : given;
}

/** A policy variable (`${aws:username}`) would be compared as it is written, which is wrong. */
export function refuseVariables(values: readonly string[]): void {
  const variable = values.find((value) => value.includes('${'));
  if (variable !== undefined) throw new Error(`the policy variable in ${variable} is not known here.`);
}
