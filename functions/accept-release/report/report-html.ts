import { localeOf } from '../../_shared/domain/moment.ts';
import type { Instant, MediaContact, Problem } from '../../_shared/domain/report.ts';
import type { Role, Span } from '../fields/roles.ts';
import type { Understanding } from '../fields/understanding.ts';
import type { Line } from '../formats/source.ts';
import type { MarkedText, ReadingContext, ReadReport } from '../reading/reading.ts';
import { marginRows } from './report-margins.ts';
import { highlighted, roleWords, safe } from './report-markup.ts';
import { reportStyles } from './report-styles.ts';
import { tableRow } from './report-tables.ts';

const maximumLines = 1500;

export function markedText(understanding: Understanding | null): MarkedText {
  if (!understanding) return { html: '', lines: [] };
  const lines = understanding.lines.slice(0, maximumLines).map((line) => line.at);
  return { html: textSection(understanding), lines };
}

/**
 * The report as a page of its own for the desk: what is wrong first, then what was understood, then the text with
 * every field marked where it was found. No script, no request, readable on a phone, in the dark and on paper.
 */
export function reportHtml(report: ReadReport, text: MarkedText, context: ReadingContext): string {
  const { release, status } = report;
  const heading = release.title ?? report.file.split('/').at(-1) ?? report.file;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${safe(`${statusWords[status].short}: ${heading}`.slice(0, 200))}</title>
<style>${reportStyles}</style>
</head>
<body>
<header class="top ${status}">
<p class="badge"><span aria-hidden="true">${statusWords[status].sign}</span> ${statusWords[status].short}</p>
<h1 dir="auto">${safe(heading.slice(0, 400))}</h1>
<p class="lead">${statusWords[status].long}</p>
<p class="file">${safe(report.file)} · read ${safe(showInstant(context.now, context))}</p>
</header>
<main>
${problemsSection(report, new Set(text.lines))}
${factsSection(report, context)}
${text.html}
</main>
</body>
</html>
`;
}

const statusWords = {
  accepted: {
    sign: '✓',
    short: 'Accepted',
    long: 'The release was understood. Proofs follow; nothing is sent before it is approved.',
  },
  held: {
    sign: '●',
    short: 'Held',
    long: 'A person must decide. Nothing is sent until what is listed below is settled.',
  },
  rejected: {
    sign: '✕',
    short: 'Rejected',
    long: 'The release cannot be used as it is. The file was kept; correct it and drop it again.',
  },
};

const severityWords = { error: 'Must be corrected', hold: 'Needs a decision', warning: 'Please check' };

function problemsSection(report: ReadReport, lines: ReadonlySet<number>): string {
  if (report.problems.length === 0)
    return '<section class="problems none"><p>No problems were found.</p></section>';
  const serious = report.problems.filter((one) => one.severity !== 'warning');
  const minor = report.problems.filter((one) => one.severity === 'warning');
  const minorList = minor.map((one) => problemItem(one, lines)).join('\n');
  const warnings =
    minor.length > 4 && serious.length > 0
      ? `<details><summary>${minor.length} more to check</summary><ul>${minorList}</ul></details>`
      : `<ul>${minorList}</ul>`;
  return `<section class="problems">
<h2>${serious.length > 0 ? 'What to do' : 'Please check'}</h2>
${serious.length > 0 ? `<ul>${serious.map((one) => problemItem(one, lines)).join('\n')}</ul>` : ''}
${minor.length > 0 ? warnings : ''}
</section>`;
}

function problemItem({ severity, message, fix, where, code }: Problem, lines: ReadonlySet<number>): string {
  const at =
    where.line === undefined
      ? ''
      : lines.has(where.line)
        ? `<a href="#L${where.line}">line ${where.line}</a>`
        : `line ${where.line}`;
  return `<li class="${severity}">
<p class="kind">${severityWords[severity]}${at === '' ? '' : ` · ${at}`}</p>
<p class="message" dir="auto">${safe(message)}</p>
<p class="fix">${safe(fix)}</p>
<p class="code">${safe(code)}</p>
</li>`;
}

function factsSection(report: ReadReport, context: ReadingContext): string {
  const { release } = report;
  const { dateline } = release;
  const rows: [string, string, string][] = [
    ['Headline', text(release.title), 'title'],
    ...(release.subtitle === null
      ? []
      : [['Subtitle', text(release.subtitle), 'subtitle'] satisfies [string, string, string]]),
    [
      'Language',
      release.language === null ? unknown : safe(languageNames.of(release.language) ?? release.language),
      'language',
    ],
    ['Place', text(dateline.place), 'dateline'],
    ['Date', dateline.date === null ? unknown : safe(showDate(dateline.date)), 'dateline'],
    ['Embargo', embargoFact(report, context), 'embargo'],
    ...(release.sendAt === null
      ? []
      : [
          ['To be sent', safe(showInstant(release.sendAt, context)), 'sendAt'] satisfies [
            string,
            string,
            string,
          ],
        ]),
    [
      'Media contacts',
      release.contacts.length === 0 ? unknown : release.contacts.map(contactFact).join(''),
      'contacts',
    ],
    ...(release.images.length === 0
      ? []
      : [
          [
            'Pictures',
            release.images
              .map(
                (image) =>
                  `<p dir="auto">${safe(image.file)}${image.alt ? ` <span class="dim">${safe(image.alt)}</span>` : ''}</p>`,
              )
              .join(''),
            'images',
          ] satisfies [string, string, string],
        ]),
    [
      'Topics',
      release.topics.length === 0
        ? unknown
        : release.topics.map((topic) => `<span class="chip">${safe(topic)}</span>`).join(' '),
      'topics',
    ],
    ...(release.regions.length === 0
      ? []
      : [
          [
            'Regions',
            release.regions.map((region) => `<span class="chip">${safe(region)}</span>`).join(' '),
            'regions',
          ] satisfies [string, string, string],
        ]),
  ];
  const assumptions = report.assumptions
    .map((one) => `<li><b>${safe(one.field)}</b>: ${safe(one.message)}</li>`)
    .join('');
  return `<section class="facts">
<h2>As understood</h2>
<dl>${rows.map(([name, value, field]) => `<div><dt>${name}</dt><dd dir="auto">${value}${value === unknown ? '' : origin(report, field)}</dd></div>`).join('\n')}</dl>
${assumptions === '' ? '' : `<h3>Assumed, because the file does not say</h3><ul class="assumed">${assumptions}</ul>`}
</section>`;
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
function showInstant(instant: Instant, context: ReadingContext): string {
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

function textSection(understanding: Understanding): string {
  const { lines, roles, spans } = understanding;
  const byLine = new Map<number, Span[]>();
  for (const span of spans) byLine.set(span.line, [...(byLine.get(span.line) ?? []), span]);
  let before: Role | null = null;
  const shown = lines.slice(0, maximumLines);
  const found = (line: Line) => ({
    line,
    role: roles[line.id] ?? 'body',
    spans: byLine.get(line.id) ?? [],
  });
  const rows = shown.flatMap((line) => {
    const { role, spans: own } = found(line);
    const named = role !== before || role === 'embargo' ? (roleWords[role] ?? '') : '';
    before = role;
    if (!line.cell) return [lineRow(line, role, named, own)];
    const { table } = line.cell;
    // The whole table stands where its first line does.
    if (shown[line.id - 1]?.cell?.table === table) return [];
    return [tableRow(shown.filter(({ cell }) => cell?.table === table).map(found))];
  });
  const cut =
    lines.length > maximumLines ? `<p class="dim">… and ${lines.length - maximumLines} more lines.</p>` : '';
  const margins = marginRows(understanding);
  return `<section class="text">
<h2>The text, and where each field was found</h2>
<p class="legend"><mark class="f-title">headline</mark> <mark class="f-dateline">dateline</mark> <mark class="f-embargo">embargo</mark> <mark class="f-contacts">contacts</mark></p>
<div class="page">${[...margins.above, ...rows, ...margins.below].join('\n')}${cut}</div>
</section>`;
}

function lineRow(line: Line, role: Role, named: string, spans: readonly Span[]): string {
  const anchor = line.first ? ` id="L${line.at}"` : '';
  const shape =
    line.kind === 'heading' || line.kind === 'title'
      ? ' h'
      : line.kind === 'item'
        ? ' i'
        : line.kind === 'quote'
          ? ' q'
          : '';
  return `<div class="row r-${role}${shape}${line.first ? ' first' : ''}"${anchor}><span class="role">${named}</span><span class="no">${line.at}</span><p dir="auto">${highlighted(line.text, spans)}</p></div>`;
}
