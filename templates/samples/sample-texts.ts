import type { Block, Inline } from '../../functions/_shared/domain/document.ts';
import type { Language } from '../../functions/_shared/domain/newsroom.ts';
import type { Text } from '../../functions/_shared/domain/release.ts';
import { ar } from './languages/ar.ts';
import { de } from './languages/de.ts';
import { en } from './languages/en.ts';
import { es } from './languages/es.ts';
import { fr } from './languages/fr.ts';
import { pt } from './languages/pt.ts';
import { ru } from './languages/ru.ts';
import { vi } from './languages/vi.ts';
import { zh } from './languages/zh.ts';
import { email, paragraph, type Written, words } from './written.ts';

/** Does not compile if a language has no sample. */
export const written: Readonly<Record<Language, Written>> = { en, vi, fr, es, ar, zh, ru, de, pt };

export function sampleText(language: Language): Text {
  const one = written[language];
  const [first, second] = one.names;
  return {
    language,
    title: one.title,
    subtitle: one.subtitle,
    summary: null,
    dateline: { place: one.place, city: null, date: '2025-06-12' },
    contacts: [
      {
        name: first,
        organisation: one.organisation,
        email: 'lan@peace.example.org',
        phone: '+84 24 3850 0100',
      },
      { name: second, organisation: null, email: email, phone: null },
    ],
    images: [{ file: 'patrol.jpg', alt: one.alt, caption: one.caption, credit: one.credit }],
    attachments: [{ file: 'facts.pdf', title: one.attachment }],
    body: one.body,
    boilerplate: [paragraph(one.about)],
    notesToEditors: [paragraph(one.notes)],
  };
}

const row = (...cells: string[]): Inline[][] => cells.map((cell) => [words(cell)]);

/** A table with four columns, as health agencies send them. */
export const sampleTable: Block = {
  type: 'table',
  header: row('Mission', 'Uniformed personnel', 'Women', 'Share'),
  rows: [
    row('Abyei (UNISFA)', '3,412', '421', '12.3 %'),
    row('Central African Republic (MINUSCA)', '17,204', '1,502', '8.7 %'),
    row('South Sudan (UNMISS)', '15,880', '1,734', '10.9 %'),
  ],
};

const filler =
  'The programme was drawn up with the ministries concerned, with civil society and with the women who have served, and it is to be reviewed each year in the light of what the missions report back from the field. ';

/** Two thousand words in forty paragraphs. */
export function sampleLongBody(): Block[] {
  return Array.from({ length: 27 }, (_, index) => paragraph(`${index + 1}. ${filler.repeat(2)}`));
}
