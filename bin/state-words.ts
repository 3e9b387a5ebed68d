import type { ReleaseState } from '../functions/_shared/domain/release-life.ts';
import type { Style } from './command.ts';

const tones: Record<ReleaseState, keyof Style> = {
  rejected: 'bad',
  held: 'caution',
  accepted: 'dim',
  'awaiting-approval': 'caution',
  approved: 'good',
  sending: 'good',
  embargoed: 'caution',
  sent: 'good',
  corrected: 'good',
  killed: 'bad',
  cancelled: 'dim',
  withdrawn: 'dim',
};

/** `awaiting approval`, in a colour that shows whether the reader must act. */
export function stateWords(state: ReleaseState, style: Style): string {
  return style[tones[state]](state.replaceAll('-', ' '));
}
