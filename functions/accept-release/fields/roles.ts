/** What a line is for. `body` is what the journalist reads. */
export type Role =
  | 'body'
  | 'label'
  | 'title'
  | 'subtitle'
  | 'dateline'
  | 'embargo'
  | 'contact'
  | 'notes'
  | 'boilerplate'
  | 'end-mark'
  | 'furniture';

/** A stretch of a line where a field was found. */
export interface Span {
  line: number;
  start: number;
  end: number;
  field: 'title' | 'subtitle' | 'dateline' | 'embargo' | 'contacts';
}

export interface FoundText {
  text: string;
  at: number;
}

/** A copy of the roles in which some lines have another one. */
export function withRole(roles: readonly Role[], ids: readonly number[], role: Role): Role[] {
  const changed = [...roles];
  for (const id of ids) changed[id] = role;
  return changed;
}
