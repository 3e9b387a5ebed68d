import * as z from 'zod';
import { type Card, outletKindSchema } from './contact.ts';

const conditionSchema = z.object({
  /**
   * A contact matches an attribute if it has one of the values; attributes are combined by "and". An empty or missing
   * attribute matches everybody.
   */
  lists: z.array(z.string()).optional(),
  beats: z.array(z.string()).optional(),
  regions: z.array(z.string()).optional(),
  languages: z.array(z.string()).optional(),
  outletKinds: z.array(outletKindSchema).optional(),
  tiers: z.array(z.number().int()).optional(),
});
export type Condition = z.infer<typeof conditionSchema>;

/** A rule over contacts' attributes: matches one of `include` and none of `exclude`. */
export const segmentSchema = z.object({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  version: z.number().int().positive(),
  include: z.array(conditionSchema).min(1),
  exclude: z.array(conditionSchema),
});
export type Segment = z.infer<typeof segmentSchema>;

/**
 * The attributes of a contact that a segment checks. A null `tier` or an empty attribute matches no condition on it.
 */
type Attributes = Pick<Card, 'lists' | 'beats' | 'regions' | 'languages' | 'outletKind' | 'tier'>;

function meetsCondition(card: Attributes, condition: Condition): boolean {
  return (
    meets(card.lists, condition.lists) &&
    meets(card.beats, condition.beats) &&
    meets(card.regions, condition.regions) &&
    meets(card.languages, condition.languages) &&
    meets(card.outletKind === null ? [] : [card.outletKind], condition.outletKinds) &&
    meets(card.tier === null ? [] : [card.tier], condition.tiers)
  );
}

/** Whether one of the values is among those asked for. An empty condition matches everybody. */
export function meets<V>(values: readonly V[], asked: readonly V[] | undefined): boolean {
  return !asked || asked.length === 0 || values.some((value) => asked.includes(value));
}

export function matchesSegment(card: Attributes, segment: Pick<Segment, 'include' | 'exclude'>): boolean {
  return (
    segment.include.some((condition) => meetsCondition(card, condition)) &&
    !segment.exclude.some((condition) => asksSomething(condition) && meetsCondition(card, condition))
  );
}

/** An empty exclusion would match everybody, so it is ignored. */
function asksSomething(condition: Condition): boolean {
  return Object.values(condition).some((values) => values && values.length > 0);
}

/** The lists to read for a segment, or null if a condition names no list and all lists must be read. */
export function listsOf(segment: Pick<Segment, 'include'>): string[] | null {
  const lists = segment.include.map((condition) => condition.lists ?? []);
  return lists.some((names) => names.length === 0) ? null : [...new Set(lists.flat())];
}
