import type { LinkClaims } from '../_shared/domain/link-token.ts';

/** Signs and verifies the token in the sign-up form with the newsroom's link keys. */
export interface FormKeys {
  signForm: (claims: LinkClaims) => string;
  verifyForm: (token: string) => LinkClaims | null;
}

/** A person needs longer than this to fill in the form. */
const shortestMilliseconds = 2000;
const longestMilliseconds = 24 * 60 * 60 * 1000;

export const formField = 'form';
/** Hidden from people: only robots fill it in. */
export const trapField = 'comment';

/** The token for a form that is shown now. The token of a form that is shown again stays, and with it its time. */
export function formToken(keys: FormKeys, body: URLSearchParams, now: Date): string {
  const token = body.get(formField) ?? '';
  const age = ageOf(keys, token, now);
  if (age !== null && age < longestMilliseconds) return token;
  return keys.signForm({ contact: '', scope: now.toISOString(), release: '' });
}

/** Whether the form looks as if a person filled it in: not faster than a person can, and without the hidden field. */
export function looksHuman(keys: FormKeys, body: URLSearchParams, now: Date): boolean {
  const age = ageOf(keys, body.get(formField) ?? '', now);
  const isInTime = age !== null && age >= shortestMilliseconds && age < longestMilliseconds;
  return isInTime && !body.get(trapField);
}

/** Milliseconds since the form was made. Null if the token is not ours. */
function ageOf({ verifyForm }: FormKeys, token: string, now: Date): number | null {
  const claims = verifyForm(token);
  return claims && now.getTime() - Date.parse(claims.scope);
}
