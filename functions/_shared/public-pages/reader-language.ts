import type { Card } from '../domain/contact.ts';
import { type Language, languages } from '../domain/newsroom.ts';
import type { PageRequest } from '../runtime/page.ts';

const isLanguage = (tag: string): tag is Language => languages.some((language) => language === tag);

/** The language of a page: the one requested in its address, else the contact's, the browser's, or the newsroom's. */
export function readerLanguage(
  request: PageRequest,
  card: Card | null,
  newsroomLanguage: Language,
): Language {
  const wanted = [
    request.query.get('language') ?? '',
    ...(card?.languages ?? []),
    ...acceptedLanguages(request.headers['accept-language'] ?? ''),
  ];
  return wanted.find(isLanguage) ?? newsroomLanguage;
}

/** The primary subtags of an Accept-Language header, the most preferred first. */
function acceptedLanguages(header: string): string[] {
  return header
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const quality = parameters.find((parameter) => parameter.trim().startsWith('q='));
      return {
        tag: tag.toLowerCase().split('-')[0] ?? '',
        quality: quality ? Number(quality.trim().slice(2)) : 1,
      };
    })
    .sort((a, b) => b.quality - a.quality)
    .map(({ tag }) => tag);
}
