import type { EditionRecords } from './connect-editions.ts';

type TellDesk = EditionRecords['tellDesk'];

/** All sending has stopped: `because` is `bounces`, `complaints` or what SES said of the account. */
export async function alertCircuit(tellDesk: TellDesk, because: string, at: string): Promise<void> {
  await tellDesk(`circuit ${at}`, {
    releaseId: null,
    title: 'All sending has stopped',
    message: `Since ${at} nothing is sent, because of: ${because}. Nothing is lost; what is left waits.`,
    fix: 'Find out what is wrong (docs/runbook.md, "circuit"), put it right, then run: npx dateline circuit resume',
  });
}

/** Rates that are on their way to stopping everything; told once a day. */
export async function alertRates(tellDesk: TellDesk, what: string, at: string): Promise<void> {
  await tellDesk(`rates ${what} ${at.slice(0, 10)}`, {
    releaseId: null,
    title: `Too many ${what}`,
    message: `The share of ${what} over the last day is above the first limit. Sending goes on; at the second limit it stops.`,
    fix: 'Look at which list the addresses came from, and take out what nobody confirmed.',
  });
}

/** Told once a day. */
export async function alertQuota(tellDesk: TellDesk, at: string): Promise<void> {
  await tellDesk(`quota ${at.slice(0, 10)}`, {
    releaseId: null,
    title: "SES's daily quota is used up",
    message: 'What is left is parked and goes out by itself as the quota frees up over the next hours.',
    fix: 'Ask AWS for a higher sending quota if this happens again.',
  });
}

/** Recipients of whom nobody can tell whether they got it, and policy says to hold. */
export async function alertHeld(
  tellDesk: TellDesk,
  { deliveryId, releaseId }: { deliveryId: string; releaseId: string },
  held: number,
): Promise<void> {
  await tellDesk(`held ${deliveryId} ${held}`, {
    releaseId,
    title: `${releaseId}: ${held} recipients to decide`,
    message: `Of ${held} recipients of ${deliveryId} nobody can tell whether SES took the message. They were not sent to again.`,
    fix: `See them with: npx dateline deliveries ${releaseId}, then decide with: npx dateline settle ${deliveryId} --as sent|resend`,
  });
}
