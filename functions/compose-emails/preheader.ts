import type { Block } from '../_shared/domain/document.ts';
import { localeOf } from '../_shared/domain/moment.ts';
import type { Language } from '../_shared/domain/newsroom.ts';
import type { Text } from '../_shared/domain/release.ts';
import { oneLine } from './plain-text.ts';

const longest = 100;

function firstParagraph(blocks: readonly Block[]): string {
  const paragraph = blocks.find((block) => block.type === 'paragraph');
  return paragraph?.inlines.map((inline) => (inline.type === 'break' ? ' ' : inline.text)).join('') ?? '';
}

/** The first words of a release's story. */
export function openingOf(text: Text): string {
  return text.subtitle ?? text.summary ?? (firstParagraph(text.body) || text.title);
}

/**
 * The preview text that inboxes show beside the subject: text from the mail, at most 100 characters, cut between words.
 */
export function preheaderOf(visible: string, language: Language): string {
  const words = oneLine(visible);
  if (words.length <= longest) return words;
  const segmenter = new Intl.Segmenter(localeOf(language), { granularity: 'word' });
  let kept = '';
  for (const { segment } of segmenter.segment(words)) {
    if (kept.length + segment.length > longest - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}
