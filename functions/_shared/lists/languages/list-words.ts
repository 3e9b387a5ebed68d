import type { ColumnField } from '../column-fields.ts';

/** The words of media lists in one language. Names are separated by bars and compared after `plainWords`. */
export interface ListWords {
  /**
   * The names of columns as people write them. English includes those of other tools and of our own export. If a file
   * has two columns for one field, the name that comes first here takes precedence.
   */
  readonly columns: Readonly<Partial<Record<ColumnField, string>>>;
  /** A column of lists is known and never imported, because a file is for one list and cannot change others. */
  readonly lists: string;
  /** Names that mean half of a name if another column has the other half: `Name` next to `Vorname`. */
  readonly halfNames?: string;
  /** Headers for the family name, in languages that write it first. */
  readonly familyFirst?: string;
  /**
   * The contents of a status column, normalized by `plainWords`: parts of words; with `^`, their beginnings. The first
   * status that matches in any language decides.
   */
  readonly statuses: Readonly<Partial<Record<ListStatus, readonly string[]>>>;
  /** “No” in a column of yes and no. */
  readonly no: string;
  /** A header that begins with one of these means: do not write to this person. */
  readonly forbids: readonly string[];
}

export const listStatuses = ['complained', 'bounced', 'suppressed', 'unsubscribed', 'welcome'] as const;
export type ListStatus = (typeof listStatuses)[number];
