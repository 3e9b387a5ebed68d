import type { Language } from '../_shared/domain/newsroom.ts';
import type { Edition, Text, Version } from '../_shared/domain/release.ts';
import type { Candidate, Release } from '../_shared/domain/release-life.ts';
import type { Instant } from '../_shared/domain/report.ts';
import { changedSentences } from './changed-sentences.ts';
import type { EditionInput } from './edition-input.ts';
import type { PreparedFiles } from './prepare-files.ts';

/** A version with its texts, the main one first, and those of the version before it that people were sent. */
export interface Story {
  version: Version;
  texts: readonly Text[];
  /** Texts of earlier approved versions, the newest version first: what corrections and kills look back at. */
  earlier: readonly (readonly Text[])[];
  files: PreparedFiles;
  /** Alphanumeric, at least 12 characters, random per composition. */
  nonce: string;
}

/**
 * Every language in which somebody is or was written to: those of the version, then those that only earlier ones had.
 * Who got the Vietnamese text is told of its correction also when the new version is in English alone.
 */
export function languagesOf({ texts, earlier }: Pick<Story, 'texts' | 'earlier'>): Language[] {
  return [...new Set([...texts, ...earlier.flat()].map(({ language }) => language))];
}

/**
 * The editions that a version may come to need, whatever the hour it is approved at. `kill` and a broken embargo's
 * lift notice are composed when they happen.
 */
export function editionsToCompose(release: Release, { embargo }: Pick<Candidate, 'embargo'>): Edition[] {
  const hasEarlier = release.live !== null || release.sentVersions.length > 0;
  return [
    ...(embargo ? (['embargoed'] as const) : []),
    'general',
    ...(embargo || hasEarlier ? (['lift-notice'] as const) : []),
    ...(hasEarlier && release.candidate?.isCorrection ? (['correction'] as const) : []),
  ];
}

/** What one edition says in one language; null for a language that only earlier versions had and this edition ignores. */
export function inputOf(
  story: Story,
  release: Release,
  edition: Edition,
  language: Language,
  now: Instant,
): EditionInput | null {
  const { version, texts, earlier, files, nonce } = story;
  const own = texts.find((text) => text.language === language);
  const looksBack = edition === 'correction' || edition === 'kill' || edition === 'lift-notice';
  const text = own ?? (looksBack ? texts[0] : undefined);
  if (!text) return null;
  // A kill or a lift names what the reader was sent, in the language they were sent it.
  const named = own ?? earlier.flat().find((one) => one.language === language) ?? text;
  const before = earlier[0]?.find((one) => one.language === text.language);
  const embargo = embargoOf(release, version.version);
  const broken = release.live?.version === version.version ? release.broken : null;
  return {
    text: edition === 'kill' || edition === 'lift-notice' ? withoutFiles(named) : text,
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
    lift:
      edition === 'lift-notice' ? { at: broken?.at ?? embargo ?? now, broken: broken?.reason ?? null } : null,
    sender: version.sender,
    nonce,
  };
}

/** A short notice shows none, and must go out also when a picture is lost. */
function withoutFiles(text: Text): Text {
  return { ...text, images: [], attachments: [] };
}

function embargoOf({ candidate, live }: Release, version: number): Instant | null {
  return [candidate, live].find((one) => one?.version === version)?.embargo ?? null;
}
