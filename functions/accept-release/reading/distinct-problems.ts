import type { Problem } from '../../_shared/domain/report.ts';

/** At most so many problems with one code are listed. */
const toldOfAKind = 100;

/** Each problem once. Of very many with one code, the first are listed and the others counted. */
export function distinctProblems(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>();
  const ofKind = new Map<string, number>();
  const told = problems.filter((one) => {
    const key = JSON.stringify([one.code, one.message, one.where]);
    if (seen.has(key)) return false;
    seen.add(key);
    const before = ofKind.get(one.code) ?? 0;
    ofKind.set(one.code, before + 1);
    return before < toldOfAKind;
  });
  return told.flatMap((one, index) => {
    const more = (ofKind.get(one.code) ?? 0) - toldOfAKind;
    const isLast = more > 0 && told.findLastIndex(({ code }) => code === one.code) === index;
    return isLast ? [one, { ...one, message: `And ${more} more of this kind.` }] : [one];
  });
}
