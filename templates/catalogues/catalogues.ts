import type { Language } from '../../functions/_shared/domain/newsroom.ts';
import { ar } from './ar.ts';
import type { Catalogue } from './catalogue.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { ru } from './ru.ts';
import { vi } from './vi.ts';
import { zh } from './zh.ts';

/** A language without a catalogue, or a catalogue without a message, does not compile. */
export const catalogues: Readonly<Record<Language, Catalogue>> = { en, vi, fr, es, ar, zh, ru, de };
