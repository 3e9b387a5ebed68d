import type { ExclusionReason } from './audience.ts';
import { type AudienceChoice, chooseContact } from './audience-choice.ts';
import type { Card, Standing } from './contact.ts';
import type { Edition } from './release.ts';
import type { Instant } from './report.ts';

/** The list or segment by which somebody is still in the audience, or the reason why they are not. */
export type WayIn = { list: string } | { out: ExclusionReason };

/**
 * Decides whether somebody who left a list, or was removed from one, still gets an edition. They do if another list or
 * segment includes them. Editions for people who already had the release (a correction, a lift notice) depend on what
 * was sent, not on the rule, and so does the edition of a reader who was added: there, only leaving the list counts.
 */
export function wayIn(
  choice: AudienceChoice,
  edition: Edition,
  contact: { card: Card | null; standing: Standing; list: string; isAdded?: boolean },
  now: Instant,
): WayIn {
  const { card, standing, list, isAdded = false } = contact;
  const chosen = card && chooseContact(choice, card, standing, now);
  if (chosen && (chosen.reason === null || chosen.reason === 'left-list'))
    return chosen.reason === null ? { list: chosen.list } : { out: 'left-list' };
  if (!isAdded && (edition === 'embargoed' || edition === 'general'))
    return { out: chosen?.reason ?? 'left-list' };
  return standing.leftLists.includes(list) ? { out: 'left-list' } : { list };
}
