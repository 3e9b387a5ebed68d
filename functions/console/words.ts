import { describeWithUtc, momentIn } from '../_shared/domain/moment.ts';
import type { Edition } from '../_shared/domain/release.ts';
import type { ReleaseState } from '../_shared/domain/release-life.ts';
import type { Instant } from '../_shared/domain/report.ts';
import { type Content, type Html, html } from '../_shared/runtime/html.ts';

const tones: Record<ReleaseState, string> = {
  rejected: 'bad',
  held: 'caution',
  accepted: 'moving',
  'awaiting-approval': 'caution',
  approved: 'good',
  sending: 'good moving',
  embargoed: 'caution',
  sent: 'good',
  corrected: 'good',
  killed: 'bad',
  cancelled: '',
  withdrawn: '',
};

const editionNames: Record<Edition, string> = {
  embargoed: 'Embargoed edition',
  'embargo-moved': 'Notice of moved embargo',
  general: 'General edition',
  'lift-notice': 'Lift notice',
  correction: 'Correction',
  kill: 'Kill notice',
};

const reasons: Record<string, string> = {
  unsubscribed: 'unsubscribed',
  bounced: 'address bounced',
  complained: 'marked us as spam',
  erased: 'erased on request',
  'suppressed-by-ses': 'suppressed by SES',
  'suppressed-by-admin': 'suppressed by an admin',
  paused: 'paused by the person',
  'left-list': 'left the list',
  'excluded-by-rule': 'excluded by this release’s rule',
  'not-accredited': 'not accredited for embargoed material',
  'already-has-it': 'has it already',
  'release-stopped': 'release stopped before their turn',
  'embargo-lifted': 'embargo lifted before their turn',
};

const languageNames = new Intl.DisplayNames('en', { type: 'language' });

export function stateLabel(state: ReleaseState): Html {
  return html`<span class="state ${tones[state]}">${sentence(state.replaceAll('-', ' '))}</span>`;
}

export function editionName(edition: Edition): string {
  return editionNames[edition];
}

export function languageName(code: string): string {
  return languageNames.of(code) ?? code;
}

/** The reason why a contact was left out, in plain words. */
export function reasonWords(reason: string): string {
  return reasons[reason] ?? reason.replaceAll('-', ' ');
}

/** `12 June 2025, 14:00 (UTC+7) · 07:00 UTC` */
export function instantWords(instant: Instant, zone: string): Html {
  return html`<time datetime="${instant}">${describeWithUtc(instant, zone, 'en')}</time>`;
}

/** `12 June 2025, 14:00:09`, in the newsroom's time zone. For past events. */
export function whenWords(instant: Instant, zone: string): Html {
  const { date, time } = momentIn(instant, zone, 'en');
  return html`<time datetime="${instant}">${date}, ${time}:${instant.slice(17, 19)}</time>`;
}

export function fact(name: string, value: Content): Html {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

/** Counts by name, the largest first. */
export function tally(counts: Record<string, number | undefined>, name: (key: string) => string): Html {
  const rows = Object.entries(counts).sort(([, a = 0], [, b = 0]) => b - a);
  if (rows.length === 0) return html`<p class="empty">nobody</p>`;
  return html`<dl class="tally">${rows.map(([key, count]) => html`<dt>${name(key)}</dt><dd>${count}</dd>`)}</dl>`;
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
