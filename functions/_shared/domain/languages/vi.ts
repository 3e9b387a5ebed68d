import type { LanguageFacts } from './language-facts.ts';

export const vi: LanguageFacts = {
  locale: 'vi-VN',
  beats: {
    peacekeeping: 'Gìn giữ hòa bình',
    gender: 'Bình đẳng giới',
    security: 'An ninh',
    health: 'Y tế',
    climate: 'Khí hậu và môi trường',
    economy: 'Kinh tế',
    technology: 'Công nghệ',
  },
};
