import * as z from 'zod';
import { type Card, cardSchema, contactIdSchema, suppressionReasonSchema } from './contact.ts';
import { type CardFields, changedFields, emptyFields } from './contact-change.ts';
import { instantSchema } from './report.ts';

/** A problem that an import found in one cell. Part of the contract of the command line and of the report. */
export const importProblemSchema = z.object({
  row: z.number().int().nonnegative(),
  column: z.string().nullable(),
  code: z.string(),
  message: z.string(),
  /** The person whose cell the message quotes. Erasing the person also removes the problem. */
  contactId: contactIdSchema.optional(),
});
export type ImportProblem = z.infer<typeof importProblemSchema>;

/**
 * Every row of a file is counted once: `rows` is the sum of the other six. `suppressed` counts people who stay
 * suppressed, and people whom the file itself marks as people not to write to.
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

/**
 * One line of an import's plan: what a row will do, and the card as it was before, so that the import can be undone.
 */
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

/** An import as a whole. Stored beside its plan in the bucket. */
export const contactImportSchema = z.object({
  importId: z.string(),
  list: z.string(),
  /** The title of the list, if the first line of the file is `# Title`. */
  title: z.string().nullable(),
  /** The name of the file as it was dropped or given. */
  file: z.string(),
  by: z.string(),
  at: instantSchema,
  /**
   * `planning`: the file is being read, nothing is changed yet. `unreadable`: it ends too early or has no addresses; it
   * changes nothing. `applying`: some rows may already be applied. `undoing`: some may already be undone; it is not
   * applied any more.
   */
  state: z.enum(['planning', 'unreadable', 'planned', 'applying', 'applied', 'undoing', 'undone']),
  /** The tool whose column layout was recognised. */
  layout: z.string(),
  encoding: z.string(),
  counts: importCountsSchema,
  /** The first `problemsKept` problems. */
  problems: z.array(importProblemSchema),
  problemsLeftOut: z.number().int().nonnegative(),
});
export type ContactImport = z.infer<typeof contactImportSchema>;

export const noCounts: ImportCounts = {
  rows: 0,
  added: 0,
  updated: 0,
  unchanged: 0,
  duplicates: 0,
  invalid: 0,
  suppressed: 0,
};

/**
 * How far an import is, stored beside it after each part: a long import takes several invocations, and each goes on
 * where the one before stopped.
 */
export const importProgressSchema = z.object({
  /** The content that is planned, such as the ETag of the dropped file. The plan of another content begins anew. */
  source: z.string(),
  /** The rows with an address that are planned, from the first on. */
  rows: z.number().int(),
  counts: importCountsSchema,
  /** The plan: files, each with a number of steps. */
  parts: z.array(z.object({ file: z.string(), steps: z.number().int() })),
  /** The number of parts that are applied, and that are undone, from the first on. */
  applied: z.number().int(),
  undone: z.number().int(),
});
export type ImportProgress = z.infer<typeof importProgressSchema>;

export function noProgress(source: string): ImportProgress {
  return { source, rows: 0, counts: noCounts, parts: [], applied: 0, undone: 0 };
}

/** The progress of an import by the version before (until November 2026): its plan is one file of any length. */
export function inOnePart({ counts }: ContactImport): ImportProgress {
  const parts = [{ file: 'plan.ndjson', steps: counts.added + counts.updated }];
  return { ...noProgress(''), counts, parts };
}

/** The steps of the first parts of a plan, or of all. */
export function stepsOf({ parts }: ImportProgress, first = parts.length): number {
  return parts.slice(0, first).reduce((sum, { steps }) => sum + steps, 0);
}

export const problemsKept = 1000;

/** Days within which an import can be undone. Afterwards its plan is deleted, because it contains addresses. */
export const undoWithinDays = 30;

const union = (before: readonly string[], more: readonly string[]) => [...new Set([...before, ...more])];

/**
 * Merges an imported row into an existing card. Filled cells replace values; empty cells change nothing; beats and
 * regions are added; the list is joined. Idempotent, also when two overlapping lists are imported in turn.
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
    // A consent that the person confirmed is better evidence than a consent from a file.
    consent: was.consent?.source === 'sign-up' ? was.consent : (fields.consent ?? was.consent),
    notes: fields.notes ?? was.notes,
    createdAt: before?.createdAt ?? at,
    updatedAt: at,
  };
}

/**
 * Removes from a card what an import did. A field with the value from the import gets its earlier value back; a field
 * that somebody changed since then stays. Of lists, beats and regions, only the values that the import added are
 * removed.
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
