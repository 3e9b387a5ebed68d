import type { Denial } from './iam.ts';

/** `may not dynamodb:DeleteItem on arn:…:table/news (RELEASE#forum)` */
export function denialWords({ action, resource, keys }: Denial): string {
  const about = keys.length > 0 ? ` (${keys.join(', ')})` : '';
  return `may not ${action} on ${resource}${about}`;
}
