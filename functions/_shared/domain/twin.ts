import { z } from 'zod';
import { likenessSchema } from './likeness.ts';
import { describeInstant } from './moment.ts';
import { publicVersion, type Release, undecided } from './release-life.ts';
import { type Instant, instantSchema } from './report.ts';

/** One content of a release as it was filed, to be known again under another name. Filed before its release's head moves. */
export const filedSchema = z.object({
  releaseId: z.string(),
  contentHash: z.string(),
  /** When it was read last. */
  at: instantSchema,
  embargo: instantSchema.nullable(),
  /** Something in it reads like an embargo and was not understood. */
  isEmbargoUnsure: z.boolean(),
  /** One per language. */
  texts: z.array(likenessSchema),
});
export type Filed = z.infer<typeof filedSchema>;

/** Another release that holds the same text, and where that text stands. */
export interface Twin {
  releaseId: string;
  /**
   * `arriving`: dropped at this moment; `held`, `waiting`: for a person; `approved`: nobody but holders can have it;
   * `sent`: public, or on its way to everybody; `killed`.
   */
  stands: 'arriving' | 'held' | 'waiting' | 'approved' | 'sent' | 'killed';
  /** When it was dropped, was approved to go out, went out, or was killed. */
  at: Instant;
  /** Nobody may have it before this instant, which is still to come. */
  embargo: Instant | null;
  isEmbargoUnsure: boolean;
  /** Somebody has said that these two are different releases; or it is the other one, which came later, that asks. */
  isSettled: boolean;
}

/** The release that looks for its twins. */
export interface Asking {
  releaseId: string;
  /** When its head was made; null while it has none. */
  since: Instant | null;
  distinctFrom: readonly string[];
  now: Instant;
}

/** Longer than a drop is tried to be read: what no head knows by then never became a version. */
const arrivalSeconds = 3600;

/**
 * Where a filed content of another release stands; null where it is of no account: cancelled, withdrawn, replaced
 * before anybody had it, or never a version. `version`: the one that this content became, if any.
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

/** An embargo under which a text stands in another release. */
export interface EmbargoElsewhere {
  releaseId: string;
  /** Null: there is one, and it was not understood. */
  until: Instant | null;
  /** The same in the newsroom's zone. */
  inWords: string;
}

/** The latest embargo that twins are under, or null. What somebody has settled counts as well: the text is the same. */
export function embargoElsewhere(twins: readonly Twin[], zone: string): EmbargoElsewhere | null {
  const unsure = twins.find(({ isEmbargoUnsure }) => isEmbargoUnsure);
  if (unsure) return { releaseId: unsure.releaseId, until: null, inWords: 'nobody knows when' };
  let latest: { releaseId: string; until: Instant } | null = null;
  for (const { releaseId, embargo } of twins)
    if (embargo !== null && (latest === null || Date.parse(embargo) > Date.parse(latest.until)))
      latest = { releaseId, until: embargo };
  return latest && { ...latest, inWords: describeInstant(latest.until, zone, 'en') };
}
