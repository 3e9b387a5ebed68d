import { catalogues } from '../../templates/catalogues/catalogues.ts';
import type { ReleaseTable } from '../_shared/aws/release-table.ts';
import type { RenderedEmails } from '../_shared/aws/rendered-emails.ts';
import type { Approval, ApprovalOutcome, ApproveDependencies } from '../_shared/decisions/approve-release.ts';
import type { JoinedCounter } from '../_shared/decisions/connect-life.ts';
import type { ApprovalLink } from '../_shared/domain/approval-link.ts';
import { type AudienceSummary, exclusionReasonSchema } from '../_shared/domain/audience.ts';
import type { RenderedEmail } from '../_shared/domain/email.ts';
import { fillIn, localSpan, spanInWords } from '../_shared/domain/local-span.ts';
import { describeWithUtc } from '../_shared/domain/moment.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import { whyNotApprovable } from '../_shared/domain/possible-acts.ts';
import type { Version } from '../_shared/domain/release.ts';
import type { Candidate, PlannedEdition, Release } from '../_shared/domain/release-life.ts';
import { previewPlan, type Refusal } from '../_shared/domain/release-moves.ts';
import type { Instant } from '../_shared/domain/report.ts';
import { languageName } from '../_shared/public-pages/language-name.ts';
import { missingPage } from '../_shared/public-pages/missing-page.ts';
import { publicPage } from '../_shared/public-pages/public-layout.ts';
import { html } from '../_shared/runtime/html.ts';
import { proofDocument } from '../_shared/runtime/mail-document.ts';
import type { PageRequest, PageResponse } from '../_shared/runtime/page.ts';
import { answer, facts, say, stopNote } from './answer.ts';
import { progressPage, spentPage } from './spent-page.ts';

export interface Dependencies
  extends Pick<ReleaseTable, 'readHead' | 'readVersion'>,
    Pick<RenderedEmails, 'readRenderedEmail'>,
    Pick<ApproveDependencies, 'embargoElsewhere'>,
    JoinedCounter {
  newsroom: Newsroom;
  /** The contents of an approval link. Null unless it is genuine and made for somebody who is on the desk now. */
  readToken: (token: string) => ApprovalLink | null;
  /** A token that opens an email's pictures and files to one person of the desk. */
  fileToken: (by: string, email: RenderedEmail) => string;
  approve: (approval: Approval) => Promise<ApprovalOutcome>;
  /** Why nothing is sent now, in English. Null if everything is sent. */
  whyStopped: () => Promise<string | null>;
  now: () => Date;
}

/**
 * `/a/<token>`: the desk approves from a proof. GET shows what would be approved and changes nothing, because scanners
 * follow every link in a mail. The POST of its button approves, once, the version and audience that the link was made
 * for.
 */
export async function approvalPage(request: PageRequest, dependencies: Dependencies): Promise<PageResponse> {
  const { newsroom, readToken, readHead, readVersion, approve } = dependencies;
  const [, token = '', edition] = request.segments;
  const link = request.segments.length <= 3 ? readToken(token) : null;
  const release = link && (await readHead(link.releaseId));
  if (!link || !release) return missingPage(newsroom, request);
  if (edition !== undefined) return showEdition(request, dependencies, release, link, edition);
  const waiting = waitingFor(release, link);
  const version = await readVersion(link.releaseId, link.version);
  if (!waiting || !version) return spentPage(request, dependencies, release, link);
  if (request.method === 'GET') {
    const joined = await dependencies.countJoined(link.releaseId, link.version, waiting.audience);
    const elsewhere = await dependencies.embargoElsewhere(release);
    const barred = whyNotApprovable(release, elsewhere, dependencies.now().toISOString());
    const stopped = await dependencies.whyStopped();
    return question(request, dependencies, {
      release,
      waiting,
      version,
      joined,
      barred,
      stopped,
    });
  }
  const { by, releaseId, audienceHash } = link;
  const outcome = await approve({ releaseId, by, shown: { version: link.version, audienceHash } });
  switch (outcome.kind) {
    case 'approved':
      return progressPage(request, dependencies, outcome.release, say(newsroom).done);
    case 'waits-for-second':
      return answer(newsroom, 200, 'good', say(newsroom).second);
    case 'refused':
      return refusedPage(request, dependencies, link, outcome.refusal);
  }
}

/**
 * An embargo on the same text elsewhere is explained in full, because the link still works after that is fixed. Any
 * other refusal means that somebody else was faster.
 */
async function refusedPage(
  request: PageRequest,
  dependencies: Dependencies,
  link: ApprovalLink,
  { code, message }: Refusal,
): Promise<PageResponse> {
  if (code === 'embargoed-elsewhere') return answer(dependencies.newsroom, 409, 'bad', message);
  const release = await dependencies.readHead(link.releaseId);
  return release
    ? spentPage(request, dependencies, release, link)
    : missingPage(dependencies.newsroom, request);
}

