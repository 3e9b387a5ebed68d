import * as z from 'zod';
import { type Role, roleSchema } from '../../_shared/domain/actor.ts';

/**
 * Who has a role: names of groups as the provider gives them, and verified addresses of people, for a provider that
 * knows no groups (Google Workspace).
 */
export const roleRuleSchema = z.partialRecord(roleSchema, z.array(z.string()));
export type RoleRule = z.infer<typeof roleRuleSchema>;

export function rolesOf(rule: RoleRule, groups: readonly string[], address: string | null): Role[] {
  const names = new Set([...groups, ...(address === null ? [] : [address.toLowerCase()])]);
  return roleSchema.options.filter((role) =>
    (rule[role] ?? []).some((name) => names.has(name.includes('@') ? name.toLowerCase() : name)),
  );
}
