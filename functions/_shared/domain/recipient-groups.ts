import * as z from 'zod';
import type { Recipient } from './audience.ts';

/**
 * Recipients of a delivery who have something in common. Each recipient is in three groups: their list, their language
 * and the provider of their mailbox. `name` is null for all other lists or providers.
 */
export const groupSchema = z.object({
  by: z.enum(['list', 'language', 'provider']),
  name: z.string().nullable(),
  recipients: z.number().int().nonnegative(),
});
export type Group = z.infer<typeof groupSchema>;

type Grouped = Pick<Recipient, 'list' | 'language' | 'email'>;
type By = Group['by'];

const kinds: readonly By[] = ['list', 'language', 'provider'];
/** The counts of all groups must fit into an item of 1 kB, which costs one write unit: at most 9 languages, 27 groups. */
const namedGroups: Record<By, number> = { list: 7, language: 9, provider: 9 };
/** A smaller group may have only one person's own domain. Counts are kept longer than addresses. */
const smallestProvider = 3;
/** A million recipients may have as many domains. Beyond these, domains not seen before belong to the others. */
const rememberedNames = 10_000;

function nameOf(by: By, { list, language, email }: Grouped): string {
  if (by === 'list') return list;
  return by === 'language' ? language : email.slice(email.lastIndexOf('@') + 1).toLowerCase();
}

/** Counts the recipients of a delivery while they are frozen. */
export function countGroups() {
  const counted = new Map<By, Map<string, number>>(kinds.map((by) => [by, new Map()]));
  let all = 0;
  return {
    add(recipient: Grouped): void {
      all += 1;
      for (const [by, names] of counted) {
        const name = nameOf(by, recipient);
        const count = names.get(name) ?? 0;
        if (count > 0 || names.size < rememberedNames) names.set(name, count + 1);
      }
    },
    groups: (): Group[] => [...counted].flatMap(([by, names]) => largest(by, names, all)),
  };
}

function largest(by: By, names: ReadonlyMap<string, number>, all: number): Group[] {
  const named = [...names]
    .filter(([, recipients]) => by !== 'provider' || recipients >= smallestProvider)
    .sort(([a, ofA], [b, ofB]) => ofB - ofA || (a < b ? -1 : 1))
    .slice(0, namedGroups[by])
    .map(([name, recipients]) => ({ by, name, recipients }));
  const others = all - named.reduce((sum, { recipients }) => sum + recipients, 0);
  return others > 0 ? [...named, { by, name: null, recipients: others }] : named;
}

/** Finds the positions in `groups` of a recipient's groups. */
export function groupFinder(groups: readonly Group[]): (recipient: Grouped) => number[] {
  if (groups.length === 0) return () => [];
  const positions = new Map(groups.map(({ by, name }, i) => [keyOf(by, name), i]));
  return (recipient) =>
    kinds.flatMap(
      (by) => positions.get(keyOf(by, nameOf(by, recipient))) ?? positions.get(keyOf(by, null)) ?? [],
    );
}

const keyOf = (by: By, name: string | null) => (name === null ? by : `${by} ${name}`);

/** How many of the recipients were sent to, in each group. Undefined for a delivery without groups. */
export function countSentTo(
  groups: readonly Group[],
  groupsOf: readonly (readonly number[])[],
  isSent: (position: number) => boolean,
): number[] | undefined {
  if (groups.length === 0) return undefined;
  const sentTo = groups.map(() => 0);
  for (const [position, of] of groupsOf.entries())
    if (isSent(position)) for (const group of of) sentTo[group] = (sentTo[group] ?? 0) + 1;
  return sentTo;
}

/** The groups of a recipient as the value of a tag, which SES's events bring back. */
export const groupTag = (groups: readonly number[]): string => groups.join('-');

export const groupTagSchema = z
  .string()
  .regex(/^\d{1,2}(-\d{1,2}){0,2}$/)
  .transform((tag) => tag.split('-').map(Number));
