import type { ReleaseFiles } from './reading/reading.ts';

/** A release's objects in the bucket as they are now. `identities`: ETags by key. */
export interface Dropped extends ReleaseFiles {
  identities: ReadonlyMap<string, string>;
}
