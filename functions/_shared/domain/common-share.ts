/**
 * How much two lists have in common: the members that both have, of all (Dice), 0…1. A member counts as often as it
 * stands in both. Made of letter pairs, it compares words or sentences in any script.
 */
export function commonShare(a: readonly string[], b: readonly string[]): number {
  const left = new Map<string, number>();
  for (const member of a) left.set(member, (left.get(member) ?? 0) + 1);
  let common = 0;
  for (const member of b) {
    const count = left.get(member) ?? 0;
    if (count === 0) continue;
    common++;
    left.set(member, count - 1);
  }
  return (2 * common) / Math.max(1, a.length + b.length);
}
