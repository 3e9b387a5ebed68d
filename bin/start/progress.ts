import { existsSync, readFileSync } from 'node:fs';
import stringWidth from 'string-width';
import { bucketObjects } from '../../functions/_shared/aws/bucket.ts';
import { paceTable } from '../../functions/_shared/aws/pace-table.ts';
import { releaseTable } from '../../functions/_shared/aws/release-table.ts';
import { sendingStop } from '../../functions/_shared/deliveries/sending-stop.ts';
import type { AudienceSummary } from '../../functions/_shared/domain/audience.ts';
import { momentIn } from '../../functions/_shared/domain/moment.ts';
import {
  type Candidate,
  type PlannedEdition,
  type Release,
  releaseState,
} from '../../functions/_shared/domain/release-life.ts';
import { addedDeliveryId } from '../../functions/_shared/domain/release-tag.ts';
import { type Report, reportSchema } from '../../functions/_shared/domain/report.ts';
import { type MailboxLine, mailboxLineSchema } from '../../infra/local/cloud/mailbox.ts';
import type { Style } from '../command.ts';
import type { Connection } from '../connection.ts';
import { factsOf } from '../report-words.ts';
import { progressBar, type Terminal } from './terminal.ts';

/** The mails of one delivery in the mailbox. */
interface Sending {
  mails: number;
  firstAt: string;
  lastAt: string;
}

/** Width of the column before the text of following lines. */
const indent = 21;

const languageName = new Intl.DisplayNames('en', { type: 'language' });

/** Reports in the terminal what happens to releases: what was read, who gets it, how the sending progresses. */
export class Progress {
  readonly #connection: Connection;
  readonly #terminal: Terminal;
  readonly #url: string;
  readonly #reports = new Map<string, string>();
  readonly #releases = new Map<string, Release>();
  readonly #sendings = new Map<string, Sending>();
  #looking: Promise<void> = Promise.resolve();
  #isStale = false;
  #stoppedBecause: string | null = null;
  /** Resolves when all sending has stopped, until a person resumes it. */
  readonly untilSendingStops: Promise<void>;
  readonly #sendingStops: () => void;
  /** Number of the last mail that was counted. */
  #counted = 0;

  constructor(connection: Connection, terminal: Terminal, url: string) {
    this.#connection = connection;
    this.#terminal = terminal;
    this.#url = url;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.untilSendingStops = promise;
    this.#sendingStops = resolve;
  }

