import { z } from 'zod';
import { outletKindSchema } from './contact.ts';

const conditionSchema = z.object({
  /** Any of these, per attribute; attributes are combined by "and". An empty or missing attribute asks nothing. */
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
