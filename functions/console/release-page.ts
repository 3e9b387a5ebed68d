import { en as words } from '../../templates/catalogues/en.ts';
import type { TrailPart } from '../_shared/aws/audit-store.ts';
import { rateWords } from '../_shared/deliveries/rate-words.ts';
import { silenceArticle, silenceWords } from '../_shared/deliveries/silence-words.ts';
import type { RenderedEmail } from '../_shared/domain/email.ts';
import { type EmailName, emailName } from '../_shared/domain/email-key.ts';
import { fillIn, localTimeInWords, spanInWords } from '../_shared/domain/local-span.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import type { GroupProgress } from '../_shared/domain/progress.ts';
import type { Text, Version } from '../_shared/domain/release.ts';
import { isBeingChecked } from '../_shared/domain/release-life.ts';
import type { Report } from '../_shared/domain/report.ts';
import { type Content, type Html, html } from '../_shared/runtime/html.ts';
import type { PageRequest, PageResponse } from '../_shared/runtime/page.ts';
import type { ConsoleDependencies } from './console-dependencies.ts';
import { approval, decisions, shownToApprove } from './decision-area.ts';
import type { FormKeys } from './form.ts';
import { pageOf, type Shell } from './layout.ts';
import { problemList } from './problem-list.ts';
import type { EditionLine, ReleaseView } from './release-view.ts';
import { sendingAlerts } from './sending-alerts.ts';
import { trailOf } from './trail.ts';
import {
  counted,
  editionName,
  fact,
  instantWords,
  languageName,
  reasonWords,
  stateLabel,
  tally,
  whenWords,
} from './words.ts';

export interface ReleasePageContent {
  view: ReleaseView;
  newsroom: Newsroom;
  /** The text of the version shown. Null if no version was accepted yet. */
  text: Text | null;
  proofs: EmailName[];
  /** How many contacts joined the lists since the waiting version's proof. Null if none waits or they were not counted. */
  joined: number | null;
  /** The proof that is shown in the frame, and its mail. */
  shownProof: EmailName | null;
  shownMail: RenderedEmail | null;
  trail: TrailPart;
  /** The reports on files of the release that were not accepted. */
  reports: Report[];
  keys: FormKeys;
  pace: Awaited<ReturnType<ConsoleDependencies['readPace']>>;
  /** Why the waiting version cannot be approved now. Null if it can. */
  barred: string | null;
  /** The result of the last decision, shown at the top. */
  notice: { tone: 'good' | 'attention' | 'bad'; words: string } | null;
}

/** One release: its text, its recipients, its proofs, and the decisions that are possible. */
export function releasePage(
  shell: Shell,
  request: PageRequest,
  content: ReleasePageContent,
  status = 200,
): PageResponse {
  const { view, newsroom, notice, text, trail } = content;
  const version = view.versions.find((one) => one.version === view.version) ?? null;
  return pageOf(shell, {
    title: view.title ?? view.id,
    section: 'releases',
    status,
    body: html`
<p class="crumbs"><a href="/">Releases</a> / ${view.id}</p>
<h1 dir="auto">${view.title ?? view.id}</h1>
${text?.subtitle && html`<p class="lead" dir="auto">${text.subtitle}</p>`}
${notice && html`<div class="panel ${notice.tone}" role="status"><p>${notice.words}</p></div>`}
${liveRegions(content)}
${content.reports.map(objections)}
${composingProblems(view)}
${version && reading(version, text, newsroom)}
${view.audience && audience(view.audience, version, joinedSince(content))}
${proofs(request, content)}
${files(view)}
${view.versions.length > 1 && earlier(view.versions, newsroom)}
<h2 id="trail">Trail</h2>
${trailOf(`RELEASE#${view.id}`, trail, newsroom.zone)}`,
  });
}

/**
 * The regions that may change while the page is open: the state, what holds up sending, the possible decisions. The
 * console's script fetches them alone (`?part=live`).
 */
