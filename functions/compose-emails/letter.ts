import type { Catalogue } from '../../templates/catalogues/catalogue.ts';
import type { Language, Newsroom } from '../_shared/domain/newsroom.ts';
import type { Notice, NoticeOf } from '../_shared/domain/notice.ts';
import { fillMessage, isolatedIn } from './message.ts';
import { type Remarks, remarksOf } from './remarks.ts';

/**
 * A mail with a heading, paragraphs, facts, remarks and at most one button. Every notice except the proof has this
 * form.
 */
export interface Letter {
  subject: string;
  heading: string;
  paragraphs: string[];
  facts: Fact[];
  remarks: Remarks[];
  button: { label: string; url: string } | null;
}

export interface Fact {
  name: string;
  values: string[];
}

/** The sender, and the language of the words. */
export interface Context {
  newsroom: Newsroom;
  words: Catalogue;
  language: Language;
}

const bare = { paragraphs: [], facts: [], remarks: [], button: null };

function releaseFact(notice: { releaseId: string; title: string }, { words }: Context): Fact {
  return { name: words.proof.release, values: [notice.title, notice.releaseId] };
}

/** `Heading – Newsroom`, for people who may not know the newsroom. */
function signedSubject(heading: string, { newsroom, language }: Context): string {
  return `${heading} – ${isolatedIn(language, newsroom.name)}`;
}

const reportWords = {
  accepted: { subject: 'acceptedSubject', text: 'accepted' },
  held: { subject: 'heldSubject', text: 'held' },
  rejected: { subject: 'rejectedSubject', text: 'rejected' },
} as const;

function writeDeskReport(notice: NoticeOf<'desk-report'>, context: Context): Letter {
  const words = context.words.report;
  const { subject, text } = reportWords[notice.status];
  const name = notice.title ?? notice.file.split('/').at(-1) ?? notice.file;
  const heading = fillMessage(words[subject], { name }, context.language);
  return {
    subject: heading,
    heading,
    paragraphs: [words[text]],
    facts: [{ name: words.file, values: [notice.file] }],
    remarks: remarksOf(notice.problems, notice.assumptions, context.words, context.language),
    button: notice.reportUrl === null ? null : { label: words.open, url: notice.reportUrl },
  };
}

function writeApprovalRequest(notice: NoticeOf<'approval-request'>, context: Context): Letter {
  const words = context.words.letter;
  const approved = { name: words.approvedBy, values: notice.approvedBy };
  return {
    ...bare,
    subject: `${words.approvalTitle}: ${notice.title}`,
    heading: words.approvalTitle,
    paragraphs: [words.approvalText],
    facts: [releaseFact(notice, context), ...(notice.approvedBy.length === 0 ? [] : [approved])],
    button: { label: words.approvalButton, url: notice.approveUrl },
  };
}

function writeDeskAlert(notice: NoticeOf<'desk-alert'>, { words }: Context): Letter {
  return {
    ...bare,
    subject: notice.title,
    heading: notice.title,
    paragraphs: [notice.message, `${words.proof.fix}${words.colon}${notice.fix}`],
    facts: notice.releaseId === null ? [] : [{ name: words.proof.release, values: [notice.releaseId] }],
    button: notice.url === null ? null : { label: words.letter.alertButton, url: notice.url },
  };
}

function writeConfirm(notice: NoticeOf<'confirm'>, context: Context): Letter {
  const words = context.words.letter;
  const values = { organisation: context.newsroom.name, list: notice.listName };
  return {
    ...bare,
    subject: signedSubject(words.confirmTitle, context),
    heading: words.confirmTitle,
    paragraphs: [fillMessage(words.confirmText, values, context.language)],
    button: { label: words.confirmButton, url: notice.confirmUrl },
  };
}

function writeInvite(notice: NoticeOf<'invite'>, { words, newsroom, language }: Context): Letter {
  const values = { organisation: newsroom.name, list: notice.listName };
  const heading = fillMessage(words.letter.inviteTitle, { organisation: newsroom.name }, language);
  return {
    ...bare,
    subject: heading,
    heading,
    paragraphs: [fillMessage(words.letter.inviteText, values, language)],
    button: { label: words.letter.inviteButton, url: notice.acceptUrl },
  };
}

function writeTerms(notice: NoticeOf<'terms'>, context: Context): Letter {
  const words = context.words.letter;
  const { newsroom, language } = context;
  return {
    ...bare,
    subject: signedSubject(words.termsTitle, context),
    heading: words.termsTitle,
    paragraphs: [
      ...(notice.name === null ? [] : [notice.name]),
      fillMessage(words.termsText, { organisation: newsroom.name }, language),
      fillMessage(words.termsVersion, { version: notice.termsVersion }, language),
    ],
    button: { label: words.termsButton, url: notice.termsUrl },
  };
}

export function writeLetter(notice: Exclude<Notice, { kind: 'proof' }>, context: Context): Letter {
  switch (notice.kind) {
    case 'desk-report':
      return writeDeskReport(notice, context);
    case 'approval-request':
      return writeApprovalRequest(notice, context);
    case 'desk-alert':
      return writeDeskAlert(notice, context);
    case 'confirm':
      return writeConfirm(notice, context);
    case 'invite':
      return writeInvite(notice, context);
    case 'terms':
      return writeTerms(notice, context);
  }
}
