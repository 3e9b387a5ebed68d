import { describeInstant, momentIn } from '../_shared/domain/moment.ts';
import type { Instant, Problem } from '../_shared/domain/report.ts';
import type { Twin } from '../_shared/domain/twin.ts';

/** Holds a drop whose text another release has too: one question for each such release, until the desk answers it. */
export function twinProblems(
  twins: readonly Twin[],
  { zone, now }: { zone: string; now: Instant },
): Problem[] {
  const gravest = new Map<string, Twin>();
  for (const twin of twins) {
    const before = gravest.get(twin.releaseId);
    if (!twin.isSettled && (!before || gravity(twin) > gravity(before))) gravest.set(twin.releaseId, twin);
  }
  return [...gravest.values()]
    .sort((a, b) => gravity(b) - gravity(a) || (a.releaseId < b.releaseId ? -1 : 1))
    .map((twin) => ({
      code: 'same-text',
      severity: 'hold',
      message: questionAbout(twin, zone, now),
      fix: fixFor(twin),
      where: {},
    }));
}

function gravity({ stands, embargo, isEmbargoUnsure }: Twin): number {
  if (stands === 'killed') return 9;
  if (embargo !== null || isEmbargoUnsure) return 8;
  return ['arriving', 'held', 'approved', 'waiting', 'sent'].indexOf(stands);
}

function questionAbout(
  { releaseId, stands, at, embargo, isEmbargoUnsure }: Twin,
  zone: string,
  now: Instant,
): string {
  const name = `“${releaseId}”`;
  const which = 'is it a correction, or a new release?';
  if (stands === 'killed')
    return `STOP: this text was killed ${atTime(at, zone, now)} as ${name}. Everybody who had been sent it was told not to use it.`;
  if (embargo !== null)
    return `The same text is under embargo as ${name} until ${describeInstant(embargo, zone, 'en')}; is it a new version of that, or a new release?`;
  if (isEmbargoUnsure)
    return `The same text is held as ${name}, with an embargo that was not understood; is it that one put right, or a new release?`;
  switch (stands) {
    case 'sent':
      return `You sent this ${atTime(at, zone, now)} as ${name}; ${which}`;
    case 'approved':
      return `You approved this as ${name}, to go out ${atTime(at, zone, now)}; ${which}`;
    case 'waiting':
      return `The same text waits for approval as ${name}; is it a new version of that, or a new release?`;
    case 'held':
      return `The same text is held as ${name}; is it that one put right, or a new release?`;
    case 'arriving':
      return `The same text was dropped as ${name} at the same time; are they one release, or two?`;
  }
}

function fixFor({ releaseId, stands, embargo, isEmbargoUnsure }: Twin): string {
  const isNew = `If it is a release of its own, write “sameTextAs: ${releaseId}” in its front matter or sidecar and drop it again`;
  const deleted = 'If it is here by mistake, delete the file: that withdraws it.';
  if (stands === 'killed')
    return `${deleted} Only if this text may go out after all: write “sameTextAs: ${releaseId}” in its front matter or sidecar and drop it again.`;
  const late =
    embargo !== null || isEmbargoUnsure
      ? ' Even then it cannot be approved before that embargo, unless somebody ends it.'
      : '';
  const asThat =
    stands === 'sent'
      ? `If it corrects “${releaseId}”, drop it under that name, with “correction: …” and what changed.`
      : `If it belongs to “${releaseId}”, drop it under that name.`;
  return `${asThat} ${isNew}.${late} ${deleted}`;
}

/** `at 00:28 (UTC+7)`, with the date when it is not today. */
function atTime(at: Instant, zone: string, now: Instant): string {
  const then = momentIn(at, zone, 'en');
  const day = then.date === momentIn(now, zone, 'en').date ? '' : `on ${then.date} `;
  return `${day}at ${then.time} (${then.offset})`;
}