export function liveRegions({
  view,
  newsroom,
  keys,
  pace,
  barred,
}: Pick<ReleasePageContent, 'view' | 'newsroom' | 'keys' | 'pace' | 'barred'>): Html {
  const live = isLive(view, keys.now()) && html` data-live`;
  return html`<div id="sending"${live}>${sendingAlerts(pace, keys, newsroom.zone)}</div>
<div id="standing"${live}>
<p>${stateLabel(view.state)}${view.version !== null && html` <span class="soft">version ${view.version}</span>`}</p>
<dl class="facts">
${view.embargo !== null && fact('Embargo', instantWords(view.embargo, newsroom.zone))}
${toBeSent(view, newsroom)}
${view.approvals.map(({ by, at }) => fact('Approved', html`by ${by}, ${whenWords(at, newsroom.zone)}`))}
${acts(view, newsroom)}
</dl>
${view.editions.length > 0 && editionsOf(view, newsroom, keys.now())}
</div>
<div id="approval"${live} data-shown="${shownToApprove(view)}">${approval(view, keys, barred)}</div>
<div id="decisions"${live}>${decisions(view, keys)}</div>`;
}

function toBeSent({ candidate, span }: ReleaseView, { zone }: Newsroom): Content {
  const { sendAt, sendAtLocal } = candidate ?? {};
  if (!sendAtLocal) return sendAt && fact('To be sent at', instantWords(sendAt, zone));
  const telling = {
    words: words.proof,
    language: 'en' as const,
    zone,
    waiting: sendAtLocal,
    fill: fillIn,
  };
  return fact('To be sent at', span ? spanInWords(span, telling) : localTimeInWords(sendAtLocal));
}

const movingStates: readonly ReleaseView['state'][] = [
  'held',
  'accepted',
  'awaiting-approval',
  'approved',
  'sending',
  'embargoed',
];
/**
 * After the last mail the page is refreshed for this long, for bounces and complaints. Later ones are seen on the next
 * visit.
 */
const settlingMilliseconds = 3_600_000;

function isLive({ state, editions, updatedAt }: ReleaseView, now: Date): boolean {
  if (movingStates.includes(state)) return true;
  return editions.length > 0 && now.getTime() - Date.parse(updatedAt) < settlingMilliseconds;
}

/** Why a file was not accepted, and how to fix it. */
function objections({ file, status, problems }: Report): Html {
  return html`<section class="panel ${status === 'rejected' ? 'bad' : 'attention'}"><h2>${file} was ${status}</h2>
${problemList(problems)}
<p>Put it right and drop it again under the same name. The file as it came is kept.</p></section>`;
}

function composingProblems({ candidate }: ReleaseView): Content {
  if (!candidate || candidate.problems.length === 0) return null;
  return html`<section class="panel attention"><h2>Version ${candidate.version} is held</h2>${problemList(candidate.problems)}</section>`;
}

function acts({ broken, cancelled, withdrawn, killed }: ReleaseView, { zone }: Newsroom): Content {
  const act = (name: string, done: { by: string; at: string; reason: string } | null) =>
    done &&
    fact(name, html`by ${done.by}, ${whenWords(done.at, zone)}${done.reason && html`: ${done.reason}`}`);
  return [
    act('Embargo ended early', broken),
    act('Cancelled', cancelled),
    act('Withdrawn', withdrawn),
    act('Killed', killed),
  ];
}

function editionsOf(view: ReleaseView, { zone }: Newsroom, now: Date): Html {
  return html`<div class="scroll"><table>
<caption class="skip">Editions</caption>
<thead><tr><th scope="col">Edition</th><th scope="col">Due</th><th scope="col">Sending</th><th scope="col" class="number">Delivered</th><th scope="col" class="number">Bounced</th><th scope="col" class="number">Complained</th><th scope="col" class="number">Unknown</th><th scope="col" class="number">Refused</th><th scope="col" class="number">Left out</th></tr></thead>
<tbody>${view.editions.map((edition) => editionRow(view, edition, zone, now))}</tbody></table></div>
${view.editions.map((edition) => silent(view.id, edition, zone))}
${view.editions.map(breakdown)}`;
}

const groupHeadings = { list: 'List', language: 'Language', provider: 'Mail provider' };

/** How far each list, language and provider has come. */
function breakdown({ edition, deliveryId, counts: { groups } }: EditionLine): Content {
  if (groups.length === 0) return null;
  return html`<details id="groups-${deliveryId}"><summary>${editionName(edition)} by list, language and mail provider</summary>
${(['list', 'language', 'provider'] as const).map(
  (kind) => html`<div class="scroll"><table>
<thead><tr><th scope="col">${groupHeadings[kind]}</th><th scope="col" class="number">Sent</th><th scope="col" class="number">of</th><th scope="col" class="number">Delivered</th><th scope="col" class="number">Bounced</th><th scope="col" class="number">Complained</th></tr></thead>
<tbody>${groups.filter(({ by }) => by === kind).map(groupRow)}</tbody></table></div>`,
)}</details>`;
}

