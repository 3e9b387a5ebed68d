import type { SuppressionReason } from '../domain/contact.ts';
import { plainWords } from '../domain/plain-words.ts';
import type { ColumnField } from './column-fields.ts';
import { namesIn, partsIn } from './languages/languages.ts';
import { listStatuses } from './languages/list-words.ts';

/**
 * What a row says about the person's wish: they may be written to, a reason to suppress them, `left-list` (written by
 * our own export for somebody who left this list), or an unknown status.
 */
export type Wish = 'welcome' | 'unknown' | 'left-list' | SuppressionReason;

/** A status that only our own export writes. */
const leftThisList = 'left this list';

/** The first status that matches in any language decides. */
const statusWords = listStatuses.map((status) => ({
  wish: status === 'suppressed' ? ('suppressed-by-admin' as const) : status,
  parts: partsIn(({ statuses }) => statuses[status]),
}));

function readStatus(status: string): Wish {
  if (status === '') return 'welcome';
  if (status === leftThisList) return 'left-list';
  return statusWords.find(({ parts }) => parts.some((part) => fits(status, part)))?.wish ?? 'unknown';
}

const fits = (text: string, part: string) =>
  part.startsWith('^') ? text.startsWith(part.slice(1)) : text.includes(part);

const no = new Set(['', ...namesIn((words) => words.no)]);

/** Headers that say that nobody may write to the person. The other opt-out headers say that the person unsubscribed. */
const forbids = partsIn((words) => words.forbids);

/**
 * Reads the wish from the status and opt-out columns of any tool. A row that forbids mail counts as much as our own
 * records.
 */
export function readWish(cellOf: (field: ColumnField) => string, optedOutHeader: string): Wish {
  const status = readStatus(plainWords(cellOf('status')));
  if (status === 'complained') return status;
  if (cellOf('bouncedAt') !== '') return 'bounced';
  if (status === 'bounced' || status === 'suppressed-by-admin') return status;
  if (cellOf('unsubscribedAt') !== '') return 'unsubscribed';
  if (status !== 'welcome' && status !== 'unknown') return status;
  if (no.has(plainWords(cellOf('optedOut')))) return status;
  const header = plainWords(optedOutHeader);
  return forbids.some((words) => header.startsWith(words)) ? 'suppressed-by-admin' : 'unsubscribed';
}
