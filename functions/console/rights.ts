import type { Right } from '../_shared/domain/actor.ts';

const ofReleases: Record<string, Right> = {
  approve: 'approve',
  /** To one more person. Accrediting them for it needs the right to keep people, too. */
  send: 'approve',
  cancel: 'take-back',
  lift: 'take-back',
  stop: 'take-back',
  kill: 'take-back',
  recipients: 'operate',
};

/**
 * The right that a post to an address needs: one table for the guard of all posts and for the forms, so that no page
 * offers what would be refused. Null for an address that nothing can be posted to.
 */
export function rightFor([section = '', , what = '']: readonly string[]): Right | null {
  switch (section) {
    case 'releases':
      return Object.hasOwn(ofReleases, what) ? (ofReleases[what] ?? null) : null;
    case 'contacts':
      return 'keep-people';
    case 'resume-sending':
    case 'end-pause':
      return 'operate';
    default:
      return null;
  }
}
