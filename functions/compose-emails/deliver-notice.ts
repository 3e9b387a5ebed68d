import type { Mail, MailSender, SendResult } from '../_shared/aws/mail-sender.ts';
import type { NoticeTable } from '../_shared/aws/notice-table.ts';
import type { RenderedNotice } from './render-notice.ts';

export interface Dependencies
  extends Pick<NoticeTable, 'claimNotice' | 'isOver' | 'giveBackNotice' | 'settleNotice' | 'refuseNotice'>,
    Pick<MailSender, 'sendMail'> {
  buildMail: (to: string, noticeId: string, rendered: RenderedNotice) => Promise<Mail>;
  /** Stops all sending and tells the operators. Called if SES does not let the account send. */
  openCircuit: (because: string) => Promise<void>;
  sleep: (milliseconds: number) => Promise<void>;
  now: () => Date;
  log: (line: Record<string, unknown>) => void;
}

/** `over`: sent, or refused permanently. `later`: must be tried again. */
export type Delivered = 'over' | 'later';

/** Waits between tries while SES is too busy, in milliseconds: together less than the function may take. */
const waits = [200, 500, 1000, 2000, 4000, 8000, 16_000];

/**
 * Tries to send one notice: claim, send, settle. A notice is stored until SES has accepted it or refused its address or
 * its text. If it is unknown whether SES accepted it, it is sent again after the claim has ended without a Send event:
 * a second proof or confirmation does no harm, a lost one does.
 */
export async function deliverNotice(
  dependencies: Dependencies,
  { noticeId, to }: { noticeId: string; to: string },
  render: () => Promise<RenderedNotice>,
): Promise<Delivered> {
  const { claimNotice, isOver, buildMail, now } = dependencies;
  const rendered = await render();
  if (!(await claimNotice(noticeId, now().toISOString()))) return (await isOver(noticeId)) ? 'over' : 'later';
  const result = await sendPatiently(dependencies, await buildMail(to, noticeId, rendered));
  return conclude(dependencies, noticeId, result);
}

async function sendPatiently({ sendMail, sleep }: Dependencies, mail: Mail): Promise<SendResult> {
  for (const wait of waits) {
    const result = await sendMail(mail);
    if (result.kind !== 'pending') return result;
    await sleep(wait);
  }
  return { kind: 'pending', reason: 'throttled' };
}

async function conclude(
  { settleNotice, refuseNotice, giveBackNotice, openCircuit, now, log }: Dependencies,
  noticeId: string,
  result: SendResult,
): Promise<Delivered> {
  const { kind } = result;
  const at = now().toISOString();
  if (kind === 'sent') {
    await settleNotice(noticeId, result.sesMessageId, at);
    return 'over';
  }
  const reason = kind === 'parked' ? 'daily-quota' : result.reason;
  const level = kind === 'refused' ? { level: 'alarm', alarm: 'notice-refused' } : {};
  log({ stage: 'compose-emails', ...level, notice: noticeId, is: kind, reason });
  if (kind === 'refused') {
    await refuseNotice(noticeId, at);
    return 'over';
  }
  // If the outcome is unknown, keep the claim until SES's Send event had time to arrive.
  if (kind !== 'unknown') await giveBackNotice(noticeId);
  if (kind === 'blocked') await openCircuit(reason);
  return 'later';
}
