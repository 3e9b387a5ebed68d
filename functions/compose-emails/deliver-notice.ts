import type { Mail, MailSender, SendResult } from '../_shared/aws/mail-sender.ts';
import type { NoticeTable } from '../_shared/aws/notice-table.ts';
import type { Measure } from '../_shared/domain/metrics.ts';
import { isAskedByStrangers, type NoticeKind } from '../_shared/domain/notice.ts';
import type { Instant } from '../_shared/domain/report.ts';
import type { RenderedNotice } from './render-notice.ts';

export interface Dependencies
  extends Pick<NoticeTable, 'claimNotice' | 'isOver' | 'giveBackNotice' | 'settleNotice' | 'refuseNotice'>,
    Pick<MailSender, 'sendMail'> {
  buildMail: (addressed: NoticeTo, rendered: RenderedNotice) => Promise<Mail>;
  /** Waits for a slot of the account's rate. False if the notice must wait longer than this call may. */
  takeSlot: (kind: NoticeKind) => Promise<boolean>;
  /** Counts the denominator of the bounce rate of notices. `at`: when it was sent. */
  countSent: (kind: NoticeKind, at: Instant) => Promise<void>;
  /** Stops all sending and tells the operators. Called if SES does not let the account send. */
  openCircuit: (because: string) => Promise<void>;
  sleep: (milliseconds: number) => Promise<void>;
  now: () => Date;
  log: (line: Record<string, unknown>) => void;
  measure: Measure;
}

export interface NoticeTo {
  noticeId: string;
  to: string;
  kind: NoticeKind;
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
  notice: NoticeTo,
  render: () => Promise<RenderedNotice>,
): Promise<Delivered> {
  const { claimNotice, isOver, takeSlot, giveBackNotice, buildMail, now, measure } = dependencies;
  const { noticeId, kind } = notice;
  const rendered = await render();
  if (!(await claimNotice(noticeId, now().toISOString()))) return (await isOver(noticeId)) ? 'over' : 'later';
  if (!(await takeSlot(kind))) {
    await giveBackNotice(noticeId);
    measure({ NoticesPutOff: 1 });
    return 'later';
  }
  const result = await sendPatiently(dependencies, await buildMail(notice, rendered));
  return conclude(dependencies, notice, result);
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
  dependencies: Dependencies,
  { noticeId, kind: noticeKind }: NoticeTo,
  result: SendResult,
): Promise<Delivered> {
  const { settleNotice, countSent, refuseNotice, giveBackNotice, openCircuit, now, log, measure } =
    dependencies;
  const { kind } = result;
  const at = now().toISOString();
  if (kind === 'sent') {
    await settleNotice(noticeId, result.sesMessageId, at);
    await countSent(noticeKind, at);
    measure({ NoticesSent: 1 });
    return 'over';
  }
  const reason = kind === 'parked' ? 'daily-quota' : result.reason;
  const level = kind === 'refused' ? { level: 'alarm', alarm: 'notice-refused' } : {};
  log({ stage: 'compose-emails', ...level, notice: noticeId, is: kind, reason });
  if (kind === 'refused') {
    await refuseNotice(noticeId, at);
    // A stranger may enter an address that SES refuses; no operator can mend that.
    if (!isAskedByStrangers(noticeKind)) measure({ NoticesRefused: 1 });
    return 'over';
  }
  // If the outcome is unknown, keep the claim until SES's Send event had time to arrive.
  if (kind !== 'unknown') await giveBackNotice(noticeId);
  if (kind === 'blocked') await openCircuit(reason);
  measure({ NoticesPutOff: 1 });
  return 'later';
}