function groupRow({ by, name, recipients, sent, delivered, bounced, complained }: GroupProgress): Html {
  const called = name === null ? 'others' : by === 'language' ? languageName(name) : name;
  return html`<tr><th scope="row">${called}</th>${[sent, recipients, delivered, bounced, complained].map(
    (count) => html`<td class="number">${count.toLocaleString('en')}</td>`,
  )}</tr>`;
}

function silent(id: string, { edition, deliveryId, results }: EditionLine, zone: string): Content {
  const words = silenceWords(results.silence, zone);
  return (
    words !== null &&
    html`<p class="soft">${editionName(edition)}: ${words} <a href="/releases/${encodeURIComponent(id)}/recipients/${deliveryId}?state=sent">Who they are</a> · <a href="/alarms/${silenceArticle}">What this means</a></p>`
  );
}

function editionRow(view: ReleaseView, line: EditionLine, zone: string, now: Date): Html {
  const { edition, addedContact, dueAt, local, recipients, counts, results, deliveryId } = line;
  const gone = counts.expected - counts.missing;
  const sending =
    recipients === null
      ? html`<span class="soft">${whyNotArmed(view, line, now)}</span>`
      : html`${counts.sent.toLocaleString('en')} of ${recipients.toLocaleString('en')} sent
${counts.missing > 0 && html`<progress max="${recipients}" value="${gone}">${gone} of ${recipients}</progress>`}
${rateWords(counts) && html`<br><span class="soft">${rateWords(counts)}</span>`}`;
  return html`<tr>
<th scope="row"><a href="/releases/${encodeURIComponent(view.id)}/recipients/${deliveryId}">${editionName(edition)}</a>${addedContact !== null && html` <span class="soft">to one more</span>`}</th>
<td>${whenWords(dueAt, zone)}${local && html` to ${whenWords(local.lastDueAt, zone)}`}</td><td>${sending}</td>
<td class="number">${results.delivered}</td><td class="number">${results.bounced}</td><td class="number">${results.complained}</td>
<td class="number">${counts.unknown}</td><td class="number">${counts.refused + results.refused}</td><td class="number">${counts.leftOut + counts.stopped}</td>
</tr>`;
}

/** What an edition waits for whose recipients are not chosen yet. */
function whyNotArmed({ candidate, audience }: ReleaseView, edition: EditionLine, now: Date): string {
  if (edition.state === 'overdue') return 'overdue: a person decides';
  const isHeldBack = candidate !== null && candidate.state !== 'cancelled';
  if (isHeldBack || !audience || !isBeingChecked(edition, now.toISOString())) return 'waits for its time';
  return `checking ${counted(audience.recipients, 'contact')} …`;
}

function reading(
  { audience: rule, problems, assumptions, texts, correction }: Version,
  text: Text | null,
  { zone }: Newsroom,
): Html {
  return html`<h2 id="read">What was read</h2>
${problemList(problems, assumptions)}
<dl class="facts">
${correction !== null && fact('Corrects', html`<span dir="auto">${correction}</span>`)}
${fact('Languages', texts.map(({ language }) => languageName(language)).join(', '))}
${text && fact('Place and date', html`<span dir="auto">${[text.dateline.place, text.dateline.date].filter(Boolean).join(', ') || 'none'}</span>`)}
${
  text &&
  fact(
    'Press contacts',
    text.contacts.map(
      ({ name, organisation, email, phone }) =>
        html`<span dir="auto">${[name, organisation, email, phone].filter(Boolean).join(' · ')}</span><br>`,
    ),
  )
}
${
  text &&
  text.images.length > 0 &&
  fact(
    'Pictures',
    text.images.map(
      ({ file, alt }) =>
        html`${file}${alt ? html` <span class="soft">${alt}</span>` : html` <span class="state caution">no alternative text</span>`}<br>`,
    ),
  )
}
${fact(
  rule.origin === 'proposed' ? 'Proposed audience' : 'Declared audience',
  [
    ['lists', rule.lists],
    ['segments', rule.segments],
    ['beats', rule.beats],
    ['regions', rule.regions],
    ['without', rule.exclude],
  ].flatMap(([name, values]) =>
    values && values.length > 0
      ? [html`${name}: ${Array.isArray(values) ? values.join(', ') : values}<br>`]
      : [],
  ),
)}
</dl>
<p class="hint">Times without a zone are read in ${zone}.</p>`;
}

