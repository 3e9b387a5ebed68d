import type { LanguageFacts } from './language-facts.ts';

export const de: LanguageFacts = {
  locale: 'de-DE',
  beats: {
    peacekeeping: 'Friedenssicherung',
    gender: 'Gleichstellung',
    security: 'Sicherheit',
    health: 'Gesundheit',
    climate: 'Klima und Umwelt',
    economy: 'Wirtschaft',
    technology: 'Technologie',
  },
};
