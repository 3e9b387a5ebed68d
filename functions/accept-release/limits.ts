/** Bytes: 5 MB of text; a Word document may weigh more because of its pictures. */
export const maximumBytes = { text: 5_000_000, docx: 50_000_000 } as const;
/** Characters of text: ten times the longest press kit. Reading more would only cost time. */
export const maximumTextLength = 500_000;
/** Lines of text, or paragraphs of a Word document. */
export const maximumLines = 8_000;
