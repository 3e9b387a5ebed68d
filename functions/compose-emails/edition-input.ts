import type { RenderedEmail } from '../_shared/domain/email.ts';
import type { Edition, Text } from '../_shared/domain/release.ts';
import type { Instant, Problem } from '../_shared/domain/report.ts';

/** A picture as the mail shows it: a rendition of ours, beside the original to download. */
export interface Picture {
  /** As the document names it (`Image.file`). */
  file: string;
  /** https URL of the rendition. */
  url: string;
  /** Pixels of the rendition, at most 1,200 wide. */
  width: number;
  height: number;
  /** Of the rendition. */
  bytes: number;
  original: { url: string; bytes: number; mediaType: string };
}

/** A file to download; never attached. */
export interface AttachmentLink {
  url: string;
  /** What the desk called it, else the file's name. */
  title: string;
  bytes: number;
  mediaType: string;
}

/** One edition of one text, with everything that stands in it. */
export interface EditionInput {
  text: Text;
  releaseId: string;
  version: number;
  edition: Edition;
  embargo: Instant | null;
  pictures: readonly Picture[];
  attachments: readonly AttachmentLink[];
  correction: {
    note: string;
    changes: readonly { before: string | null; after: string | null }[];
  } | null;
  kill: { reason: string; at: Instant } | null;
  /** The embargo that was told with the version which the reader holds; null when it is the same again. */
  moved: { from: Instant | null } | null;
  /** `broken`: why the embargo ended before its time; null when it lifted as planned. */
  lift: { at: Instant; broken: string | null } | null;
  sender: { name: string | null; replyTo: string | null };
  /** Alphanumeric, at least 12 characters, random per composition: marks the slots. */
  nonce: string;
}

export type RenderingResult =
  | { ok: true; email: RenderedEmail; warnings: Problem[] }
  | { ok: false; problems: Problem[] };
