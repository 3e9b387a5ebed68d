import { whenInWords } from '../domain/when-in-words.ts';
import type { EditionRecords } from './connect-editions.ts';
import { resumeFix, stopWords } from './sending-stop.ts';

type TellDesk = EditionRecords['tellDesk'];

/** The place of an alert's article. Every alert has a heading there. */
const article = (heading: string) => `docs/runbook.md, "${heading}"`;

/** All sending has stopped. `because`: a reason of ours (circuit.ts) or of SES. */
export async function alertCircuit(tellDesk: TellDesk, because: string, at: string): Promise<void> {
  await tellDesk(`circuit ${at}`, {
    releaseId: null,
    title: 'All sending has stopped',
    message: `${stopWords(because, at, 'UTC')} Nothing is lost; what is left waits.`,
    fix: resumeFix(because),
  });
}

/** The rates approach the limit that stops all sending. Sent at most once a day. */
export async function alertRates(tellDesk: TellDesk, what: string, at: string): Promise<void> {
  await tellDesk(`rates ${what} ${at.slice(0, 10)}`, {
    releaseId: null,
    title: `Too many ${what}`,
    message: `The share of ${what} over the last day is above the first limit. Sending goes on; at the second limit it stops.`,
    fix: `Look at which list the addresses came from, and take out what nobody confirmed (${article('rates')}).`,
  });
}

/** Sent at most once a day. */
export async function alertQuota(tellDesk: TellDesk, at: string): Promise<void> {
  await tellDesk(`quota ${at.slice(0, 10)}`, {
    releaseId: null,
    title: "SES's daily quota is used up",
    message: 'What is left is parked and goes out by itself as the quota frees up over the next hours.',
    fix: `Ask AWS for a higher sending quota if this happens again (${article('quota')}).`,
  });
}

/** Some recipients are unknown, and the policy is to hold them. */
export async function alertHeld(
  tellDesk: TellDesk,
  { deliveryId, releaseId }: { deliveryId: string; releaseId: string },
  held: number,
): Promise<void> {
  await tellDesk(`held ${deliveryId} ${held}`, {
    releaseId,
    title: `${releaseId}: ${held} recipients to decide`,
    message: `Of ${held} recipients of ${deliveryId} nobody can tell whether SES took the message. They were not sent to again.`,
    fix: `See them with: npx dateline deliveries ${releaseId}, then decide with: npx dateline settle ${deliveryId} --as sent|resend (${article('held')})`,
  });
}

/** Too many confirmations of sign-ups have bounced. */
export async function alertSignUps(tellDesk: TellDesk, because: string, at: string): Promise<void> {
  await tellDesk(`sign-ups ${at}`, {
    releaseId: null,
    title: 'Confirmations of sign-ups have stopped',
    message: `Since ${whenInWords(at, 'UTC')} nobody who signs up is sent a confirmation, and the form says so: too many ${because} of confirmations, so somebody may be entering addresses that are not theirs. Releases, proofs and alerts go on. It ends by itself after a day.`,
    fix: `To end it sooner, read ${article('sign-ups')}, then run: npx dateline circuit resume`,
  });
}

/** An event from SES could not be read and was stored. Sent at most once a day. */
export async function alertEvents(tellDesk: TellDesk, at: string): Promise<void> {
  await tellDesk(`events ${at.slice(0, 10)}`, {
    releaseId: null,
    title: 'An event of SES could not be read',
    message:
      'A bounce, a complaint or a delivery may have gone unheard. What came is kept; everything else is taken in as ever.',
    fix: `Have an operator look at it (${article('unreadable-event')}).`,
  });
}
