import { deliveryTable } from '../functions/_shared/aws/delivery-table.ts';
import { releaseTable } from '../functions/_shared/aws/release-table.ts';
import { rateWords } from '../functions/_shared/deliveries/rate-words.ts';
import { silenceArticle, silenceWords } from '../functions/_shared/deliveries/silence-words.ts';
import { localTimeInWords } from '../functions/_shared/domain/local-span.ts';
import { describeWithUtc } from '../functions/_shared/domain/moment.ts';
import type { Newsroom } from '../functions/_shared/domain/newsroom.ts';
import type { Version } from '../functions/_shared/domain/release.ts';
import { whenInWords } from '../functions/_shared/domain/when-in-words.ts';
import { type EditionLine, type ReleaseView, viewRelease } from '../functions/console/release-view.ts';
import { type CommandIo, defineCommand, Refusal, type Style } from './command.ts';
import { sayStop } from './say-stop.ts';
import { stateWords } from './state-words.ts';
import { tableOf } from './terminal-io.ts';

export const release = defineCommand({
  usage: 'release ID',
  summary: 'one release: versions, editions, counts, times',
  options: {},
  examples: ['release forum'],
  positionals: { atLeast: 1, atMost: 1 },
  async run({ positionals: [id = ''], io }) {
    const connection = await io.connect();
    const { table, newsroom, consoleUrl } = connection;
    const view = await viewRelease({ ...releaseTable(table), ...deliveryTable(table), now: io.now }, id);
    if (!view) throw new Refusal(`There is no release "${id}". See what there is: npx dateline releases`);
    io.record(view, () => inWords(view, newsroom, `${consoleUrl}/releases/${encodeURIComponent(id)}`, io));
    await sayStop(io, connection);
    return 0;
  },
});

function inWords(view: ReleaseView, newsroom: Newsroom, page: string, io: CommandIo): string {
  const { style } = io;
  const [latest] = view.versions;
  return [
    `${style.bold(view.title ?? view.id)}`,
    `${style.dim(view.id)}  ${stateWords(view.state, style)}${view.version === null ? '' : style.dim(`  version ${view.version}`)}`,
    ...times(view, newsroom, style),
    ...decisions(view, newsroom, style),
    ...(view.audience ? ['', audience(view.audience)] : []),
    ...(view.editions.length > 0 ? ['', editions(view.editions, newsroom, io)] : []),
    ...underWay(view),
    ...breakdown(view, io),
    ...silences(view, newsroom.zone),
    ...(latest ? ['', ...versions(view.versions, newsroom, style)] : []),
    ...(view.reports.length > 0
      ? ['', ...view.reports.map(({ key, status }) => `${style.dim('file')}  ${key}  ${status}`)]
      : []),
    '',
    style.dim(page),
  ].join('\n');
}

function times({ embargo, candidate, state }: ReleaseView, { zone }: Newsroom, style: Style): string[] {
  const row = (what: string, when: string) => `${style.dim(what)}  ${when}`;
  const words = (instant: string) => describeWithUtc(instant, zone, 'en');
  const sendAt = candidate?.sendAt && words(candidate.sendAt);
  const sent = candidate?.sendAtLocal ? localTimeInWords(candidate.sendAtLocal) : sendAt;
  return [
    ...(embargo ? [row(state === 'sent' ? 'was embargoed until' : 'embargoed until', words(embargo))] : []),
    ...(sent ? [row('to be sent at', sent)] : []),
  ];
}

function decisions(
  { approvals, broken, cancelled, withdrawn, killed }: ReleaseView,
  { zone }: Newsroom,
  style: Style,
): string[] {
  const act = (what: string, { by, at, reason }: { by: string; at: string; reason?: string | null }) =>
    `${style.dim(what)}  by ${by}, ${whenInWords(at, zone)}${reason ? `: ${reason}` : ''}`;
  return [
    ...approvals.map((approval) => act('approved', approval)),
    ...(broken ? [act('embargo ended early', broken)] : []),
    ...(cancelled ? [act('cancelled', cancelled)] : []),
    ...(withdrawn ? [act('withdrawn', withdrawn)] : []),
    ...(killed ? [act('killed', killed)] : []),
  ];
}

