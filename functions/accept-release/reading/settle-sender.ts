import type { Declared } from '../declarations/declared-schema.ts';
import { addressesIn } from '../fields/find-contacts.ts';
import { problem } from '../problems.ts';
import { type Settled, settled } from './settled.ts';

export interface Sender {
  name: string | null;
  replyTo: string | null;
}

/** Who the release comes from, when the desk names somebody else than the newsroom. */
export function settleSender(declared: Declared['sender']): Settled<Sender | null> {
  if (!declared) return settled(null);
  if (typeof declared === 'string') return settled({ name: declared, replyTo: null });
  const replyTo = declared.replyTo || null;
  const isAddress = replyTo === null || addressesIn(replyTo)[0] === replyTo;
  return settled(
    { name: declared.name || null, replyTo },
    {
      problems: isAddress
        ? []
        : [
            problem('field-invalid', `“${replyTo.slice(0, 80)}” is not an e-mail address.`, {
              field: 'sender',
            }),
          ],
    },
  );
}
