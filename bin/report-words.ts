import { localTimeInWords } from '../functions/_shared/domain/local-span.ts';
import { describeDate, describeInstant } from '../functions/_shared/domain/moment.ts';
import type { Report } from '../functions/_shared/domain/report.ts';
import type { Style } from './command.ts';

const languageName = new Intl.DisplayNames('en', { type: 'language' });

/** A report in words for a comms officer: the result, what was understood, what to do. */
export function reportInWords(
  { file, status, release, problems, assumptions }: Report,
  zone: string,
  style: Style,
): string {
  const mark = { accepted: style.good('✓'), held: style.caution('●'), rejected: style.bad('✗') }[status];
  const sign = { error: style.bad('✗'), hold: style.caution('●'), warning: style.caution('!') };
  return [
    `${mark} ${style.bold(status)}  ${file}`,
    ...(release.title ? [`  “${release.title}”`] : []),
    ...(status === 'rejected' ? [] : [`  ${factsOf(release, zone)}`]),
    ...problems.map(
      ({ severity, message, fix, where }) =>
        `  ${sign[severity]} ${message}${where.line ? style.dim(` (line ${where.line})`) : ''}\n    ${style.dim('→')} ${fix}`,
    ),
    ...assumptions.map(({ message }) => style.dim(`  assumed: ${message}`)),
  ].join('\n');
}

/** `Ha Noi, Viet Nam · 12 June 2025 · English · embargoed until 13 June 2025, 09:00 (UTC+7)`; `zone` is IANA. */
export function factsOf(
  { dateline, language, embargo, sendAt, sendAtLocal }: Report['release'],
  zone: string,
): string {
  const sent = sendAtLocal ? localTimeInWords(sendAtLocal) : sendAt && describeInstant(sendAt, zone, 'en');
  return [
    dateline.place ?? 'no place',
    dateline.date ? describeDate(dateline.date, 'en') : 'no date',
    language ? (languageName.of(language) ?? language) : 'language unknown',
    ...(embargo ? [`embargoed until ${describeInstant(embargo, zone, 'en')}`] : []),
    ...(sent ? [`to be sent at ${sent}`] : []),
  ].join(' · ');
}
