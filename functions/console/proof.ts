import { type RenderedEmail, type Slot, slotToken } from '../_shared/domain/email.ts';
import { fileToken } from '../_shared/domain/file-link.ts';
import { describeInstant } from '../_shared/domain/moment.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import type { Instant } from '../_shared/domain/report.ts';
import { escapeHtml } from '../_shared/runtime/html.ts';

/** The email as one recipient of the newsroom's zone and default list would have it; its personal links lead nowhere. */
export function proofOf(
  email: RenderedEmail,
  newsroom: Newsroom,
  embargo: Instant | null,
  [linkKey]: readonly Uint8Array[],
): string {
  const [address] = newsroom.desk;
  const values: Record<Slot, string> = {
    'unsubscribe-url': '#',
    'preferences-url': '#',
    'web-url': '#',
    'file-token': address && linkKey ? fileToken({ kind: 'desk', address }, email, linkKey) : '',
    'embargo-local': embargo ? describeInstant(embargo, newsroom.zone, email.language) : '',
    'list-name': newsroom.defaultList,
  };
  return email.slots.reduce(
    (markup, slot) => markup.replaceAll(slotToken(slot, email.nonce), escapeHtml(values[slot])),
    email.html,
  );
}
