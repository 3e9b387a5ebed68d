import { noticeIdOf } from '../_shared/decisions/notice-id.ts';
import { approvalUrl } from '../_shared/domain/approval-link.ts';
import type { AudienceSummary } from '../_shared/domain/audience.ts';
import { slotToken } from '../_shared/domain/email.ts';
import { emailName } from '../_shared/domain/email-key.ts';
import { fileToken } from '../_shared/domain/file-link.ts';
import { localSpan } from '../_shared/domain/local-span.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import type { NoticeOf } from '../_shared/domain/notice.ts';
import type { Edition } from '../_shared/domain/release.ts';
import type { PlannedEdition, Release } from '../_shared/domain/release-life.ts';
import { previewPlan } from '../_shared/domain/release-moves.ts';
import type { Instant, Problem } from '../_shared/domain/report.ts';
import { type Dependencies as DeliverDependencies, type Delivered, deliverNotice } from './deliver-notice.ts';
import type { EditionInput } from './edition-input.ts';
import { emailNameOf, heldVersions, inputOf, languagesOf, type Story } from './edition-inputs.ts';
import type { RenderedNotice } from './render-notice.ts';

export interface Dependencies extends DeliverDependencies {
  newsroom: Newsroom;
  publicUrl: string;
  linkKey: Uint8Array;
  renderProof: (notice: NoticeOf<'proof'>, shown: EditionInput) => Promise<RenderedNotice>;
  /** `within`: how many people in the audience hold an earlier version; `all`: how many people hold one at all. */
  countReaders: (release: Release, audience: AudienceSummary) => Promise<{ within: number; all: number }>;
}

interface Shown {
  audience: AudienceSummary;
  editions: PlannedEdition[];
  /** False if it was already approved, by policy: then there is no button. */
  isAsked: boolean;
}

/** What the desk should see of a version, or null if there is nothing to show. */
function shownOf(release: Release, version: number, now: Instant): Shown | null {
  const { candidate, live } = release;
  if (candidate?.version === version && candidate.state === 'awaiting-approval' && candidate.audience) {
    const editions = previewPlan(release, candidate, now);
    return { audience: candidate.audience, editions, isAsked: true };
  }
  const byPolicy = live?.version === version && live.approvals.every(({ by }) => by === 'policy auto');
  if (!live || !byPolicy || release.killed || release.broken) return null;
  return { audience: live.audience, editions: live.editions, isAsked: false };
}

/**
 * Sends a proof of a version to each person of the desk: the first edition as it will look, links to the others, who
 * gets it, who does not and why, what was assumed, and a personal link to approve. `later`: at least one proof was not
 * sent and must be tried again.
 */
export async function sendProofs(
  dependencies: Dependencies,
  release: Release,
  story: Story,
  warnings: readonly Problem[],
): Promise<Delivered> {
  const { newsroom, publicUrl, linkKey } = dependencies;
  const now = dependencies.now().toISOString();
  const shown = shownOf(release, story.version.version, now);
  if (!shown || newsroom.desk.length === 0) return 'over';
  const { releaseId, version } = story.version;
  const { audience, editions, isAsked } = shown;
  const mails = editions.flatMap(({ edition }) =>
    heldVersions(story, edition).flatMap((held) =>
      languagesOf(story).flatMap((language) => {
        const input = inputOf(story, release, edition, held, language, now);
        return input ? [{ input, name: emailNameOf(story, edition, held, language) }] : [];
      }),
    ),
  );
  const [first, ...others] = mails;
  if (!first) return 'over';
  const proof = await proofOf(dependencies, release, story, shown, warnings, now);
  let delivered: Delivered = 'over';
  for (const to of newsroom.desk) {
    const url = approvalUrl(publicUrl, { by: to, releaseId, version, audienceHash: audience.hash }, linkKey);
    const notice = {
      ...proof,
      others: others.map(({ name }) => ({ ...name, url: `${url}/${emailName(name)}` })),
      approveUrl: isAsked ? url : null,
    };
    const noticeId = noticeIdOf('proof', releaseId, version, audience.hash, to);
    const one = await deliverNotice(dependencies, { noticeId, to, kind: 'proof' }, () =>
      dependencies.renderProof(notice, withFilesFor(to, first.input, linkKey)),
    );
    if (one === 'later') delivered = one;
  }
  return delivered;
}

/** Uses a token of the desk, because the desk sees pictures and files before anybody else may. */
function withFilesFor(address: string, input: EditionInput, linkKey: Uint8Array): EditionInput {
  const token = fileToken({ kind: 'desk', address }, input, linkKey);
  const own = (url: string) => url.replace(slotToken('file-token', input.nonce), token);
  return {
    ...input,
    pictures: input.pictures.map((picture) => ({
      ...picture,
      url: own(picture.url),
      original: { ...picture.original, url: own(picture.original.url) },
    })),
    attachments: input.attachments.map((file) => ({ ...file, url: own(file.url) })),
  };
}

async function proofOf(
  { newsroom, countReaders }: Dependencies,
  release: Release,
  { version, texts }: Story,
  { audience, editions, isAsked }: Shown,
  warnings: readonly Problem[],
  now: Instant,
): Promise<NoticeOf<'proof'>> {
  const looksBack = new Set<Edition>(['correction', 'lift-notice', 'embargo-moved']);
  const readers = editions.some(({ edition }) => looksBack.has(edition))
    ? await countReaders(release, audience)
    : { within: 0, all: 0 };
  return {
    kind: 'proof',
    language: newsroom.defaultLanguage,
    releaseId: version.releaseId,
    version: version.version,
    title: texts[0]?.title ?? version.releaseId,
    audience,
    plan: editions.map((planned) => {
      const { edition, dueAt } = planned;
      const span = localSpan(planned, audience.byZone, now);
      return {
        edition,
        dueAt: Date.parse(dueAt) <= Date.parse(now) ? null : dueAt,
        ...(span && { span }),
        recipients: recipientsOf(edition, editions, audience, readers),
      };
    }),
    ...(isAsked && version.sendAtLocal && { sendAtLocal: version.sendAtLocal }),
    audienceOrigin: version.audience.origin,
    assumptions: version.assumptions,
    problems: [...version.problems, ...warnings],
    others: [],
    approveUrl: null,
  };
}

/** How many people an edition goes to, as known now. arm-delivery will select the same sets from the audience. */
function recipientsOf(
  edition: Edition,
  editions: readonly PlannedEdition[],
  { recipients, accredited }: AudienceSummary,
  readers: { within: number; all: number },
): number {
  const goesEarly = editions.some((one) => one.edition === 'embargoed');
  switch (edition) {
    case 'embargoed':
      return accredited;
    case 'general':
      return recipients - (goesEarly ? accredited : readers.within);
    case 'lift-notice':
      return goesEarly ? accredited : readers.all;
    case 'correction':
    case 'embargo-moved':
    case 'kill':
      return readers.all;
  }
}
