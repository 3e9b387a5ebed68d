import type { Assumption, Instant } from '../../_shared/domain/report.ts';
import type { ProblemCode } from '../problems.ts';

export interface InstantContext {
  /** The newsroom's zone. */
  zone: string;
  /** True when a person named the zone for this reading (`check --zone`): then no dateline talks against it. */
  zoneIsGiven: boolean;
  now: Instant;
  /** ISO 639-1 of the text: settles 12/6/2025 outside English. */
  language: string | null;
  /** Zone of the dateline's place, when known. */
  placeZone: string | null;
  /** Place as written, for messages. */
  place: string | null;
  /** The text around, folded: hints for CST, BST, IST. */
  surroundings: string;
  /** A date written elsewhere in the file that gives the year. */
  knownYear: { year: number; month: number; day: number } | null;
}

export type InstantReading =
  | { kind: 'instant'; instant: Instant; assumptions: Assumption[] }
  /** `readings`: the instants it can mean, when those are known. */
  | { kind: 'unresolved'; code: ProblemCode; message: string; readings?: Instant[] };

export const unresolved = (code: ProblemCode, message: string, readings?: Instant[]): InstantReading => ({
  kind: 'unresolved',
  code,
  message,
  ...(readings && { readings }),
});

export function iso(epochMilliseconds: number): Instant {
  return new Date(epochMilliseconds).toISOString().replace('.000Z', 'Z');
}