/** One edition in one language as it will look. Works while this version awaits approval or is the live one. */
async function showEdition(
  request: PageRequest,
  { newsroom, readRenderedEmail, fileToken }: Dependencies,
  { candidate, live, killed }: Release,
  { by, releaseId, version }: ApprovalLink,
  name: string,
): Promise<PageResponse> {
  const shown = [candidate, live].find((one) => one?.version === version);
  const email =
    shown &&
    !killed &&
    /^[a-z-]+(?:\.\d{1,6})?\.[a-z]{2}$/.test(name) &&
    (await readRenderedEmail(releaseId, version, name));
  if (!email) return missingPage(newsroom, request);
  return proofDocument(email, newsroom, shown.embargo, fileToken(by, email));
}

type Waiting = Candidate & { audience: AudienceSummary };

/**
 * The version that this link may still approve. Null if this person has approved already, or if another version or
 * audience has replaced it.
 */
function waitingFor({ candidate, killed }: Release, link: ApprovalLink): Waiting | null {
  if (!candidate?.audience || killed || candidate.state !== 'awaiting-approval') return null;
  const isSame = candidate.version === link.version && candidate.audience.hash.startsWith(link.audienceHash);
  const hasApproved = candidate.approvals.some(({ by }) => by === link.by);
  return isSame && !hasApproved ? { ...candidate, audience: candidate.audience } : null;
}

/** When an edition would go out if the version were approved now. */
function dueWords(
  { defaultLanguage: language, zone }: Newsroom,
  { audience, sendAtLocal }: Waiting,
  planned: PlannedEdition,
  now: Instant,
): string {
  const { proof: words } = catalogues[language];
  const span = localSpan(planned, audience.byZone, now);
  if (span) return spanInWords(span, { words, language, zone, waiting: sendAtLocal, fill: fillIn });
  const isDue = Date.parse(planned.dueAt) <= Date.parse(now);
  return isDue ? words.onApproval : describeWithUtc(planned.dueAt, zone, language);
}

interface Question {
  release: Release;
  waiting: Waiting;
  version: Version;
  /** Null if the lists are too long to count. */
  joined: number | null;
  /** Why the approval would be refused now. Null if it would not. */
  barred: string | null;
  stopped: string | null;
}

function question(
  request: PageRequest,
  { newsroom, now }: Dependencies,
  { release, waiting, version, joined, barred, stopped }: Question,
): PageResponse {
  const language = newsroom.defaultLanguage;
  const { proof, edition: editionNames } = catalogues[language];
  const words = say(newsroom);
  const at = now().toISOString();
  const editions = previewPlan(release, waiting, at);
  const plan = editions.map(
    (planned) => `${editionNames[planned.edition]}: ${dueWords(newsroom, waiting, planned, at)}`,
  );
  const mails = editions.flatMap(({ edition }) =>
    version.texts.map(
      (text) =>
        html`<a href="${request.path}/${edition}.${text.language}">${editionNames[edition]} · ${languageName(text.language)}</a>`,
    ),
  );
  const title = words.question.replace('{version}', String(waiting.version));
  return publicPage({
    newsroom,
    language,
    title,
    body: html`<h1>${title}</h1>
<p><strong>${version.texts.map(({ title }) => html`${title}<br>`)}</strong></p>
${facts(proof.plan, plan)}
${facts(words.mails, mails)}
${facts(proof.audience, [
  ...audienceLines(newsroom, waiting.audience),
  ...(joined === null ? [words.notCounted] : []),
  ...(joined ? [words.joined.replace('{count}', String(joined))] : []),
])}
${facts(proof.leftOut, leftOut(newsroom, waiting.audience))}
${facts(
  proof.assumptions,
  version.assumptions.map(({ message }) => message),
)}
${facts(
  proof.problems,
  version.problems.map(({ message }) => message),
)}
${stopNote(stopped)}
${
  barred === null
    ? html`<p class="hint">${words.explain}</p>
<form method="post" class="actions"><button type="submit">${proof.approve}</button></form>`
    : html`<p class="note bad" role="status">${barred}</p>`
}`,
  });
}

function audienceLines({ defaultLanguage }: Newsroom, audience: AudienceSummary): string[] {
  const { plural } = catalogues[defaultLanguage];
  const count = (forms: Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }, number: number) =>
    (forms[new Intl.PluralRules(defaultLanguage).select(number)] ?? forms.other).replace(
      '{count}',
      String(number),
    );
  return [
    `${count(plural.recipients, audience.recipients)}, ${count(plural.accredited, audience.accredited)}`,
    ...Object.entries(audience.byList).map(([list, number]) => `${list}: ${number}`),
  ];
}

function leftOut({ defaultLanguage }: Newsroom, { exclusions }: AudienceSummary): string[] {
  const { reason: words } = catalogues[defaultLanguage];
  return exclusionReasonSchema.options.flatMap((reason) =>
    exclusions[reason] ? [`${words[reason]}: ${exclusions[reason]}`] : [],
  );
}
