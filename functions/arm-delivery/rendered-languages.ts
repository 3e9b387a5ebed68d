import { readEmailKey } from '../_shared/domain/email-key.ts';
import type { Language } from '../_shared/domain/newsroom.ts';

/**
 * The languages in which an edition was rendered, by the version that its readers hold. The key null is for readers who
 * hold no other version.
 */
export type RenderedLanguages = ReadonlyMap<number | null, readonly [Language, ...Language[]]>;

/** Reads the languages from the keys of an edition's emails. The newsroom's own language comes first. */
export function renderedLanguages(keys: readonly string[], newsroomLanguage: Language): RenderedLanguages {
  const byHeld = new Map<number | null, [Language, ...Language[]]>();
  for (const key of keys) {
    const name = readEmailKey(key);
    if (!name) continue;
    const known = byHeld.get(name.holds);
    if (!known) byHeld.set(name.holds, [name.language]);
    else if (name.language === newsroomLanguage) known.unshift(name.language);
    else known.push(name.language);
  }
  return byHeld;
}
