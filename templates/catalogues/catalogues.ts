import type { Language } from '../../functions/_shared/domain/newsroom.ts';
import { ar } from './ar.ts';
import type { Catalogue } from './catalogue.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { pt } from './pt.ts';
import { ru } from './ru.ts';
import { vi } from './vi.ts';
import { zh } from './zh.ts';

/** If a language has no catalogue, or a catalogue lacks a message, the code does not compile. */
export const catalogues: Readonly<Record<Language, Catalogue>> = { en, vi, fr, es, ar, zh, ru, de, pt };
