import type { Problem } from '../../_shared/domain/report.ts';

/** Where a declared field stands, for a problem with it. */
export function fieldAt(at: number | undefined, field: string): Problem['where'] {
  return at === undefined ? { field } : { line: at, field };
}
