import type { DoctorRead } from '../../infra/doctor-reads.ts';
import { type Finding, fault } from './finding.ts';

/**
 * What was seen; or why it could not be looked at; or that nobody can look here, because the embedded services do not
 * have it.
 */
export type Look<Seen> =
  | { kind: 'seen'; value: Seen }
  | { kind: 'unseen'; what: string; because: string; needs: readonly DoctorRead[] }
  | { kind: 'not-here' };

/** Reads something. No failure of it stops the doctor: it becomes a finding. `what`: as in “could not look at …”. */
export async function look<Seen>(
  what: string,
  needs: readonly DoctorRead[],
  read: () => Promise<Seen>,
): Promise<Look<Seen>> {
  try {
    return { kind: 'seen', value: await read() };
  } catch (error) {
    if (isNotServed(error)) return { kind: 'not-here' };
    return { kind: 'unseen', what, because: wordsOf(error), needs };
  }
}

/** The answer, or null for an error that says that it does not exist. */
export async function orNull<Answer>(
  names: readonly string[],
  read: () => Promise<Answer>,
): Promise<Answer | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return null;
    throw error;
  }
}

/** The findings about what was seen. If it could not be seen, that is the finding. */
export function judge<Seen>(looked: Look<Seen>, findingsAbout: (seen: Seen) => Finding[]): Finding[] {
  switch (looked.kind) {
    case 'seen':
      return findingsAbout(looked.value);
    case 'unseen':
      return [couldNotLook(looked)];
    case 'not-here':
      return [];
  }
}

/** What was seen, or null. */
export function seenIn<Seen>(looked: Look<Seen>): Seen | null {
  return looked.kind === 'seen' ? looked.value : null;
}

function couldNotLook({ what, because, needs }: { what: string; because: string; needs: readonly string[] }) {
  const rights = needs.length > 0 ? `; it needs ${needs.join(' and ')}` : '';
  return fault(
    'could-not-look',
    `Could not look at ${what}: ${because}${rights}.`,
    'Nobody knows whether it is well.',
    needs.length > 0
      ? `Ask whoever runs the account for ${needs.join(', ')}, or use another AWS_PROFILE, and run doctor again.`
      : 'Run doctor again; if it stays, look at the network of this machine.',
  );
}

/** The embedded services answer like this to what they do not have. */
function isNotServed(error: unknown): boolean {
  return error instanceof Error && error.name === 'NotImplemented';
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [line = ''] = error.message.split('\n');
  return `${error.name}${line ? ` (${line.replace(/[.\s]{1,20}$/, '')})` : ''}`;
}