function joinedSince({ view, joined }: ReleasePageContent): Content {
  if (view.candidate?.state !== 'awaiting-approval') return null;
  if (joined === null)
    return html`<p>Who joined since the proof was not counted: the lists are too long for this page. They are not in it.</p>`;
  return joined > 0 && html`<p>${counted(joined, 'contact')} joined since the proof; they are not in it.</p>`;
}

function audience(
  summary: NonNullable<ReleaseView['audience']>,
  version: Version | null,
  joined: Content,
): Html {
  return html`<h2 id="audience">Who gets it</h2>
<p>${counted(summary.recipients, 'contact')}, ${summary.accredited} of them accredited.${version?.audience.origin === 'proposed' && ' Nobody declared this audience: it was proposed from what the text is about.'}</p>
${joined}
<div class="columns">
<div><h3>By list</h3>${tally(summary.byList, (name) => name)}</div>
<div><h3>By language</h3>${tally(summary.byLanguage, languageName)}</div>
<div><h3>Left out</h3>${tally(summary.exclusions, reasonWords)}</div>
</div>`;
}

function proofs(
  request: PageRequest,
  { view, proofs: all, shownProof: shown, shownMail }: ReleasePageContent,
): Content {
  if (!shown) return null;
  const isPhone = request.query.get('width') === 'phone';
  const link = (proof: EmailName, phone: boolean, label: string, isCurrent: boolean) =>
    html`<a href="?proof=${emailName(proof)}${phone && '&width=phone'}#proofs"${isCurrent && html` aria-current="true"`}>${label}</a>`;
  return html`<h2 id="proofs">Proofs</h2>
<nav class="tabs" aria-label="Editions and languages">${all.map((proof) =>
    link(proof, isPhone, proofWords(proof), proof === shown),
  )}</nav>
<nav class="tabs" aria-label="Width">${link(shown, false, 'Desktop', !isPhone)} ${link(shown, true, 'Phone', isPhone)}</nav>
${shownMail && headersOf(shownMail)}
<iframe class="mail-frame ${isPhone && 'phone'}" sandbox="allow-popups" title="${proofWords(shown)}" src="/releases/${encodeURIComponent(view.id)}/proofs/${view.version}/${emailName(shown)}"></iframe>`;
}

/** What an inbox shows of the mail before it is opened, and where replies go. */
function headersOf({ subject, preheader, sender }: RenderedEmail): Html {
  return html`<dl class="facts">
${fact('Subject', html`<span dir="auto">${subject}</span>`)}
${preheader !== '' && fact('Preview line', html`<span dir="auto">${preheader}</span>`)}
${fact('From', html`<span dir="auto">${sender.name}</span> &lt;${sender.address}&gt;`)}
${fact('Replies go to', sender.replyTo)}
</dl>`;
}

function proofWords({ edition, language, holds }: EmailName): string {
  const readers = holds === null ? '' : `, to who has version ${holds}`;
  return `${editionName(edition)}, ${languageName(language)}${readers}`;
}

function files({ reports, id }: ReleaseView): Content {
  if (reports.length === 0) return null;
  return html`<h2 id="files">Files</h2>
<ul class="plain">${reports.map(
    ({ key, status }) =>
      html`<li><a href="/releases/${encodeURIComponent(id)}/report?file=${encodeURIComponent(key)}">${key}</a> <span class="state ${{ accepted: 'good', held: 'caution', rejected: 'bad' }[status]}">${status}</span></li>`,
  )}</ul>`;
}

function earlier(versions: readonly Version[], { zone }: Newsroom): Html {
  return html`<h2 id="versions">Versions</h2>
<ul class="trail">${versions.map(
    ({ version, readAt, texts, correction }) =>
      html`<li>${whenWords(readAt, zone)}<span>Version ${version}: <span dir="auto">${texts[0]?.title}</span>${correction && html`<br><span class="soft">corrects: ${correction}</span>`}</span></li>`,
  )}</ul>`;
}