function audience({
  recipients,
  accredited,
  byList,
  byLanguage,
  exclusions,
}: NonNullable<ReleaseView['audience']>): string {
  const counts = (of: Record<string, number | undefined>) =>
    Object.entries(of)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'nobody';
  return [
    `goes to ${recipients} contacts, ${accredited} of them accredited`,
    `  by list      ${counts(byList)}`,
    `  by language  ${counts(byLanguage)}`,
    `  left out     ${counts(exclusions)}`,
  ].join('\n');
}

function editions(lines: readonly EditionLine[], { zone }: Newsroom, { width, style }: CommandIo): string {
  const rows = lines.map(({ edition, addedContact, dueAt, local, state, recipients, counts, results }) => [
    addedContact ? `${edition} +1` : edition,
    state,
    `${whenInWords(dueAt, zone)}${local ? ` to ${whenInWords(local.lastDueAt, zone)}` : ''}`,
    recipients === null ? '–' : `${counts.sent}/${recipients}`,
    String(results.delivered),
    String(results.bounced),
    String(results.complained),
    String(counts.unknown),
    String(counts.refused + results.refused),
    String(counts.leftOut + counts.stopped),
  ]);
  const headings = [
    'EDITION',
    'STATE',
    'DUE',
    'SENT',
    'DELIVERED',
    'BOUNCED',
    'COMPLAINED',
    'UNKNOWN',
    'REFUSED',
    'LEFT OUT',
  ];
  return tableOf(headings, rows, { width, style, flexible: 0, right: [3, 4, 5, 6, 7, 8, 9], below: [2] });
}

/** `general: 295 a second, 2 minutes left`, while it is sent. */
function underWay({ editions }: ReleaseView): string[] {
  return editions.flatMap(({ edition, counts }) => {
    const words = rateWords(counts);
    return words === null ? [] : [`${edition}: ${words}`];
  });
}

/** How far each list, language and provider has come. */
function breakdown({ editions }: ReleaseView, { width, style }: CommandIo): string[] {
  const rows = editions.flatMap(({ edition, counts }) =>
    counts.groups.map(({ by, name, recipients, sent, delivered, bounced, complained }) => [
      edition,
      by,
      name ?? 'others',
      `${sent}/${recipients}`,
      String(delivered),
      String(bounced),
      String(complained),
    ]),
  );
  if (rows.length === 0) return [];
  const headings = ['EDITION', 'BY', 'NAME', 'SENT', 'DELIVERED', 'BOUNCED', 'COMPLAINED'];
  return ['', tableOf(headings, rows, { width, style, flexible: 2, right: [3, 4, 5, 6], below: [] })];
}

function silences({ id, editions }: ReleaseView, zone: string): string[] {
  const silent = editions.flatMap(({ edition, results }) => {
    const words = silenceWords(results.silence, zone);
    return words === null ? [] : [`${edition}: ${words}`];
  });
  if (silent.length === 0) return [];
  return [
    '',
    ...silent,
    `Who they are (sent): npx dateline deliveries ${id}. More: docs/runbook.md, "${silenceArticle}"`,
  ];
}

function versions(all: readonly Version[], { zone }: Newsroom, style: Style): string[] {
  return all.flatMap(({ version, readAt, texts, problems, assumptions, correction }) => [
    `${style.dim('version')} ${version}  read ${whenInWords(readAt, zone)}  ${texts.map(({ language }) => language).join(', ')}`,
    ...(correction ? [`  corrects: ${correction}`] : []),
    ...problems.map(({ severity, message, fix }) => `  ${severity}: ${message} ${style.dim(`→ ${fix}`)}`),
    ...assumptions.map(({ message }) => style.dim(`  assumed: ${message}`)),
  ]);
}
