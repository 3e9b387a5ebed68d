import MailComposer from 'nodemailer/lib/mail-composer';
import { type RenderedEmail, type Slot, slotToken } from '../_shared/domain/email.ts';
import { escapeHtml } from '../_shared/domain/escape-html.ts';
import type { Piece } from '../_shared/domain/message-pieces.ts';
import { type BodyFiller, encodeBody, type SlottedText } from './body-encoder.ts';
import { headerText } from './header-words.ts';

/** The values that differ between recipients. Header values are complete and folded. */
export interface PersonalValues {
  to: string;
  messageId: string;
  listId: string;
  listUnsubscribe: string;
  slots: Record<Slot, string>;
}

/** Returns the whole message for one recipient, with CRLF lines. What all messages share are the same pieces. */
export type FillEmail = (values: PersonalValues) => Piece[];

/**
 * Builds the message of one edition and language once with MailComposer, with marks where recipients differ, and cuts
 * it at the marks. A recipient's message is then only a list of pieces, more than fifty times faster than building it.
 */
export async function compileEmail(email: RenderedEmail, date: Date): Promise<FillEmail> {
  const mark = (name: string) => `MARK${email.nonce}${name}KRAM`;
  const text = encodeBody(cutAtSlots(email.text.replace(/\r?\n/g, '\r\n'), email));
  const html = encodeBody(cutAtSlots(email.html.replace(/\r?\n/g, '\r\n'), email));
  const subject = cutAtSlots(email.subject, email);
  const prepared = (value: string) => ({ prepared: true, foldLines: false, value });
  const composed = new MailComposer({
    from: { name: email.sender.name, address: email.sender.address },
    replyTo: email.sender.replyTo,
    to: `${mark('to')}@to.invalid`,
    date,
    messageId: `<${mark('id')}@id.invalid>`,
    newline: 'windows',
    headers: {
      Subject: prepared(mark('subject')),
      'List-Id': prepared(mark('listid')),
      'List-Unsubscribe': prepared(mark('unsubscribe')),
      'List-Unsubscribe-Post': prepared('List-Unsubscribe=One-Click'),
      'Auto-Submitted': prepared('auto-generated'),
    },
    alternatives: [
      { raw: partOf('text/plain', text.encoding, mark('text')) },
      { raw: partOf('text/html', html.encoding, mark('html')) },
    ],
  });
  const message = (await composed.compile().build()).toString('latin1');
  const marks = [
    ...message.matchAll(new RegExp(`MARK${email.nonce}([a-z]+)KRAM(?:@(?:to|id)\\.invalid)?`, 'g')),
  ];
  const literals: Buffer[] = [];
  let at = 0;
  for (const { index, 0: found } of marks) {
    literals.push(Buffer.from(message.slice(at, index), 'latin1'));
    at = index + found.length;
  }
  const rest = Buffer.from(message.slice(at), 'latin1');
  const fillers = marks.map(({ 1: name = '' }) =>
    fillerOf(name, { text: text.fill, html: html.fill, subject }),
  );
  return (values) => {
    const pieces: Piece[] = [];
    for (const [i, filler] of fillers.entries()) {
      pieces.push(literals[i] ?? '');
      filler(pieces, values);
    }
    pieces.push(rest);
    return pieces;
  };
}

function partOf(type: string, encoding: string, content: string): string {
  return `Content-Type: ${type}; charset=utf-8\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${content}`;
}

type Filler = (pieces: Piece[], values: PersonalValues) => void;

function fillerOf(name: string, parts: { text: BodyFiller; html: BodyFiller; subject: SlottedText }): Filler {
  switch (name) {
    case 'to':
      return (pieces, { to }) => pieces.push(to);
    case 'id':
      return (pieces, { messageId }) => pieces.push(messageId);
    case 'listid':
      return (pieces, { listId }) => pieces.push(listId);
    case 'unsubscribe':
      return (pieces, { listUnsubscribe }) => pieces.push(listUnsubscribe);
    case 'subject':
      return subjectFiller(parts.subject);
    case 'text':
      return (pieces, { slots }) => parts.text(pieces, (slot) => slotValue(slots, slot));
    case 'html':
      return (pieces, { slots }) => parts.html(pieces, (slot) => escapeHtml(slotValue(slots, slot)));
    default:
      throw new Error(`no such mark: ${name}`);
  }
}

function subjectFiller({ literals, slots }: SlottedText): Filler {
  if (slots.length === 0) {
    const subject = headerText(literals.join(''));
    return (pieces) => pieces.push(subject);
  }
  return (pieces, values) => {
    const text = literals.map((literal, i) => literal + slotValue(values.slots, slots[i] ?? '')).join('');
    pieces.push(headerText(text));
  };
}

function slotValue(slots: Record<string, string>, slot: string): string {
  return slots[slot] ?? '';
}

function cutAtSlots(text: string, { nonce, slots }: RenderedEmail): SlottedText {
  const byToken = new Map(slots.map((slot) => [slotToken(slot, nonce), slot]));
  if (byToken.size === 0) return { literals: [text], slots: [] };
  const cut = text.split(new RegExp(`(${[...byToken.keys()].join('|')})`));
  return {
    literals: cut.filter((_, i) => i % 2 === 0),
    slots: cut.filter((_, i) => i % 2 === 1).map((token) => byToken.get(token) ?? ''),
  };
}
