import type { Block } from '../../_shared/domain/document.ts';
import type { Text } from '../../_shared/domain/release.ts';
import type { Declared } from '../declarations/declared-schema.ts';
import { trimRules } from '../fields/block-text.ts';
import type { SettledText } from './settle-fields.ts';
import { withImages } from './settle-images.ts';

/** The text as it is kept, sent and shown. Null without a headline or a language: then it is rejected. */
export function textOf({ values, understanding, byFound }: SettledText, declared: Declared): Text | null {
  const { language, title, subtitle, dateline, contacts, images, attachments } = values;
  if (title === null || language === null) return null;
  const { body, boilerplate, notes } = understanding.composed;
  const settledBlocks = (blocks: Block[]) => withImages(trimRules(blocks), byFound);
  return {
    language,
    title,
    subtitle,
    summary: declared.summary || null,
    dateline,
    contacts,
    ...(declared.contacts && declared.contacts.length > 0 && { contactsDeclared: true }),
    images,
    attachments,
    body: settledBlocks(body),
    boilerplate: declared.boilerplate ? paragraphsOf(declared.boilerplate) : settledBlocks(boilerplate),
    notesToEditors: settledBlocks(notes),
  };
}

function paragraphsOf(written: string): Block[] {
  return written.split(/\n{2,}/).map((paragraph) => ({
    type: 'paragraph',
    inlines: [{ type: 'text', text: paragraph.replace(/\s+/g, ' ') }],
  }));
}
