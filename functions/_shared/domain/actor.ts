import * as z from 'zod';

/** What a person is in the newsroom. One person may have several roles. Every role may read everything. */
export const roleSchema = z.enum(['viewer', 'comms', 'approver', 'admin', 'operator']);
export type Role = z.infer<typeof roleSchema>;

/** Who acts. */
export const actorSchema = z.object({
  /** Identifies the person for as long as they exist: two people with one name have two subjects. */
  subject: z.string().min(1),
  /** For the trail and for pages: a name and, if known, an address. */
  name: z.string().min(1),
  roles: z.array(roleSchema),
});
export type Actor = z.infer<typeof actorSchema>;

/** What a role allows beyond reading (docs/sign-in.md, “Who may do what”). */
export type Right = 'edit' | 'approve' | 'take-back' | 'keep-people' | 'operate';

const rolesWith: Record<Right, readonly Role[]> = {
  /** Drop, correct, propose and send back a release. */
  edit: ['comms', 'approver'],
  /** Send: approve a version, send what is overdue. */
  approve: ['approver'],
  /** Cancel what waits, stop what is being sent, kill, lift an embargo that was broken. */
  'take-back': ['approver'],
  /** Contacts, lists, segments, accreditation. */
  'keep-people': ['admin'],
  /** Pause and resume all sending, decide about unknowns, give back what was given up. */
  operate: ['operator'],
};

export function may({ roles }: Pick<Actor, 'roles'>, right: Right): boolean {
  return rolesWith[right].some((role) => roles.includes(role));
}

/** Who could do it instead, as in `an approver`. */
export function whoMay(right: Right): string {
  return rolesWith[right].map((role) => (/^[aeiou]/.test(role) ? `an ${role}` : `a ${role}`)).join(' or ');
}
