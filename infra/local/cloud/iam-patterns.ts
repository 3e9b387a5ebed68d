/** Whether `text` matches a pattern of IAM: `*` stands for any characters, `?` for one. */
export function isLike(pattern: string, text: string): boolean {
  let [at, read, star, resume] = [0, 0, -1, 0];
  while (read < text.length) {
    const wanted = pattern[at];
    if (wanted === '*') {
      star = at++;
      resume = read;
    } else if (wanted === '?' || wanted === text[read]) {
      at += 1;
      read += 1;
    } else if (star >= 0) {
      at = star + 1;
      read = ++resume;
    } else return false;
  }
  while (pattern[at] === '*') at += 1;
  return at === pattern.length;
}

/**
 * Whether an ARN matches a pattern. The six parts between the colons are compared one by one, so a wildcard never
 * matches across a colon, except in the last part, which may contain colons itself.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function isArnLike(pattern: string, arn: string): boolean {
  if (pattern === '*') return true;
  const [wanted, given] = [arnParts(pattern), arnParts(arn)];
  return wanted.length === given.length && wanted.every((part, i) => isLike(part, given[i] ?? ''));
}

const partsOfAnArn = 6;

function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, partsOfAnArn - 1), parts.slice(partsOfAnArn - 1).join(':')];
}

/** `*`, or `arn:partition:service:region:account:resource`, where region and account may be empty. */
export function isArnPattern(pattern: string): boolean {
  const [prefix, partition, service, , , resource] = arnParts(pattern);
  return pattern === '*' || Boolean(prefix === 'arn' && partition && service && resource);
}
