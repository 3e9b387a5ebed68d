import type { Image } from '../../_shared/domain/document.ts';
import { localTimeInWords } from '../../_shared/domain/local-span.ts';
import { localeOf } from '../../_shared/domain/moment.ts';
import type { Instant, MediaContact } from '../../_shared/domain/report.ts';
import type { ReadingContext, ReadReport } from '../reading/reading.ts';
import { safe } from './report-markup.ts';

interface Fact {
  name: string;
  /** HTML. */
  value: string;
  field: string;
}

/** What was understood, each fact with where it comes from, and what was assumed. */
export function factsSection(report: ReadReport, context: ReadingContext): string {
  const facts = factsOf(report, context).map(
    ({ name, value, field }) =>
      `<div><dt>${name}</dt><dd dir="auto">${value}${value === unknown ? '' : origin(report, field)}</dd></div>`,
  );
  const assumptions = report.assumptions
    .map((one) => `<li><b>${safe(one.field)}</b>: ${safe(one.message)}</li>`)
    .join('');
  return `<section class="facts">
<h2>As understood</h2>
<dl>${facts.join('\n')}</dl>
${assumptions === '' ? '' : `<h3>Assumed, because the file does not say</h3><ul class="assumed">${assumptions}</ul>`}
</section>`;
}

/** Subtitle, time to send, pictures and regions are shown only where there are some. */
function factsOf(report: ReadReport, context: ReadingContext): Fact[] {
  const { title, subtitle, language, dateline, contacts, images, topics, regions } = report.release;
  const fact = (name: string, value: string, field: string): Fact => ({ name, value, field });
  const found = (name: string, value: string, field: string) =>
    fact(name, value === '' ? unknown : value, field);
  const optional = (name: string, value: string, field: string) =>
    value === '' ? [] : [fact(name, value, field)];
  return [
    fact('Headline', text(title), 'title'),
    ...(subtitle === null ? [] : [fact('Subtitle', text(subtitle), 'subtitle')]),
    found('Language', language === null ? '' : safe(languageNames.of(language) ?? language), 'language'),
    fact('Place', text(dateline.place), 'dateline'),
    found('Date', dateline.date === null ? '' : safe(showDate(dateline.date)), 'dateline'),
    fact('Embargo', embargoFact(report, context), 'embargo'),
    ...optional('To be sent', sendAtFact(report, context), 'sendAt'),
    found('Media contacts', contacts.map(contactFact).join(''), 'contacts'),
    ...optional('Pictures', images.map(imageFact).join(''), 'images'),
    found('Topics', chips(topics), 'topics'),
    ...optional('Regions', chips(regions), 'regions'),
  ];
}

const unknown = '<span class="dim">not found</span>';
const text = (value: string | null) => (value === null ? unknown : safe(value.slice(0, 600)));
const languageNames = new Intl.DisplayNames('en', { type: 'language' });

function origin(report: ReadReport, field: string): string {
  const known = report.provenance[field];
  if (!known) return '';
  const line = known.line === null ? '' : `, line ${known.line}`;
  const said = {
    declared: `declared in the ${safe(known.source)}`,
    found: known.source.startsWith('the ') ? `found in ${safe(known.source)}` : 'found',
    assumed: 'assumed',
  };
  return `<span class="origin ${known.from}">${said[known.from]}${line}</span>`;
}

function embargoFact(report: ReadReport, context: ReadingContext): string {
  const { embargo } = report.release;
  if (embargo !== null) return `<strong class="embargo">${safe(showInstant(embargo, context))}</strong>`;
  const unclear = report.problems.some((one) => one.severity !== 'warning' && one.code.startsWith('embargo'));
  return unclear ? '<strong class="embargo">not understood: held</strong>' : 'none';
}

function sendAtFact({ release: { sendAt, sendAtLocal } }: ReadReport, context: ReadingContext): string {
  if (sendAtLocal) return safe(localTimeInWords(sendAtLocal));
  return sendAt === null ? '' : safe(showInstant(sendAt, context));
}

function chips(words: readonly string[]): string {
  return words.map((word) => `<span class="chip">${safe(word)}</span>`).join(' ');
}

function imageFact({ file, alt }: Image): string {
  return `<p dir="auto">${safe(file)}${alt ? ` <span class="dim">${safe(alt)}</span>` : ''}</p>`;
}

function contactFact({ name, organisation, email, phone }: MediaContact): string {
  const parts = [
    name === null ? '' : `<b>${safe(name)}</b>`,
    organisation === null ? '' : safe(organisation),
    email === null ? '' : safe(email),
    phone === null ? '' : `<bdi>${safe(phone)}</bdi>`,
  ];
  return `<p>${parts.filter((part) => part !== '').join('<br>')}</p>`;
}

/** `Thu, 12 June 2025, 09:00 Asia/Ho_Chi_Minh (02:00 UTC)`. */
export function showInstant(instant: Instant, context: ReadingContext): string {
  const { zone } = context.newsroom;
  const format = (timeZone: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(localeOf('en'), { timeZone, ...options }).format(new Date(instant));
  const long: Intl.DateTimeFormatOptions = {
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  };
  return `${format(zone, long)} ${zone.replaceAll('_', ' ')} (${format('UTC', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })} UTC)`;
}
function showDate(date: string): string {
  return new Intl.DateTimeFormat(localeOf('en'), {
    timeZone: 'UTC',
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  }).format(new Date(`${date}T00:00:00Z`));
}
