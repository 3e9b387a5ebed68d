import type { LanguageFacts } from './language-facts.ts';

export const zh: LanguageFacts = {
  locale: 'zh-Hans',
  comma: ' ',
  beats: {
    peacekeeping: '维和',
    gender: '性别平等',
    security: '安全',
    health: '卫生健康',
    climate: '气候与环境',
    economy: '经济',
    technology: '科技',
  },
};
