import type { ColumnField } from '../column-fields.ts';

/** The words of media lists in one language. Names are separated by bars and compared as `plainWords` leaves them. */
export interface ListWords {
  /**
   * Names of the columns as people write them; English includes those of the tools and of our own export. Of two columns
   * for one field, the name that stands first here takes precedence.
   */
  readonly columns: Readonly<Partial<Record<ColumnField, string>>>;
  /** A column of lists: known and never imported, because a file is for one list and cannot change others. */
  readonly lists: string;
  /** Mean half of a name if another column contains the other half: `Name` beside `Vorname`. */
  readonly halfNames?: string;
  /** Headers for the family name where it comes first. */
  readonly familyFirst?: string;
  /**
   * What stands in a status column, as `plainWords` leaves it: parts of words, with `^` those that it begins with. The
   * first status that fits any language decides.
   */
  readonly statuses: Readonly<Partial<Record<ListStatus, readonly string[]>>>;
  /** “No” in a column of yes and no. */
  readonly no: string;
  /** Headers that begin so say that nobody may write to the person. */
  readonly forbids: readonly string[];
}

export const listStatuses = ['complained', 'bounced', 'suppressed', 'unsubscribed', 'welcome'] as const;
export type ListStatus = (typeof listStatuses)[number];
