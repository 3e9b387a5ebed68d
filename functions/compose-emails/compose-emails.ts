import type { ReleaseTable } from '../_shared/aws/release-table.ts';
import type { RenderedEmails } from '../_shared/aws/rendered-emails.ts';
import type { ApproveDependencies } from '../_shared/decisions/approve-release.ts';
import { type LifeDependencies, moveRelease } from '../_shared/decisions/move-release.ts';
import type { AudienceSummary } from '../_shared/domain/audience.ts';
import type { ArmMessage } from '../_shared/domain/messages.ts';
import type { Language } from '../_shared/domain/newsroom.ts';
import type { Edition, Text, Version } from '../_shared/domain/release.ts';
import { type Candidate, type Release, undecided } from '../_shared/domain/release-life.ts';
import { isComposedLate } from '../_shared/domain/release-moves.ts';
import type { Problem } from '../_shared/domain/report.ts';
import type { Delivered } from './deliver-notice.ts';
import type { EditionInput, RenderingResult } from './edition-input.ts';
import {
  editionsToCompose,
  emailNameOf,
  heldVersions,
  inputOf,
  languagesOf,
  type Story,
  type Told,
} from './edition-inputs.ts';
import type { PreparedFiles } from './prepare-files.ts';
import { type Dependencies as ProofDependencies, sendProofs } from './send-proofs.ts';

export interface Dependencies
  extends LifeDependencies,
    ProofDependencies,
    Pick<ReleaseTable, 'readVersion'>,
    Pick<RenderedEmails, 'writeEmail'>,
    Pick<ApproveDependencies, 'embargoElsewhere'> {
  /** The main language comes first. */
  readTexts: (version: Version) => Promise<Text[]>;
  checkAudience: (version: Version) => Promise<Problem[]>;
  freezeAudience: (version: Version, languages: readonly Language[]) => Promise<AudienceSummary>;
  prepareFiles: (version: Version, texts: readonly Text[], nonce: string) => Promise<PreparedFiles>;
  renderEdition: (input: EditionInput) => Promise<RenderingResult>;
  arm: (message: ArmMessage) => Promise<void>;
  /** Tells the desk that composing has held a version, and why. */
  tellHeld: (version: Version, title: string, problems: Problem[]) => Promise<void>;
  makeNonce: () => string;
}

/**
 * Composes what the head of a release requires: the waiting version (audience, emails, proofs), and editions whose
 * content was unknown before a decision (a kill, the lift notice of a broken embargo). Idempotent. `later`: a proof
 * could not be sent now, so the message must be enqueued again.
 */
export async function composeEmails(
  dependencies: Dependencies,
  { releaseId, version }: { releaseId: string; version: number },
): Promise<Delivered> {
  const release = await dependencies.readHead(releaseId);
  const isOurs = release?.live?.version === version || release?.candidate?.version === version;
  if (!release || !isOurs) return 'over';
  const story = await readStory(dependencies, release, version);
  await composeLate(dependencies, release, story);
  const waiting = undecided(release);
  const isWaiting = waiting?.version === version;
  const composed =
    isWaiting && waiting.state === 'composing'
      ? await composeVersion(dependencies, release, waiting, story)
      : { release, warnings: isWaiting ? await warnAgain(dependencies, release, waiting, story) : [] };
  return composed ? sendProofs(dependencies, composed.release, story, composed.warnings) : 'over';
}

async function readStory(dependencies: Dependencies, release: Release, number: number): Promise<Story> {
  const { readVersion, readTexts } = dependencies;
  const version = await readVersion(release.releaseId, number);
  // The accepting stage writes the version right after the head and may have crashed in between. Its retry writes the
  // version, and our retry finds it.
  if (!version) throw new Error('the version is not written yet');
  const texts = await readTexts(version);
  const sent = [release.live?.version, ...release.sentVersions].filter(
    (one) => one !== undefined && one !== number,
  );
  const earlier: Told[] = [];
  for (const one of new Set(sent)) {
    const before = one === undefined ? null : await readVersion(release.releaseId, one);
    if (before) earlier.push({ version: before, texts: await readTexts(before) });
  }
  const nonce = dependencies.makeNonce();
  const files = await dependencies.prepareFiles(version, texts, nonce);
  return { version, texts, earlier, files, nonce };
}

