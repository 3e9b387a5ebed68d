import type { Problem } from '../../_shared/domain/report.ts';
import { problem } from '../problems.ts';
import { endingOf } from '../release-id-of.ts';

export type Kind = 'markdown' | 'html' | 'docx' | 'text';

const endings: Record<string, Kind> = {
  md: 'markdown',
  markdown: 'markdown',
  html: 'html',
  htm: 'html',
  docx: 'docx',
  txt: 'text',
};
const wordProcessors: Record<string, string> = {
  doc: 'an old Word document',
  odt: 'an OpenDocument text',
  rtf: 'a Rich Text file',
  pages: 'a Pages document',
  docm: 'a Word document with macros',
  dotx: 'a Word template',
  dot: 'a Word template',
  wps: 'a Works document',
};

const saveAs: Record<string, string> = {
  doc: 'Open it in Word and save it as “Word Document (.docx)”.',
  odt: 'Open it in LibreOffice and save it as “Word 2007-365 (.docx)”.',
  rtf: 'Open it in Word and save it as “Word Document (.docx)”.',
  pages: 'In Pages, choose File, Export To, Word.',
  docm: 'Open it in Word and save it as “Word Document (.docx)”, without macros.',
  pdf: 'Drop the document the PDF was made from: Word (.docx), HTML, Markdown or plain text.',
};

/** Files that belong beside a text: pictures, films, attachments. */
const companions =
  /^(?:jpe?g|png|gif|webp|svg|tiff?|bmp|heic|avif|mp4|mov|mp3|wav|zip|xlsx?|pptx?|csv|ics|eps|ai|psd)$/;

/** What a file is, by its name and its first bytes; or why it cannot be read. */
export function sniffKind(key: string, bytes: Uint8Array): Kind | Problem {
  const name = key.split('/').at(-1) ?? key;
  const ending = endingOf(name);
  const magic = magicOf(bytes);
  if (bytes.length === 0) return problem('file-empty', 'The file is empty.');
  const known = endings[ending];
  const unsupported = refuseKind(name, ending, known !== undefined && magic === 'pdf');
  if (unsupported) return unsupported;
  if (known === undefined) return refuseUnknown(name, magic === 'image' || companions.test(ending));
  return (known === 'docx' ? refuseWord(name, magic) : refuseText(name, magic, bytes)) ?? known;
}

function refuseKind(name: string, ending: string, holdsPdf: boolean): Problem | null {
  const wordProcessor = wordProcessors[ending];
  if (wordProcessor !== undefined)
    return problem(
      'file-kind-unsupported',
      `“${name}” is ${wordProcessor}, which is not read.`,
      {},
      saveAs[ending] ?? saveAs.doc,
    );
  return ending === 'pdf' || holdsPdf
    ? problem(
        'file-kind-unsupported',
        `“${name}” is a PDF, which is not read: its text has no order.`,
        {},
        saveAs.pdf,
      )
    : null;
}

function refuseUnknown(name: string, isCompanion: boolean): Problem {
  return isCompanion
    ? problem(
        'file-not-text',
        `“${name}” is no text: a picture, a film or an attachment belongs into the folder of its release.`,
        {},
        'Make a folder with the release’s name and put the text and its pictures into it.',
      )
    : problem('file-not-text', `“${name}” is not a kind of file that is read.`);
}

function refuseWord(name: string, magic: Magic): Problem | null {
  if (magic === 'ole')
    return problem(
      'file-protected',
      `“${name}” is protected by a password, or is an old Word document under a new name.`,
      {},
      'Open it in Word, remove the password (File, Info) and save it as “Word Document (.docx)”.',
    );
  return magic === 'zip'
    ? null
    : problem('file-damaged', `“${name}” is not a Word document, in spite of its name.`);
}

function refuseText(name: string, magic: Magic, bytes: Uint8Array): Problem | null {
  if (magic === 'rtf')
    return problem(
      'file-kind-unsupported',
      `“${name}” is a Rich Text file under another name.`,
      {},
      saveAs.rtf,
    );
  if (magic === 'zip')
    return problem(
      'file-not-text',
      `“${name}” is a Word document or an archive under another name.`,
      {},
      'If it is a Word document, rename it to end in .docx.',
    );
  return magic !== null || looksBinary(bytes)
    ? problem('file-not-text', `“${name}” is not a text, in spite of its name.`)
    : null;
}

/** What the first bytes say; null when they say nothing. */
type Magic = 'zip' | 'ole' | 'pdf' | 'rtf' | 'image' | 'other' | null;

function magicOf(bytes: Uint8Array): Magic {
  const head = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return 'zip';
  if (head.startsWith('\xd0\xcf\x11\xe0')) return 'ole';
  if (head.startsWith('%PDF-')) return 'pdf';
  if (head.startsWith('{\\rtf')) return 'rtf';
  if (
    head.startsWith('\x89PNG') ||
    head.startsWith('GIF8') ||
    head.startsWith('\xff\xd8\xff') ||
    (head.startsWith('RIFF') && head.includes('WEBP'))
  )
    return 'image';
  if (head.startsWith('\x7fELF') || head.startsWith('MZ\x90') || head.startsWith('\x1f\x8b')) return 'other';
  return null;
}

/** Many NULs that are not UTF-16's. */
function looksBinary(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 8000);
  if ((sample[0] === 0xff && sample[1] === 0xfe) || (sample[0] === 0xfe && sample[1] === 0xff)) return false;
  let [even, odd, control] = [0, 0, 0];
  for (const [index, byte] of sample.entries())
    if (byte === 0) index % 2 === 0 ? even++ : odd++;
    else if (byte < 9 || (byte > 13 && byte < 27)) control++;
  const half = sample.length / 2;
  const utf16 = (odd > half * 0.3 && even < half * 0.02) || (even > half * 0.3 && odd < half * 0.02);
  return !utf16 && (even + odd > sample.length * 0.02 || control > sample.length * 0.05);
}
