import type { Catalogue } from '../../templates/catalogues/catalogue.ts';
import type { Image } from '../_shared/domain/document.ts';
import { directionOf } from '../_shared/domain/languages/languages.ts';
import type { Language } from '../_shared/domain/newsroom.ts';
import { describeBytes, fillMessage } from './message.ts';
import { isolate } from './plain-text.ts';

const kindNames: Record<string, string> = {
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'DOCX',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'XLSX',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'PPTX',
  'application/vnd.ms-excel': 'XLS',
  'application/msword': 'DOC',
  'text/plain': 'TXT',
  'audio/mpeg': 'MP3',
};

/** `JPEG, 2.3 MB` */
export function describeFile(mediaType: string, bytes: number, language: Language): string {
  const kind = kindNames[mediaType] ?? mediaType.split('/').at(-1)?.toUpperCase() ?? mediaType;
  const size = describeBytes(bytes, language);
  return directionOf(language) === 'rtl' ? `${isolate(kind)}، ${size}` : `${kind}, ${size}`;
}

/**
 * The alternative text of the picture, otherwise its caption, otherwise the headline. Never the file name, and never
 * empty.
 */
export function alternativeText(image: Image, words: Catalogue, title: string): string {
  return image.alt ?? image.caption ?? `${words.release.picture}: ${title}`;
}

export function creditOf(image: Image, words: Catalogue, language: Language): string | null {
  return image.credit === null ? null : fillMessage(words.release.credit, { credit: image.credit }, language);
}
