import type { LanguageFacts } from './language-facts.ts';

export const pt: LanguageFacts = {
  locale: 'pt-BR',
  beats: {
    peacekeeping: 'Manutenção da paz',
    gender: 'Igualdade de gênero',
    security: 'Segurança',
    health: 'Saúde',
    climate: 'Clima e meio ambiente',
    economy: 'Economia',
    technology: 'Tecnologia',
  },
};
