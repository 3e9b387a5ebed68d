import type { RenderedEmail } from '../_shared/domain/email.ts';
import type { Edition, Text } from '../_shared/domain/release.ts';
import type { Instant, Problem } from '../_shared/domain/report.ts';

/** A picture in the mail: our rendition, and a link to the original. */
export interface Picture {
  /** The file name in the document (`Image.file`). */
  file: string;
  /** https URL of the rendition. */
  url: string;
  /** Pixels of the rendition; at most 1,200 wide. */
  width: number;
  height: number;
  /** Size of the rendition. */
  bytes: number;
  original: { url: string; bytes: number; mediaType: string };
}

/** A file to download; never attached. */
export interface AttachmentLink {
  url: string;
  /** The title that the desk gave, otherwise the file name. */
  title: string;
  bytes: number;
  mediaType: string;
}

/** Everything that is needed to render one edition of one text. */
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
  /** The embargo of the version that the reader holds; null if it is the same as now. */
  moved: { from: Instant | null } | null;
  /** `broken`: why the embargo ended early; null if it ended as planned. */
  lift: { at: Instant; broken: string | null } | null;
  sender: { name: string | null; replyTo: string | null };
  /** Alphanumeric, at least 12 characters, random per composition. Part of the slot tokens. */
  nonce: string;
}

export type RenderingResult =
  | { ok: true; email: RenderedEmail; warnings: Problem[] }
  | { ok: false; problems: Problem[] };
