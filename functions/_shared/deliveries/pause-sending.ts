import type { AuditStore } from '../aws/audit-store.ts';
import type { PaceTable } from '../aws/pace-table.ts';
import { activePause, type Pause } from '../domain/pause.ts';

/** A person stops all sending. A pause that is on is replaced, so that it can be made longer. */
export async function pauseSending(
  dependencies: Pick<PaceTable, 'readPace' | 'setPause'> & Pick<AuditStore, 'appendAudit'>,
  pause: Pause,
): Promise<void> {
  const { pause: before } = await dependencies.readPace();
  await dependencies.setPause(pause);
  const { by, since, reason, until, everything } = pause;
  await dependencies.appendAudit({
    subject: 'NEWSROOM',
    at: since,
    by,
    act: 'pause-sending',
    reason,
    before: activePause(before, Date.parse(since)),
    after: { until, everything },
  });
}

/** A person ends the pause. The next sweep puts back what waits. False if nothing was paused. */
export async function endPause(
  dependencies: Pick<PaceTable, 'readPace' | 'setPause'> & Pick<AuditStore, 'appendAudit'>,
  by: string,
  now: Date,
): Promise<boolean> {
  const pause = activePause((await dependencies.readPace()).pause, now.getTime());
  if (!pause) return false;
  await dependencies.setPause(null);
  await dependencies.appendAudit({
    subject: 'NEWSROOM',
    at: now.toISOString(),
    by,
    act: 'end-pause',
    reason: null,
    before: pause,
    after: null,
  });
  return true;
}
