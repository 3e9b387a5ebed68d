import type { ExclusionReason } from './audience.ts';
import type { Card, Standing } from './contact.ts';
import { readRegion } from './contact-regions.ts';
import type { AudienceRule } from './release.ts';
import type { Instant } from './report.ts';
import { listsOf, matchesSegment, meets, type Segment } from './segment.ts';

/** The audience rule of a release, together with the segments that it names. Decides about one contact at a time. */
export interface AudienceChoice {
  rule: AudienceRule;
  segments: ReadonlyMap<string, Segment>;
  /**
   * The newsroom's default list. A proposed audience always includes it; an audience that names nothing consists of it.
   */
  defaultList: string;
}

/** The lists that a proposed or declared audience includes completely. */
function wholeLists({ rule, defaultList }: AudienceChoice): string[] {
  const nothingNamed = [rule.lists, rule.segments, rule.beats, rule.regions].every(
    (names) => names.length === 0,
  );
  return rule.origin === 'proposed' || nothingNamed ? [...new Set([...rule.lists, defaultList])] : rule.lists;
}

/** Beats and regions choose contacts only if the desk named no list or segment, or if the audience is proposed. */
function choosesByBeat({ rule }: AudienceChoice): boolean {
  if (rule.origin === 'proposed') return rule.beats.length > 0;
  return rule.lists.length + rule.segments.length === 0 && rule.beats.length + rule.regions.length > 0;
}

/** The lists that can contain a chosen contact, so that only these are read. Null means that all lists must be read. */
export function listsToRead(choice: AudienceChoice): string[] | null {
  if (choosesByBeat(choice)) return null;
  const names = new Set(wholeLists(choice));
  for (const name of choice.rule.segments) {
    const segment = choice.segments.get(name);
    const lists = segment ? listsOf(segment) : [];
    if (!lists) return null;
    for (const list of lists) names.add(list);
  }
  return [...names];
}

/** The list or segment that includes the contact, or null. `lists`: the lists that the contact has not left. */
export function broughtInBy(choice: AudienceChoice, card: Card, lists: readonly string[]): string | null {
  const list = wholeLists(choice).find((name) => lists.includes(name));
  if (list !== undefined) return list;
  const present = { ...card, lists: [...lists] };
  const segment = choice.rule.segments.find((name) => {
    const found = choice.segments.get(name);
    return found && matchesSegment(present, found);
  });
  if (segment !== undefined) return segment;
  if (!choosesByBeat(choice) || !meets(card.beats, choice.rule.beats)) return null;
  if (choice.rule.origin === 'declared' && !meets(card.regions, regionsOf(choice.rule))) return null;
  return lists[0] ?? null;
}

/**
 * Converts regions to the spelling of the cards: `Viet Nam` becomes `VN`. An unknown name stays as it is and matches no
 * card.
 */
function regionsOf({ regions }: AudienceRule): string[] {
  return regions.map((region) => readRegion(region) ?? region);
}

function isExcludedByRule(choice: AudienceChoice, card: Card): boolean {
  return choice.rule.exclude.some((name) => {
    const segment = choice.segments.get(name);
    return card.lists.includes(name) || (segment !== undefined && matchesSegment(card, segment));
  });
}

/**
 * Decides whether a contact that the rule includes gets the release: by which list or segment, and if not, why not.
 * Null if the rule does not include the contact. The standing is checked before the rule's own exclusions, so that the
 * desk first sees the reasons that nobody may change.
 */
export function chooseContact(
  choice: AudienceChoice,
  card: Card,
  standing: Standing,
  now: Instant,
): { list: string; reason: ExclusionReason | null } | null {
  const everBroughtInBy = broughtInBy(choice, card, card.lists);
  if (everBroughtInBy === null) return null;
  if (standing.suppressed) return { list: everBroughtInBy, reason: standing.suppressed.reason };
  const list = broughtInBy(
    choice,
    card,
    card.lists.filter((name) => !standing.leftLists.includes(name)),
  );
  if (list === null) return { list: everBroughtInBy, reason: 'left-list' };
  if (standing.pausedUntil !== null && standing.pausedUntil > now) return { list, reason: 'paused' };
  return { list, reason: isExcludedByRule(choice, card) ? 'excluded-by-rule' : null };
}
