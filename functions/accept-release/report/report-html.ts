import type { Problem } from '../../_shared/domain/report.ts';
import type { MarkedText, ReadingContext, ReadReport } from '../reading/reading.ts';
import { factsSection, showInstant } from './report-facts.ts';
import { safe } from './report-markup.ts';
import { reportStyles } from './report-styles.ts';

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
