/** Bytes: 5 MB of text; a Word document may weigh more because of its pictures. */
export const maximumBytes = { text: 5_000_000, docx: 50_000_000 } as const;
/** Characters of text: ten times the longest press kit. Reading more would only cost time. */
export const maximumTextLength = 500_000;
/** Lines of text, or paragraphs of a Word document. */
export const maximumLines = 8_000;
/** Texts and sidecars of one release: every language with its own, five times over. */
export const maximumFiles = 80;
/** Bytes of all texts and sidecars of one release: they lie in memory together. */
export const maximumReleaseBytes = 60_000_000;
/** Seconds until a file, and a release as a whole, must have been read. Real files take less than one. */
export const readingSeconds = { file: 10, release: 30 } as const;
/** Megabytes of memory that reading may take, beside the bytes of the files themselves. */
export const readingMegabytes = 256;
