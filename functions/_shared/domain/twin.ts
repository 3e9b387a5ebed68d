import * as z from 'zod';
import { likenessSchema } from './likeness.ts';
import { describeInstant } from './moment.ts';
import { publicVersion, type Release, undecided } from './release-life.ts';
import { type Instant, instantSchema } from './report.ts';

/**
 * One content of a release, filed so that the same text is recognised under another name. Filed before the head of its
 * release changes.
 */
export const filedSchema = z.object({
  releaseId: z.string(),
  contentHash: z.string(),
  /** When it was last read. */
  at: instantSchema,
  embargo: instantSchema.nullable(),
  /** The text contains something that looks like an embargo and was not understood. */
  isEmbargoUnsure: z.boolean(),
  /** One for each language. */
  texts: z.array(likenessSchema),
});
export type Filed = z.infer<typeof filedSchema>;

/** Another release with the same text, and the state of that text. */
export interface Twin {
  releaseId: string;
  /**
   * `arriving`: dropped just now; `held`, `waiting`: a person must decide; `approved`: only holders can have it;
   * `sent`: public or being sent to everybody; `killed`.
   */
  stands: 'arriving' | 'held' | 'waiting' | 'approved' | 'sent' | 'killed';
  /** When it was dropped, is due to go out, went out, or was killed. */
  at: Instant;
  /** A future instant before which nobody may have it; otherwise null. */
  embargo: Instant | null;
  isEmbargoUnsure: boolean;
  /**
   * Somebody has declared that these two are different releases; or the other release is the newer one, so it is the
   * one to ask.
   */
  isSettled: boolean;
}

/** The release that looks for its twins. */
export interface Asking {
  releaseId: string;
  /** When its head was created; null if it has none. */
  since: Instant | null;
  distinctFrom: readonly string[];
  now: Instant;
}

/** Longer than the retries of one drop. A content that no head knows after this time never became a version. */
const arrivalSeconds = 3600;

/**
 * The state of a filed content of another release. Null if it does not matter: cancelled, withdrawn, replaced before
 * anybody had it, or never a version. `version`: the version that this content became, if any.
 */
export function twinOf(
  filed: Filed,
  head: Release | null,
  version: number | null,
  { releaseId, since, distinctFrom, now }: Asking,
): Twin | null {
  const isDistinct = distinctFrom.includes(filed.releaseId) || (head?.distinctFrom ?? []).includes(releaseId);
  const isAhead = (instant: Instant | null) => instant !== null && Date.parse(instant) > Date.parse(now);
  const twin = (stands: Twin['stands'], at: Instant, embargo: Instant | null, isUnsure = false): Twin => ({
    releaseId: filed.releaseId,
    stands,
    at,
    embargo: isAhead(embargo) ? embargo : null,
    isEmbargoUnsure: isUnsure,
    isSettled:
      isDistinct || (stands === 'held' && since !== null && head !== null && since <= head.createdAt),
  });
  if (!head || version === null) {
    const isArriving = !head?.killed && Date.parse(now) - Date.parse(filed.at) < arrivalSeconds * 1000;
    return isArriving ? twin('arriving', filed.at, filed.embargo, filed.isEmbargoUnsure) : null;
  }
  if (head.killed) return twin('killed', head.killed.at, null);
  const candidate = undecided(head);
  if (candidate?.version === version)
    return twin(
      candidate.state === 'held' ? 'held' : 'waiting',
      filed.at,
      candidate.embargo,
      filed.isEmbargoUnsure && candidate.state === 'held',
    );
  const { live } = head;
  if (!live || (live.version !== version && !head.sentVersions.includes(version))) return null;
  const seen = publicVersion(head, now);
  if (seen) return twin('sent', seen.at, null);
  const general = live.editions.find(({ edition }) => edition === 'general');
  return twin('approved', general?.dueAt ?? head.updatedAt, head.broken ? null : live.embargo);
}

/** An embargo on the same text in another release. */
export interface EmbargoElsewhere {
  releaseId: string;
  /** Null if there is an embargo that was not understood. */
  until: Instant | null;
  /** The same instant in words, in the newsroom's zone. */
  inWords: string;
}

/**
 * The latest embargo of the twins, or null. A twin that was declared a different release counts as well, because its
 * text is the same.
 */
export function embargoElsewhere(twins: readonly Twin[], zone: string): EmbargoElsewhere | null {
  const unsure = twins.find(({ isEmbargoUnsure }) => isEmbargoUnsure);
  if (unsure) return { releaseId: unsure.releaseId, until: null, inWords: 'nobody knows when' };
  let latest: { releaseId: string; until: Instant } | null = null;
  for (const { releaseId, embargo } of twins)
    if (embargo !== null && (latest === null || Date.parse(embargo) > Date.parse(latest.until)))
      latest = { releaseId, until: embargo };
  return latest && { ...latest, inWords: describeInstant(latest.until, zone, 'en') };
}
