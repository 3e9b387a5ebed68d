import * as z from 'zod';
import { whyOver } from '../_shared/deliveries/why-over.ts';
import { type Delivery, recipientStateSchema } from '../_shared/domain/delivery.ts';
import { emailName } from '../_shared/domain/email-key.ts';
import { fileToken } from '../_shared/domain/file-link.ts';
import { whyNotApprovable } from '../_shared/domain/possible-acts.ts';
import type { Release } from '../_shared/domain/release-life.ts';
import type { Report } from '../_shared/domain/report.ts';
import { proofDocument } from '../_shared/runtime/mail-document.ts';
import type { PageRequest, PageResponse } from '../_shared/runtime/page.ts';
import type { ConsoleDependencies } from './console-dependencies.ts';
import { decisions } from './decide.ts';
import { seeOther } from './form.ts';
import { fragment, type Shell } from './layout.ts';
import { type RecipientLine, recipientsPage, recipientsPerPage } from './recipients-page.ts';
import { missing, refused } from './refusals.ts';
import { liveRegions, releasePage } from './release-page.ts';
import { type ReleaseView, viewOf } from './release-view.ts';
import { reportPage } from './report-page.ts';
import { latest } from './trail.ts';

const outcomes: Record<string, { tone: 'good' | 'attention'; words: string }> = {
  approved: { tone: 'good', words: 'Approved. It is on its way.' },
  'waits-for-second': { tone: 'attention', words: 'Noted. A second person has to approve it too.' },
  cancelled: { tone: 'good', words: 'Cancelled.' },
  lifted: { tone: 'good', words: 'The embargo is lifted. Everybody gets it now, and its holders are told.' },
  'sent-to-one-more': { tone: 'good', words: 'On its way to one more person.' },
  killed: {
    tone: 'attention',
    words: 'Killed. Nothing more of it goes out, and everybody who got it is told.',
  },
};

export async function releasePages(
  shell: Shell,
  dependencies: ConsoleDependencies,
  request: PageRequest,
  id: string,
  [part, first = '', second = '']: string[],
): Promise<PageResponse> {
  switch (part) {
    case undefined:
      return (await showRelease(shell, dependencies, request, id)) ?? missing(shell);
    case 'proofs': {
      const email = await dependencies.readRenderedEmail(id, Number(first), second);
      if (!email) return missing(shell);
      const release = await dependencies.readHead(id);
      const embargo = release?.candidate?.embargo ?? release?.live?.embargo ?? null;
      const [address] = dependencies.newsroom.desk;
      const { signing } = dependencies.keys.linkKeys;
      const files = address ? fileToken({ kind: 'desk', address }, email, signing) : '';
      return proofDocument(email, dependencies.newsroom, embargo, files);
    }
    case 'report': {
      const report = await dependencies.readReport(request.query.get('file') ?? '');
      return report ? reportPage(shell, report) : missing(shell);
    }
    case 'recipients':
      return (await showRecipients(shell, dependencies, request, first)) ?? missing(shell);
    default:
      return missing(shell);
  }
}

export async function showRelease(
  shell: Shell,
  dependencies: ConsoleDependencies,
  request: PageRequest,
  id: string,
  refused?: string,
): Promise<PageResponse | null> {
  const release = await dependencies.readHead(id);
  if (!release) return null;
  const view = await viewOf(dependencies, release);
  const { newsroom, keys } = dependencies;
  const [pace, barred] = await Promise.all([dependencies.readPace(), whatBars(release, view, dependencies)]);
  if (request.query.get('part') === 'live' && refused === undefined)
    return fragment(liveRegions({ view, newsroom, keys, pace, barred }));
  const main = view.versions.find(({ version }) => version === view.version)?.texts[0];
  const done = outcomes[request.query.get('done') ?? ''] ?? null;
  const proofs =
    view.version === null ? [] : await Array.fromAsync(dependencies.listEmailNames(id, view.version));
  const shownProof =
    proofs.find((proof) => emailName(proof) === request.query.get('proof')) ?? proofs[0] ?? null;
  const content = {
    view,
    newsroom,
    keys,
    pace,
    barred,
    text: main ? await dependencies.readText(main.key) : null,
    joined: await joinedSince(view, dependencies),
    proofs,
    shownProof,
    shownMail:
      shownProof && view.version !== null
        ? await dependencies.readRenderedEmail(id, view.version, emailName(shownProof))
        : null,
    reports: await objectionsTo(view, dependencies),
    trail: await dependencies.readTrailOf(`RELEASE#${id}`, latest),
    notice: refused === undefined ? done : { tone: 'bad' as const, words: refused },
  };
  return releasePage(shell, request, content, refused === undefined ? 200 : 409);
}