  get releases(): Release[] {
    return [...this.#releases.values()];
  }

  /** Releases on which something will soon happen without a person. */
  underWay(now: Date, withinSeconds: number): Release[] {
    return this.releases.filter((release) => isUnderWay(release, now, withinSeconds));
  }

  /** Counts a mail for its delivery. */
  mailed(line: MailboxLine): void {
    if (line.n <= this.#counted) return;
    this.#counted = line.n;
    const { release, version, edition, recipient, added } = line.tags;
    if (!release || !version || !edition) return;
    const ofEdition = `${release}_v${version}_${edition}`;
    const deliveryId = added && recipient ? addedDeliveryId(ofEdition, recipient) : ofEdition;
    const sending = this.#sendings.get(deliveryId);
    if (sending) Object.assign(sending, { mails: sending.mails + 1, lastAt: line.at });
    else this.#sendings.set(deliveryId, { mails: 1, firstAt: line.at, lastAt: line.at });
  }

  /** Treats everything that already exists as known, so that a restart does not report it again. */
  async begin(mailbox: string): Promise<void> {
    if (existsSync(mailbox))
      for (const line of readFileSync(mailbox, 'utf8').split('\n'))
        if (line.endsWith('}')) this.mailed(mailboxLineSchema.parse(JSON.parse(line)));
    for await (const { key, etag } of this.#reportObjects()) this.#reports.set(key, etag);
    for (const release of await this.#heads()) this.#releases.set(release.releaseId, release);
  }

  /** Looks for changes and reports them. Several calls during one run cause only one more run. */
  look(): Promise<void> {
    if (!this.#isStale) {
      this.#isStale = true;
      this.#looking = this.#looking.then(async () => {
        this.#isStale = false;
        await this.#tellReports();
        await this.#tellReleases();
        await this.#tellStop();
      });
    }
    return this.#looking;
  }

  /** Redraws the changing lines: progress bars of deliveries, the time until the next embargo. */
  draw(now: Date): void {
    const { style } = this.#terminal;
    const lines = this.releases.flatMap((release) =>
      (release.live?.editions ?? []).flatMap((edition) => this.#liveLine(release, edition, now)),
    );
    this.#terminal.show(
      lines.length > 0
        ? ['', ...lines.map((line) => `  ${line}`)]
        : ['', style.dim('  waiting for a drop · Ctrl-C stops')],
    );
  }

  say(mark: string, what: string, words: string, ...more: string[]): void {
    const { style } = this.#terminal;
    const clock = momentIn(this.#connection.now().toISOString(), this.#connection.newsroom.zone, 'en');
    const seconds = String(this.#connection.now().getSeconds()).padStart(2, '0');
    const head = `${style.dim(`${clock.time}:${seconds}`)} ${mark} ${style.bold(what.padEnd(9))} `;
    const room = Math.max(40, this.#terminal.width - indent);
    const [first = '', ...rest] = [words, ...more].flatMap((line) => wrap(line, room));
    this.#terminal.write([head + first, ...rest.map((line) => `${' '.repeat(indent)}${line}`)].join('\n'));
  }

  /** All sending stops, or goes on again: no bar moves until then, so the reason is said at once. */
  async #tellStop(): Promise<void> {
    const { style } = this.#terminal;
    const { table, newsroom, now } = this.#connection;
    const stop = sendingStop(await paceTable(table).readPace(), now().getTime(), newsroom.zone);
    const because = stop?.since ? stop.because : null;
    if (because === this.#stoppedBecause) return;
    this.#stoppedBecause = because;
    if (stop && because) {
      this.say(style.bad('✗'), 'stopped', stop.words, `→ ${stop.fix}`);
      this.#sendingStops();
    } else this.say(style.good('✓'), 'resumed', 'sending goes on');
  }

  async #tellReports(): Promise<void> {
    for await (const { key, etag } of this.#reportObjects()) {
      if (this.#reports.get(key) === etag) continue;
      this.#reports.set(key, etag);
      const bytes = await bucketObjects(this.#connection.bucket).readObject(key);
      const report = bytes && reportSchema.safeParse(JSON.parse(Buffer.from(bytes).toString()));
      if (report?.success) this.#tellReport(report.data);
    }
  }

  #tellReport(report: Report): void {
    const { style } = this.#terminal;
    const { status, release } = report;
    // The content of a sidecar is reported with the text that it belongs to.
    if (status === 'accepted' && /\.(ya?ml|json)$/i.test(report.file)) return;
    const mark = { accepted: style.good('✓'), held: style.caution('●'), rejected: style.bad('✗') }[status];
    const problems = report.problems.map(
      ({ severity, message, fix }) =>
        `${severity === 'warning' ? style.caution('!') : style.bad('✗')} ${message} ${style.dim(`→ ${fix}`)}`,
    );
    const assumptions =
      status === 'rejected' ? [] : report.assumptions.map(({ message }) => style.dim(`assumed: ${message}`));
    this.say(
      mark,
      status,
      report.file,
      ...(release.title ? [style.bold(`“${release.title}”`)] : []),
      ...(status === 'rejected' ? [] : [factsOf(report.release, this.#connection.newsroom.zone)]),
      ...problems,
      ...assumptions,
    );
  }

  async #tellReleases(): Promise<void> {
    for (const release of await this.#heads()) {
      const before = this.#releases.get(release.releaseId);
      if (before?.revision === release.revision) continue;
      this.#releases.set(release.releaseId, release);
      this.#tellMove(before, release);
    }
  }

  #tellMove(before: Release | undefined, release: Release): void {
    const { style } = this.#terminal;
    const { candidate, live } = release;
    const isNew = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
    if (candidate?.state === 'awaiting-approval' && before?.candidate?.state !== 'awaiting-approval')
      this.#tellProof(release, candidate);
    if (candidate?.problems.length && isNew(before?.candidate?.problems, candidate.problems))
      this.say(
        style.caution('●'),
        'held',
        release.releaseId,
        ...candidate.problems.map(
          ({ message, fix }) => `${style.bad('✗')} ${message} ${style.dim(`→ ${fix}`)}`,
        ),
      );
    if (live && before?.live?.version !== live.version)
      this.say(
        style.good('✓'),
        'approved',
        `${release.releaseId} by ${live.approvals.map(({ by }) => by).join(' and ')}`,
        // If the approval was faster than this report, show here who gets the release.
        ...(before?.candidate?.state === 'awaiting-approval'
          ? []
          : [
              `goes to ${live.audience.recipients} contacts`,
              ...audienceWords(live.audience, live.embargo !== null, style),
            ]),
      );
    for (const edition of live?.editions ?? []) {
      const was = before?.live?.editions.find(({ deliveryId }) => deliveryId === edition.deliveryId);
      if (edition.state === 'sent' && was?.state !== 'sent') this.#tellSent(release, edition);
      if (edition.state === 'overdue' && was?.state !== 'overdue')
        this.say(
          style.bad('✗'),
          'overdue',
          `${release.releaseId} ${edition.edition}: its time passed while the newsroom was down; approve it again or cancel it`,
        );
    }
    if (release.killed && !before?.killed)
      this.say(
        style.bad('■'),
        'killed',
        `${release.releaseId} by ${release.killed.by}: ${release.killed.reason}`,
      );
    if (release.cancelled && !before?.cancelled)
      this.say(style.caution('■'), 'cancelled', `${release.releaseId} by ${release.cancelled.by}`);
    if (release.withdrawn && !before?.withdrawn)
      this.say(style.caution('■'), 'withdrawn', `${release.releaseId}: ${release.withdrawn.reason}`);
    if (release.broken && !before?.broken)
      this.say(
        style.caution('▲'),
        'broken',
        `${release.releaseId}: embargo ended by ${release.broken.by}: ${release.broken.reason}`,
      );
  }

  #tellProof({ releaseId }: Release, { audience, embargo }: Candidate): void {
    const { style } = this.#terminal;
    if (!audience) return;
    this.say(
      style.caution('●'),
      'proof',
      `${releaseId} is ready for ${audience.recipients} contacts`,
      ...audienceWords(audience, embargo !== null, style),
      style.dim(`approve  npx dateline approve ${releaseId}`),
      style.dim(`look     ${this.#url}/releases/${encodeURIComponent(releaseId)}`),
    );
  }

  #tellSent(release: Release, { edition, deliveryId, dueAt }: PlannedEdition): void {
    const { style } = this.#terminal;
    const sending = this.#sendings.get(deliveryId);
    const late =
      sending && edition === 'general' && release.live?.embargo
        ? Date.parse(sending.firstAt) - Date.parse(dueAt)
        : null;
    const seconds = sending ? (Date.parse(sending.lastAt) - Date.parse(sending.firstAt)) / 1000 : 0;
    this.say(
      style.good('✓'),
      'sent',
      `${release.releaseId} ${edition}: ${sending?.mails ?? 0} ${sending?.mails === 1 ? 'mail' : 'mails'}${seconds >= 0.1 ? ` in ${seconds.toFixed(1)} s` : ''}`,
      ...(late === null ? [] : [style.dim(`first one ${late} ms after the embargo`)]),
    );
  }

  #liveLine(release: Release, edition: PlannedEdition, now: Date): string[] {
    const { style } = this.#terminal;
    if (edition.state !== 'planned' && edition.state !== 'armed') return [];
    const wait = Date.parse(edition.dueAt) - now.getTime();
    const name = `${release.releaseId} ${style.dim(edition.edition)}`;
    if (wait > 0) {
      // One countdown per release: the lift notice is sent with the general edition.
      if (edition.edition === 'lift-notice') return [];
      const { time } = momentIn(edition.dueAt, this.#connection.newsroom.zone, 'en');
      return [
        `${style.caution('◷')} ${name} goes out in ${style.bold(countdown(wait))} ${style.dim(`(${time})`)}`,
      ];
    }
    const total = recipientsOf(release, edition.edition);
    const mails = this.#sendings.get(edition.deliveryId)?.mails ?? 0;
    return [`${progressBar(mails, total, 30, style)} ${name} ${mails}/${total}`];
  }

  async #heads(): Promise<Release[]> {
    const heads: Release[] = [];
    for (const which of ['open', 'settled'] as const)
      for await (const release of releaseTable(this.#connection.table).listReleases(which))
        heads.push(release);
    return heads.sort((a, b) => (a.updatedAt < b.updatedAt ? -1 : 1));
  }

  async *#reportObjects(): AsyncGenerator<{ key: string; etag: string }> {
    for await (const object of bucketObjects(this.#connection.bucket).listObjects('reports/releases/'))
      if (object.key.endsWith('.json')) yield object;
  }
}

function isUnderWay(release: Release, now: Date, withinSeconds: number): boolean {
  const state = releaseState(release, now.toISOString());
  if (state === 'accepted' || state === 'sending') return true;
  if (state !== 'approved' && state !== 'embargoed') return false;
  return (release.live?.editions ?? []).some(
    (edition) =>
      (edition.state === 'planned' || edition.state === 'armed') &&
      Date.parse(edition.dueAt) - now.getTime() < withinSeconds * 1000,
  );
}

function recipientsOf(release: Release, edition: PlannedEdition['edition']): number {
  const { live } = release;
  if (!live) return 0;
  const early = live.embargo === null ? 0 : live.audience.accredited;
  return edition === 'embargoed' || edition === 'embargo-moved' || edition === 'lift-notice'
    ? early
    : live.audience.recipients - early;
}

function audienceWords(audience: AudienceSummary, isEmbargoed: boolean, style: Style): string[] {
  const counts = (of: Record<string, number | undefined>) =>
    Object.entries(of)
      .sort(([, a = 0], [, b = 0]) => b - a)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  const named = Object.fromEntries(
    Object.entries(audience.byLanguage).map(([code, count]) => [languageName.of(code) ?? code, count]),
  );
  const left = counts(audience.exclusions);
  return [
    `by list: ${counts(audience.byList)}`,
    `by language: ${counts(named)}`,
    ...(isEmbargoed ? [`${audience.accredited} accredited get it before the embargo lifts`] : []),
    ...(left ? [style.dim(`left out: ${left}`)] : []),
  ];
}

/** `0:23`, `1:05:09`, `3 days` */
function countdown(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds >= 48 * 3600) return `${Math.floor(seconds / 86_400)} days`;
  const [hours, minutes, rest] = [
    Math.floor(seconds / 3600),
    Math.floor((seconds % 3600) / 60),
    seconds % 60,
  ];
  const two = (n: number) => String(n).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Breaks a line between words. Colour codes have no width. */
function wrap(line: string, columns: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(' ')) {
    if (current !== '' && stringWidth(current) + 1 + stringWidth(word) > columns) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current];
}
