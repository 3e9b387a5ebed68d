import type { Recipient } from '../functions/_shared/domain/audience.ts';
import { type RenderedEmail, type Slot, slotToken } from '../functions/_shared/domain/email.ts';
import type { Language } from '../functions/_shared/domain/newsroom.ts';

const nonce = 'Bench1234567';
const slots: Slot[] = ['unsubscribe-url', 'preferences-url', 'web-url', 'embargo-local', 'list-name'];
const words: Partial<Record<Language, string>> = {
  en: 'The forum opens in Ha Noi with reporters from forty countries. ',
  ar: 'يفتتح المنتدى في هانوي بحضور صحفيين من أربعين بلدا. ',
};

/** An email of typical size: 62 KB of HTML, most of it markup, and 8 KB of text. */
export function sampleEmail(language: 'en' | 'ar'): RenderedEmail {
  const token = (slot: Slot) => slotToken(slot, nonce);
  const row = `<tr><td style="font-family:Helvetica,Arial,sans-serif;font-size:16px;line-height:24px;color:#1a1a1a">${words[language]}</td></tr>\n`;
  const links = `<a href="${token('unsubscribe-url')}">Unsubscribe</a> <a href="${token('preferences-url')}">Preferences</a> <a href="${token('web-url')}">Web</a> ${token('embargo-local')} ${token('list-name')}`;
  const html = (row.repeat(Math.ceil(62_000 / Buffer.byteLength(row))) + links).slice(0);
  const paragraph = `${words[language]}\n`;
  const text = `${paragraph.repeat(Math.ceil(8000 / Buffer.byteLength(paragraph)))}${slots.map(token).join('\n')}`;
  return {
    releaseId: 'forum',
    version: 1,
    edition: 'general',
    language,
    direction: language === 'ar' ? 'rtl' : 'ltr',
    subject: 'The forum opens',
    preheader: '',
    html,
    text,
    nonce,
    slots,
    sender: { name: 'Newsroom', address: 'press@news.example', replyTo: 'press@news.example' },
  };
}

const letters = 'abcdefghijklmnopqrstuvwxyz';

/** The n-th recipient. The ids are in the order of n. */
export function recipientNumber(n: number, language: Language = 'en'): Recipient {
  let id = '';
  for (let rest = n, i = 0; i < 6; i++) {
    id = letters.charAt(rest % 26) + id;
    rest = Math.floor(rest / 26);
  }
  return {
    contactId: `c${id}${'a'.repeat(20)}`,
    email: `reporter-${n}@desk-${n % 997}.example.org`,
    name: `Reporter Number ${n}`,
    language,
    zone: n % 2 ? 'Europe/Paris' : null,
    list: 'press',
    accredited: false,
  };
}
