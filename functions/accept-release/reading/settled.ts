import type { Assumption, Problem } from '../../_shared/domain/report.ts';
import type { Provenance } from './reading.ts';

/** One field of a release, settled out of what the desk declares and what the text says. */
export interface Settled<T> {
  value: T;
  problems: Problem[];
  assumptions: Assumption[];
  /** Where the value comes from; null when nothing gives it. */
  provenance: Provenance | null;
}

/** A settled field; whatever is not given is empty. */
export function settled<T>(value: T, also: Partial<Omit<Settled<T>, 'value'>> = {}): Settled<T> {
  return { value, problems: [], assumptions: [], provenance: null, ...also };
}

/** Where the desk wrote a field: its line in the front matter or in a sidecar. */
export interface Origin {
  source: string;
  line: number | null;
}

export function declaredAt(origin: Origin | undefined): Provenance {
  return { from: 'declared', source: origin?.source ?? 'front matter', line: origin?.line ?? null };
}

export function foundAt(line: number | null): Provenance {
  return { from: 'found', source: 'text', line };
}

/** A place for a problem with a declared field. */
export function inField(field: string, origin: Origin | undefined): Problem['where'] {
  return { field, ...(origin?.line != null && { line: origin.line }) };
}
