import type { SuppressionReason } from '../domain/contact.ts';
import { plainWords } from '../domain/plain-words.ts';
import type { ColumnField } from './column-names.ts';

/**
 * What a row says about the person's wish: they may be written to, a reason to suppress them, `left-list` (written by
 * our own export for somebody who left this list), or an unknown status.
 */
export type Wish = 'welcome' | 'unknown' | 'left-list' | SuppressionReason;

/** Words of a status column, as `plainWords` leaves them, in the languages of newsrooms; the first that occurs decides. */
const statusWords: readonly (readonly [Wish, RegExp])[] = [
  ['left-list', /^left this list$/],
  ['complained', /complain|spam|abuse|beschwer|plainte|queja|khieu nai|жалоб|شكوى|投诉/],
  [
    'bounced',
    /^clean|bounce|invalid|undeliverable|unknown ?user|unzustell|ungultig|rebot|недостав|退信|无效/,
  ],
  [
    'suppressed-by-admin',
    /do ?not|dnc|suppress|block|archived|deleted|gesperrt|^nicht |ne pas|no contactar|khong lien he|не писать|заблок|请勿|不要/,
  ],
  [
    'unsubscribed',
    /unsub|opt(ed)? ?out|non ?subscri|not ?subscri|removed|left|abgemeldet|abbestellt|ausgetragen|desabonn|desinscri|baja|desuscri|cancelad|huy/,
  ],
  ['unsubscribed', /отпис|الغى|الغاء|ملغى|退订|取消/],
  [
    'welcome',
    /^$|^(re)?subscri|^(active|enabled|confirmed|valid|ok|yes|member|pending|marketing|non marketing|deliverable|verified)|^(aktiv|angemeldet|bestatigt)|^(abonn|inscrit|actif)|^(activ|suscri|alta)/,
  ],
  ['welcome', /^(hoat dong|da dang ky|dang ky)|^(активн|подписан)|^(نشط|مشترك)|^(已订阅|订阅|有效|正常)/],
];

const no = new Set(
  ['', '0', 'no', 'n', 'n/a', 'false', 'none', 'never', 'không', 'chưa', 'non', 'faux', 'nein', 'falsch']
    .concat(['falso', 'нет', 'ложь', 'لا', '不', '否', '没有', '無'])
    .map(plainWords),
);

/** Headers that say that nobody may write to the person. The other opt-out headers say that the person unsubscribed. */
const forbids = /^(do not|dnc|suppressed|khong|nicht|ne pas|no contactar|не |عدم|لا |请勿|不要)/;

/**
 * Reads the wish from the status and opt-out columns of any tool. A row that forbids mail counts as much as our own
 * records.
 */
export function readWish(cellOf: (field: ColumnField) => string, optedOutHeader: string): Wish {
  const key = plainWords(cellOf('status'));
  const status = statusWords.find(([, words]) => words.test(key))?.[0] ?? 'unknown';
  if (status === 'complained') return status;
  if (cellOf('bouncedAt') !== '') return 'bounced';
  if (status === 'bounced' || status === 'suppressed-by-admin') return status;
  if (cellOf('unsubscribedAt') !== '') return 'unsubscribed';
  if (status !== 'welcome' && status !== 'unknown') return status;
  if (no.has(plainWords(cellOf('optedOut')))) return status;
  return forbids.test(plainWords(optedOutHeader)) ? 'suppressed-by-admin' : 'unsubscribed';
}
