/**
 * The Dice coefficient of two lists, 0 to 1: the share of members that both have. A member counts as often as both
 * lists contain it. With pairs of letters as members it compares words or sentences in any script.
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
