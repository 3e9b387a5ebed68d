import type { ExclusionReason } from './audience.ts';
import { type AudienceChoice, chooseContact } from './audience-choice.ts';
import type { Card, Standing } from './contact.ts';
import type { Edition } from './release.ts';
import type { Instant } from './report.ts';

/** By which list or segment somebody is still in, or why they are not. */
export type WayIn = { list: string } | { out: ExclusionReason };

/**
 * Whether somebody who left a list, or was taken off one, still gets an edition: not when no way into the audience is
 * left, and by another way when there is one. Editions for those who had the release before (a correction, a lift
 * notice) go by what was sent and not by the rule: there only leaving counts.
 */
export function wayIn(
  choice: AudienceChoice,
  edition: Edition,
  contact: { card: Card | null; standing: Standing; list: string },
  now: Instant,
): WayIn {
  const { card, standing, list } = contact;
  const chosen = card && chooseContact(choice, card, standing, now);
  if (chosen && (chosen.reason === null || chosen.reason === 'left-list'))
    return chosen.reason === null ? { list: chosen.list } : { out: 'left-list' };
  if (edition === 'embargoed' || edition === 'general') return { out: chosen?.reason ?? 'left-list' };
  return standing.leftLists.includes(list) ? { out: 'left-list' } : { list };
}
