import type { EmailName } from '../_shared/domain/email-key.ts';
import type { Language } from '../_shared/domain/newsroom.ts';
import type { Edition, Text, Version } from '../_shared/domain/release.ts';
import type { Candidate, Release } from '../_shared/domain/release-life.ts';
import type { Instant } from '../_shared/domain/report.ts';
import { changedSentences } from './changed-sentences.ts';
import type { EditionInput } from './edition-input.ts';
import type { PreparedFiles } from './prepare-files.ts';

/** A version with its texts, the main one first. */
export interface Told {
  version: Version;
  texts: readonly Text[];
}

/** A version, and those before it that people may have been sent. */
export interface Story extends Told {
  /** Approved before it, the newest first: what its readers may hold, and all that editions that look back may name. */
  earlier: readonly Told[];
  files: PreparedFiles;
  /** Alphanumeric, at least 12 characters, random per composition. */
  nonce: string;
}

/**
 * Every language in which somebody is or was written to: those of the version, then those that only earlier ones had.
 * Who got the Vietnamese text is told of its correction also when the new version is in English alone.
 */
export function languagesOf({ texts, earlier }: Pick<Story, 'texts' | 'earlier'>): Language[] {
  return [...new Set([texts, ...earlier.map((one) => one.texts)].flat().map(({ language }) => language))];
}

/**
 * The editions that a version may come to need, whatever the hour it is approved at. `kill` and a broken embargo's
 * lift notice are composed when they happen.
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
 * The versions that an edition's readers may hold, the likeliest first; each gets an email of its own. No reader may
 * learn from a correction or a notice what stood in a version that they were never sent: it may be under embargo still.
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

/** What the email of those who hold a version is called. */
export function emailNameOf(story: Story, edition: Edition, held: Told, language: Language): EmailName {
  return { edition, language, holds: held === story ? null : held.version.version };
}

/** What one edition says in one language to those who hold a version; null for a language that it does not have. */
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

/** A short notice shows none, and must go out also when a picture is lost. */
function withoutFiles(text: Text): Text {
  return { ...text, images: [], attachments: [] };
}

function otherThan(embargo: Instant | null, told: Instant | null): Instant | null {
  return told !== null && embargo !== null && Date.parse(told) !== Date.parse(embargo) ? told : null;
}

function embargoOf({ candidate, live }: Release, version: number): Instant | null {
  return [candidate, live].find((one) => one?.version === version)?.embargo ?? null;
}
