/** Bytes: 5 MB of text; a Word document may weigh more because of its pictures. */
export const maximumBytes = { text: 5_000_000, docx: 50_000_000 } as const;
