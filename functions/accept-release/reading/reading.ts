import type { Newsroom } from '../../_shared/domain/newsroom.ts';
import type { Text, Version } from '../../_shared/domain/release.ts';
import type { Instant, Problem, Report } from '../../_shared/domain/report.ts';

/** One file of a release. `oversize`: too large to be loaded. `refused`: why it must not be read. */
export interface DroppedFile {
  key: string;
  bytes: Uint8Array;
  oversize?: boolean;
  refused?: Problem;
}

/** A release's files as found in the bucket. `files` holds every text and sidecar with bytes; `siblings` names other objects (pictures, attachments) with size in bytes. */
export interface ReleaseFiles {
  id: string;
  files: DroppedFile[];
  siblings: { key: string; size: number }[];
}
export interface ReadingContext {
  newsroom: Newsroom;
  now: Instant;
  /** A person named the zone for this reading: then the dateline's place does not contradict it. */
  zoneIsGiven?: boolean;
}

/** What a version needs of its content; ids, times and keys are the store's. */
export type ReleaseContent = Omit<Version, 'releaseId' | 'version' | 'readAt' | 'sources' | 'texts'> & {
  /** One per language; the first is the main one. */
  texts: Text[];
  /** Ids of releases with the same text: the desk says that this is another release. */
  sameTextAs: string[];
};

/** Where a field's value comes from: declared by the desk, found in the text, or assumed. */
export interface Provenance {
  from: 'declared' | 'found' | 'assumed';
  /** Front matter, a sidecar's name, or the text. */
  source: string;
  line: number | null;
}
export type ReadReport = Report & { provenance: Record<string, Provenance> };

/** The text with every field marked where it was found, and the numbers of the lines that it shows. */
export interface MarkedText {
  html: string;
  lines: number[];
}

/** The answer to one file. `render`: the page of a report to which something was added (its version, more problems). */
export interface FileAnswer {
  report: ReadReport;
  html: string;
  render: (report: ReadReport) => string;
  /** What the page shows of the text. */
  marked: () => MarkedText;
}

export interface Reading {
  /** One per file, in the order given. */
  reports: FileAnswer[];
  /**
   * Null when rejected, and when held because no text or no language of ours is there yet. A held content must not be
   * sent before a person has decided: its embargo may be null because it was not understood.
   */
  content: ReleaseContent | null;
}
