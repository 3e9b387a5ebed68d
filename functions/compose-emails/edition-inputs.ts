import type { EmailName } from '../_shared/domain/email-key.ts';
import type { Language } from '../_shared/domain/newsroom.ts';
import type { Edition, Text, Version } from '../_shared/domain/release.ts';
import type { Candidate, Release } from '../_shared/domain/release-life.ts';
import type { Instant } from '../_shared/domain/report.ts';
import { changedSentences } from './changed-sentences.ts';
import type { EditionInput } from './edition-input.ts';
import type { PreparedFiles } from './prepare-files.ts';

/** A version with its texts; the main language comes first. */
export interface Told {
  version: Version;
  texts: readonly Text[];
}

/** A version, and the earlier ones that people may have been sent. */
export interface Story extends Told {
  /**
   * Versions approved earlier, newest first. Readers may hold one of them; editions about an earlier version may
   * mention only these.
   */
  earlier: readonly Told[];
  files: PreparedFiles;
  /** Alphanumeric, at least 12 characters, random per composition. */
  nonce: string;
}

/**
 * Every language in which recipients are or were written to: first those of this version, then those that only earlier
 * versions had. A reader of the Vietnamese text is told about a correction even if the new version is only in English.
 */
export function languagesOf({ texts, earlier }: Pick<Story, 'texts' | 'earlier'>): Language[] {
  return [...new Set([texts, ...earlier.map((one) => one.texts)].flat().map(({ language }) => language))];
}

/**
 * The editions that a version may need, whenever it is approved. `kill` and the lift notice of a broken embargo are
 * composed when the event happens.
 */
export function editionsToCompose(release: Release, { embargo }: Pick<Candidate, 'embargo'>): Edition[] {
  const hasEarlier = release.live !== null || release.sentVersions.length > 0;
  return [
    ...(embargo ? (['embargoed'] as const) : []),
    ...(embargo && hasEarlier ? (['embargo-moved'] as const) : []),
    'general',
    ...(embargo || hasEarlier ? (['lift-notice'] as const) : []),
    ...(hasEarlier && release.candidate?.isCorrection ? (['correction'] as const) : []),
  ];
}

/**
 * The versions that readers of an edition may hold, the most probable first. Each version gets a separate email: a
 * correction or notice must not reveal the content of a version that the reader was never sent, because it may still be
 * under embargo.
 */
export function heldVersions(story: Story, edition: Edition): Told[] {
  switch (edition) {
    case 'embargoed':
    case 'general':
      return [story];
    case 'correction':
    case 'embargo-moved':
      return [...story.earlier];
    case 'lift-notice':
    case 'kill':
      return [story, ...story.earlier];
  }
}

/** The name of the email for people who hold a version. */
export function emailNameOf(story: Story, edition: Edition, held: Told, language: Language): EmailName {
  return { edition, language, holds: held === story ? null : held.version.version };
}

/**
 * The content of one edition in one language, for people who hold a version. Null if the edition does not exist in this
 * language.
 */
export function inputOf(
  story: Story,
  release: Release,
  edition: Edition,
  held: Told,
  language: Language,
  now: Instant,
): EditionInput | null {
  const { version, files, nonce } = story;
  const isNotice = edition === 'kill' || edition === 'lift-notice' || edition === 'embargo-moved';
  const told = isNotice ? held : story;
  const own = told.texts.find((text) => text.language === language);
  const text = own ?? (isNotice || edition === 'correction' ? told.texts[0] : undefined);
  if (!text) return null;
  const before = held.texts.find((one) => one.language === text.language);
  const embargo = embargoOf(release, version.version);
  const broken = release.live?.version === version.version ? release.broken : null;
  return {
    text: isNotice ? withoutFiles(text) : text,
    releaseId: version.releaseId,
    version: version.version,
    edition,
    embargo: edition === 'correction' || edition === 'kill' ? null : embargo,
    pictures: files.pictures,
    attachments: files.attachments,
    correction:
      edition === 'correction' && version.correction
        ? { note: version.correction, changes: before ? changedSentences(before, text) : [] }
        : null,
    kill: release.killed && { reason: release.killed.reason, at: release.killed.at },
    moved: edition === 'embargo-moved' ? { from: otherThan(embargo, held.version.embargo) } : null,
    lift:
      edition === 'lift-notice' ? { at: broken?.at ?? embargo ?? now, broken: broken?.reason ?? null } : null,
    sender: told.version.sender,
    nonce,
  };
}

/** A short notice shows no files, and must be sent even if a picture is missing. */
function withoutFiles(text: Text): Text {
  return { ...text, images: [], attachments: [] };
}

function otherThan(embargo: Instant | null, told: Instant | null): Instant | null {
  return told !== null && embargo !== null && Date.parse(told) !== Date.parse(embargo) ? told : null;
}

function embargoOf({ candidate, live }: Release, version: number): Instant | null {
  return [candidate, live].find((one) => one?.version === version)?.embargo ?? null;
}
