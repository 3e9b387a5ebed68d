import { listNameSchema } from '../domain/contact.ts';
import { plainWords } from '../domain/plain-words.ts';

/**
 * The list of a dropped file, and its title: `lists/General Press.csv` → `general-press`, `General Press`. Null if the
 * name gives no valid list name.
 */
export function listOfKey(key: string): { list: string; title: string } | null {
  const stem = key
    .replace(/^lists\//, '')
    .replace(/\.[a-z0-9]{1,8}$/i, '')
    .trim();
  const list = plainWords(stem)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 63);
  if (!listNameSchema.safeParse(list).success) return null;
  return { list, title: titleOf(stem) };
}

/** `gender-and-peace` → `Gender and peace`. A name with capital letters is kept as it is. */
export function titleOf(stem: string): string {
  if (stem !== stem.toLowerCase()) return stem;
  const words = stem.replace(/[-_]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
