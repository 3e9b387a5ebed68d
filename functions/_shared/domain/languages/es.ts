import type { LanguageFacts } from './language-facts.ts';

export const es: LanguageFacts = {
  locale: 'es-ES',
  beats: {
    peacekeeping: 'Mantenimiento de la paz',
    gender: 'Igualdad de género',
    security: 'Seguridad',
    health: 'Salud',
    climate: 'Clima y medio ambiente',
    economy: 'Economía',
    technology: 'Tecnología',
  },
};
