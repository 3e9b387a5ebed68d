import * as z from 'zod';
import { readRegion } from '../../_shared/domain/contact-regions.ts';
import { cleanLine, cleanText } from '../words/clean-text.ts';

const line = z.union([z.string(), z.number()]).transform((value) => cleanLine(String(value)));
const word = z.string().transform(cleanLine).pipe(z.string().min(1).max(200));
const words = z.union([word.transform((one) => [one]), z.array(word).max(200)]);
/** “—” names no place. Read as nothing, it would send the release to every region, so it is refused. */
const regions = words.refine((names) => names.every((name) => readRegion(name) !== null), {
  error: 'a region has a name: write a country or a place, as in “VN” or “Mekong Delta”, or remove the line.',
});
const prose = z.string().transform((value) => cleanText(value).trim());
const nullable = <T extends z.ZodType>(schema: T) => schema.nullable().optional();

/** `none` in the newsroom's languages, `no`, `false`, or nothing at all. */
const isNone = (value: string | boolean) =>
  /^(?:|none|no|nil|false|null|~|n\/a|not applicable|-|–|—|aucun|non|ninguno|kein|keine[rs]?|нет|không(?: có)?|لا يوجد|لا|无|無|没有)$/iu.test(
    String(value).trim(),
  );

const contactParts = z.strictObject({
  name: nullable(line),
  organisation: nullable(line),
  organization: nullable(line),
  email: nullable(line),
  phone: nullable(line),
  title: nullable(line),
  role: nullable(line),
});
const contactSchema = z.union([
  line.transform((text) => ({ name: null, organisation: null, email: null, phone: null, text })),
  contactParts,
]);
const imageParts = z.strictObject({
  file: word,
  alt: nullable(line),
  caption: nullable(line),
  credit: nullable(line),
});
const imageSchema = z.union([word.transform((file) => ({ file })), imageParts]);
const attachmentParts = z.strictObject({ file: word, title: nullable(line) });
const attachmentSchema = z.union([word.transform((file) => ({ file })), attachmentParts]);
const datelineParts = z.strictObject({ place: nullable(line), city: nullable(line), date: nullable(line) });
const senderParts = z.strictObject({ name: nullable(line), replyTo: nullable(line) });

/** What the desk may declare, in front matter or in a sidecar. */
export const declaredSchema = z.strictObject({
  title: nullable(line),
  subtitle: nullable(line),
  summary: nullable(prose),
  language: nullable(word),
  dateline: nullable(z.union([line, datelineParts])),
  /** Short for `dateline.date`, as content systems export it. */
  date: nullable(line),
  /** Who issues the release: the organisation of contacts that name none. */
  organisation: nullable(line),
  /** Text, as written: read by the same reader as an embargo in the file. `false`: declared to have none. */
  embargo: z
    .union([line, z.boolean()])
    .nullable()
    .transform((value) => (value === null || isNone(value) ? false : value))
    .optional(),
  sendAt: nullable(line),
  lists: nullable(words),
  segments: nullable(words),
  exclude: nullable(words),
  topics: nullable(words),
  regions: nullable(regions),
  contacts: nullable(z.union([contactSchema.transform((one) => [one]), z.array(contactSchema).max(50)])),
  boilerplate: nullable(prose),
  images: nullable(z.union([imageSchema.transform((one) => [one]), z.array(imageSchema).max(100)])),
  attachments: nullable(
    z.union([attachmentSchema.transform((one) => [one]), z.array(attachmentSchema).max(100)]),
  ),
  sender: nullable(z.union([line, senderParts])),
  correction: nullable(prose),
  liftNotice: nullable(z.boolean()),
  approval: nullable(z.enum(['required', 'four-eyes', 'auto'])),
  /** Ids of releases with the same text: the desk says that this is another release. */
  sameTextAs: nullable(words),
});
export type Declared = z.infer<typeof declaredSchema>;
export type DeclaredField = keyof Declared;
export const declaredFields: readonly DeclaredField[] = declaredSchema.keyof().options;

/** The parts that a field's value may have. A document declares each part on a line of its own. */
export const partsOf: Partial<Record<DeclaredField, readonly string[]>> = {
  contacts: contactParts.keyof().options,
  images: imageParts.keyof().options,
  attachments: attachmentParts.keyof().options,
  dateline: datelineParts.keyof().options,
  sender: senderParts.keyof().options,
};

/** The field that a key names, however it is capitalised. */
export function fieldNamed(name: string): DeclaredField | null {
  return declaredFields.find((field) => field.toLowerCase() === name.toLowerCase()) ?? null;
}