/** Returns the new head and warnings for the desk. Null if another version has replaced this one meanwhile. */
async function composeVersion(
  dependencies: Dependencies,
  release: Release,
  candidate: Candidate,
  story: Story,
): Promise<{ release: Release; warnings: Problem[] } | null> {
  const { version, texts } = story;
  const unknown = (await dependencies.checkAudience(version)).filter(({ severity }) => severity === 'hold');
  if (unknown.length > 0) return hold(dependencies, story, unknown);
  const audience = await dependencies.freezeAudience(
    version,
    texts.map(({ language }) => language),
  );
  const { problems, warnings } = await render(
    dependencies,
    release,
    story,
    editionsToCompose(release, candidate),
  );
  if (problems.length > 0) return hold(dependencies, story, problems);
  const moved = await moveRelease(dependencies, version.releaseId, async (before) => ({
    act: 'compose',
    by: 'compose-emails',
    version: version.version,
    audience,
    // Only needed if composing also approves, by policy.
    elsewhere: before && candidate.policy === 'auto' ? await dependencies.embargoElsewhere(before) : null,
  }));
  if (!moved.ok) return null;
  return {
    release: moved.release,
    warnings: [...warnings, ...emptiness(audience), ...untrusted(audience, candidate)],
  };
}

/**
 * The warnings for a proof that could not be sent when its version was composed: the same as in the other proofs. The
 * emails stay as they are.
 */
async function warnAgain(
  dependencies: Dependencies,
  release: Release,
  candidate: Candidate,
  story: Story,
): Promise<Problem[]> {
  if (candidate.state !== 'awaiting-approval' || !candidate.audience) return [];
  const reading = { ...dependencies, writeEmail: async () => {} };
  const { warnings } = await render(reading, release, story, editionsToCompose(release, candidate));
  return [...warnings, ...emptiness(candidate.audience), ...untrusted(candidate.audience, candidate)];
}

/**
 * A list may be called "trusted", but only accepting the terms accredits. The desk should see how many contacts have
 * not accepted them.
 */
function untrusted({ recipients, accredited }: AudienceSummary, { embargo }: Candidate): Problem[] {
  if (embargo === null || accredited === recipients) return [];
  return [
    {
      code: 'not-accredited',
      severity: 'warning',
      message: `${recipients - accredited} of ${recipients} contacts are not accredited: whatever list they are on, they get nothing before the embargo lifts.`,
      fix: 'Nothing to do; whoever should get it early has to accept the embargo terms first.',
      where: { field: 'embargo' },
    },
  ];
}

function emptiness({ recipients }: AudienceSummary): Problem[] {
  if (recipients > 0) return [];
  return [
    {
      code: 'audience-empty',
      severity: 'warning',
      message: 'Nobody would get this release.',
      fix: 'Put contacts on the lists it goes to, or name other lists.',
      where: { field: 'lists' },
    },
  ];
}

async function hold(
  dependencies: Dependencies,
  { version, texts }: Story,
  problems: Problem[],
): Promise<null> {
  const moved = await moveRelease(dependencies, version.releaseId, {
    act: 'hold',
    by: 'compose-emails',
    version: version.version,
    problems,
  });
  if (moved.ok) await dependencies.tellHeld(version, texts[0]?.title ?? version.releaseId, problems);
  return null;
}

/**
 * Renders editions for everybody who may get them, and stores the emails. Returns problems if an email cannot be sent.
 */
async function render(
  { renderEdition, writeEmail, now }: Dependencies,
  release: Release,
  story: Story,
  editions: readonly Edition[],
): Promise<{ problems: Problem[]; warnings: Problem[] }> {
  const problems = new Map<string, Problem>();
  const warnings = new Map<string, Problem>();
  const languages = languagesOf(story);
  const at = now().toISOString();
  const mails = editions.flatMap((edition) =>
    heldVersions(story, edition).flatMap((held) =>
      languages.map((language) => ({ edition, held, language })),
    ),
  );
  for (const { edition, held, language } of mails) {
    const input = inputOf(story, release, edition, held, language, at);
    if (!input) continue;
    const result = await renderEdition(input);
    if (result.ok) {
      await writeEmail(result.email, emailNameOf(story, edition, held, language));
      for (const warning of result.warnings) warnings.set(JSON.stringify(warning), warning);
    } else for (const problem of result.problems) problems.set(JSON.stringify(problem), problem);
  }
  return { problems: [...problems.values()], warnings: [...warnings.values()] };
}

async function composeLate(dependencies: Dependencies, release: Release, story: Story): Promise<void> {
  const { live, releaseId } = release;
  if (live?.version !== story.version.version) return;
  const late = live.editions
    .filter(({ edition, state }) => state === 'planned' && isComposedLate(release, edition))
    .map(({ edition }) => edition);
  const { problems } = await render(dependencies, release, story, late);
  // If a retraction cannot be rendered, that is a bug that somebody must see: the message goes to the dead-letter
  // queue.
  if (problems.length > 0) throw new Error(`late editions: ${problems.map(({ code }) => code).join(', ')}`);
  for (const edition of late) await dependencies.arm({ releaseId, version: live.version, edition });
}
