import type { LanguageFacts } from './language-facts.ts';

export const fr: LanguageFacts = {
  locale: 'fr-FR',
  beats: {
    peacekeeping: 'Maintien de la paix',
    gender: 'Égalité des sexes',
    security: 'Sécurité',
    health: 'Santé',
    climate: 'Climat et environnement',
    economy: 'Économie',
    technology: 'Technologie',
  },
};
