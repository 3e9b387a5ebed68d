import type { Edition } from '../domain/release.ts';
import { type LifeDependencies, type MoveOutcome, moveRelease } from './move-release.ts';

/** Progress of an edition, recorded in the head by the stages that arm and send it. Each function is idempotent. */
export interface EditionOf {
  releaseId: string;
  version: number;
  edition: Edition;
  /** Set if it is for one reader only, who was added. */
  addedContact?: string;
}

/** Its chunks are enqueued. Refused if the release was paused, stopped or replaced meanwhile. */
export const recordEditionArmed = recorder('arm', 'arm-delivery');
/** All its recipients are settled. */
export const recordEditionSent = recorder('finish', 'send-emails');
/** It ended before everybody had it. */
export const recordEditionStopped = recorder('stop', 'send-emails');
/** Its due time passed by more than the overdue limit before anything was sent: the desk is told and decides. */
export const recordEditionOverdue = recorder('hold-overdue', 'watch');

function recorder(act: 'arm' | 'finish' | 'stop' | 'hold-overdue', by: string) {
  return (dependencies: LifeDependencies, { releaseId, ...of }: EditionOf): Promise<MoveOutcome> =>
    moveRelease(dependencies, releaseId, { act, by, ...of });
}
