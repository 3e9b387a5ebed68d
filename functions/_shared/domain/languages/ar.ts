import type { LanguageFacts } from './language-facts.ts';

export const ar: LanguageFacts = {
  locale: 'ar-u-ca-gregory-nu-latn',
  direction: 'rtl',
  comma: '، ',
  beats: {
    peacekeeping: 'حفظ السلام',
    gender: 'المساواة بين الجنسين',
    security: 'الأمن',
    health: 'الصحة',
    climate: 'المناخ والبيئة',
    economy: 'الاقتصاد',
    technology: 'التكنولوجيا',
  },
};
