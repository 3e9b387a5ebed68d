import type { LanguageFacts } from './language-facts.ts';

export const en: LanguageFacts = {
  locale: 'en-GB',
  beats: {
    peacekeeping: 'Peacekeeping',
    gender: 'Gender equality',
    security: 'Security',
    health: 'Health',
    climate: 'Climate and environment',
    economy: 'Economy',
    technology: 'Technology',
  },
};
