import type { LanguageFacts } from './language-facts.ts';

export const ru: LanguageFacts = {
  locale: 'ru-RU',
  beats: {
    peacekeeping: 'Миротворчество',
    gender: 'Гендерное равенство',
    security: 'Безопасность',
    health: 'Здравоохранение',
    climate: 'Климат и окружающая среда',
    economy: 'Экономика',
    technology: 'Технологии',
  },
};