/**
 * Why an approval would be refused now, so that the page does not offer the button. Checked only if somebody may be
 * about to approve.
 */
async function whatBars(
  release: Release,
  { state }: ReleaseView,
  { life, now }: ConsoleDependencies,
): Promise<string | null> {
  if (state !== 'awaiting-approval' && state !== 'held') return null;
  return whyNotApprovable(release, await life.embargoElsewhere(release), now().toISOString());
}

/** How many joined the lists since the proof. Counted only if somebody may be about to approve. */
async function joinedSince(
  { id, candidate }: ReleaseView,
  { countJoined }: ConsoleDependencies,
): Promise<number | null> {
  if (candidate?.state !== 'awaiting-approval' || !candidate.audience) return null;
  return countJoined(id, candidate.version, candidate.audience);
}

/** The reports on files of a release that were not accepted. */
async function objectionsTo(view: ReleaseView, { readReport }: ConsoleDependencies): Promise<Report[]> {
  const open = view.reports.filter(({ status }) => status !== 'accepted').slice(0, 10);
  const reports = await Promise.all(open.map(({ key }) => readReport(key)));
  return reports.filter((report) => report !== null);
}

export async function decide(
  shell: Shell,
  dependencies: ConsoleDependencies,
  request: PageRequest,
  releaseId: string,
  act: string,
): Promise<PageResponse> {
  const by = dependencies.keys.actor.name;
  const decision = Object.hasOwn(decisions, act) ? decisions[act] : undefined;
  if (!decision) return missing(shell);
  const version = Number(request.body.get('version') ?? '');
  const audienceHash = request.body.get('audience') ?? '';
  const outcome = await decision(dependencies.life, {
    releaseId,
    by,
    reason: (request.body.get('reason') ?? '').trim(),
    shown: version > 0 && audienceHash ? { version, audienceHash } : null,
  });
  if ('done' in outcome) return seeOther(`/releases/${encodeURIComponent(releaseId)}?done=${outcome.done}`);
  return (await showRelease(shell, dependencies, request, releaseId, outcome.refused)) ?? missing(shell);
}

async function showRecipients(
  shell: Shell,
  { readDelivery, joinRecipients, streamExclusions, newsroom, keys }: ConsoleDependencies,
  request: PageRequest,
  deliveryId: string,
): Promise<PageResponse | null> {
  const delivery = await readDelivery(deliveryId);
  if (!delivery) return null;
  const asked = recipientStateSchema.safeParse(request.query.get('state'));
  const state = asked.success ? asked.data : null;
  const lines: RecipientLine[] = [];
  for await (const line of linesOf(delivery, joinRecipients, streamExclusions)) {
    if (state !== null && line.state !== state) continue;
    lines.push(line);
    if (lines.length > recipientsPerPage) break;
  }
  return recipientsPage(shell, {
    delivery,
    lines: lines.slice(0, recipientsPerPage),
    isMore: lines.length > recipientsPerPage,
    state,
    zone: newsroom.zone,
    keys,
    settled: request.query.get('settled'),
  });
}

async function* linesOf(
  delivery: Delivery,
  joinRecipients: ConsoleDependencies['joinRecipients'],
  streamExclusions: ConsoleDependencies['streamExclusions'],
): AsyncGenerator<RecipientLine> {
  for await (const { recipient, state, reason, record } of joinRecipients(delivery))
    yield { ...recipient, state, reason, at: record?.at ?? null };
  if (!delivery.exclusionsKey) return;
  for await (const { contactId, email, reason } of streamExclusions(delivery.exclusionsKey))
    yield { contactId, email, language: null, state: 'left-out', reason, at: null };
}

/** A person decides how to treat the recipients whose send is unknown. */
export async function settle(
  shell: Shell,
  { settleUnknowns, readDelivery, readHead, now, keys }: ConsoleDependencies,
  request: PageRequest,
  releaseId: string,
  deliveryId: string,
): Promise<PageResponse> {
  const as = z.enum(['sent', 'resend']).safeParse(request.body.get('as'));
  if (!as.success) return refused(shell, 'Say what to make of them.');
  const by = keys.actor.name;
  const delivery = await readDelivery(deliveryId);
  if (!delivery) return missing(shell);
  const over = as.data === 'resend' ? whyOver(await readHead(releaseId), delivery, now().getTime()) : null;
  if (over !== null) return refused(shell, over);
  const settled = await settleUnknowns({ deliveryId, contactId: null, as: as.data, by });
  if (settled === null) return missing(shell);
  return seeOther(`/releases/${encodeURIComponent(releaseId)}/recipients/${deliveryId}?settled=${settled}`);
}
