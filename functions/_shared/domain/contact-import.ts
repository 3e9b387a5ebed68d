import { z } from 'zod';
import { type Card, cardSchema, contactIdSchema, suppressionReasonSchema } from './contact.ts';
import { type CardFields, changedFields, emptyFields } from './contact-change.ts';
import { instantSchema } from './report.ts';

/** What an import found wrong in one cell: a contract of the command line and the report. */
export const importProblemSchema = z.object({
  row: z.number().int().nonnegative(),
  column: z.string().nullable(),
  code: z.string(),
  message: z.string(),
  /** Whose cell the message quotes: erasing the person takes the problem out. */
  contactId: contactIdSchema.optional(),
});
export type ImportProblem = z.infer<typeof importProblemSchema>;

/**
 * Every row of a file is counted once: `rows` is the sum of the six. `suppressed`: people who stay out (or, by the
 * file's own word, leave now).
 */
export const importCountsSchema = z.object({
  rows: z.number().int(),
  added: z.number().int(),
  updated: z.number().int(),
  unchanged: z.number().int(),
  duplicates: z.number().int(),
  invalid: z.number().int(),
  suppressed: z.number().int(),
});
export type ImportCounts = z.infer<typeof importCountsSchema>;

/** One line of an import's plan: what a row will do, and the card as it was, so that it can be undone. */
export const importStepSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('write'),
    row: z.number().int(),
    contactId: contactIdSchema,
    before: cardSchema.nullable(),
    after: cardSchema,
  }),
  z.object({
    kind: z.literal('suppress'),
    row: z.number().int(),
    contactId: contactIdSchema,
    reason: suppressionReasonSchema,
  }),
]);
export type ImportStep = z.infer<typeof importStepSchema>;

/** An import as a whole, beside its plan in the bucket. */
export const contactImportSchema = z.object({
  importId: z.string(),
  list: z.string(),
  /** The list's, when the file's first line is `# Title`. */
  title: z.string().nullable(),
  /** The file's name as dropped or given. */
  file: z.string(),
  by: z.string(),
  at: instantSchema,
  /** `unreadable`: the file broke off or has no addresses; nothing was or will be changed by it. `applying`: some of it may be. */
  state: z.enum(['unreadable', 'planned', 'applying', 'applied', 'undone']),
  /** The tool whose layout was recognised. */
  layout: z.string(),
  encoding: z.string(),
  counts: importCountsSchema,
  /** At most `problemsKept`, the first ones. */
  problems: z.array(importProblemSchema),
  problemsLeftOut: z.number().int().nonnegative(),
});
export type ContactImport = z.infer<typeof contactImportSchema>;

export const problemsKept = 1000;

/** Days within which an import can be undone; its plan, which holds addresses, is deleted after them. */
export const undoWithinDays = 30;

const union = (before: readonly string[], more: readonly string[]) => [...new Set([...before, ...more])];

/**
 * The card that an import makes of one it finds: filled cells replace, empty ones change nothing, beats and regions
 * are added to, and the list is joined. Doing it twice makes the same card, also when lists that overlap take turns.
 */
export function mergeImported(
  before: Card | null,
  imported: { contactId: string; email: string; fields: Omit<CardFields, 'lists'> },
  list: string,
  at: string,
): Card {
  const was: CardFields = before ?? emptyFields;
  const { fields } = imported;
  const known = fields.languages.every((language) => was.languages.includes(language));
  return {
    contactId: imported.contactId,
    revision: (before?.revision ?? 0) + 1,
    email: before?.email ?? imported.email,
    name: fields.name ?? was.name,
    outlet: fields.outlet ?? was.outlet,
    outletKind: fields.outletKind ?? was.outletKind,
    role: fields.role ?? was.role,
    phone: fields.phone ?? was.phone,
    beats: union(was.beats, fields.beats),
    regions: union(was.regions, fields.regions),
    languages: known ? was.languages : union(fields.languages, was.languages),
    zone: fields.zone ?? was.zone,
    lists: union(was.lists, [list]),
    tier: fields.tier ?? was.tier,
    // What the person confirmed themselves is better evidence than any file's.
    consent: was.consent?.source === 'sign-up' ? was.consent : (fields.consent ?? was.consent),
    notes: fields.notes ?? was.notes,
    createdAt: before?.createdAt ?? at,
    updatedAt: at,
  };
}

/**
 * The card without what an import did to it: a field that still says what the import wrote goes back, one that
 * somebody has changed since stays; of lists, beats and regions only what the import added is taken away.
 */
export function unmergeImported(current: Card, before: Card | null, after: Card, at: string): Card {
  const was: CardFields = before ?? emptyFields;
  const undone: CardFields = {
    ...current,
    beats: withoutAdded(current.beats, was.beats, after.beats),
    regions: withoutAdded(current.regions, was.regions, after.regions),
    lists: withoutAdded(current.lists, was.lists, after.lists),
  };
  const back = <Name extends keyof CardFields>(name: Name) => {
    if (JSON.stringify(current[name]) === JSON.stringify(after[name])) undone[name] = was[name];
  };
  for (const name of [
    'name',
    'outlet',
    'outletKind',
    'role',
    'phone',
    'languages',
    'zone',
    'tier',
    'consent',
    'notes',
  ] as const)
    back(name);
  const result = { ...current, ...undone };
  return changedFields(current, result).length === 0
    ? current
    : { ...result, revision: current.revision + 1, updatedAt: at };
}

function withoutAdded(
  current: readonly string[],
  was: readonly string[],
  after: readonly string[],
): string[] {
  return current.filter((value) => was.includes(value) || !after.includes(value));
}
