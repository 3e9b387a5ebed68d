import { email, heading, link, list, paragraph, quote, strong, type Written } from '../written.ts';

export const zh: Written = {
  title: '越南与联合国共同启用区域女性维和人员培训中心',
  subtitle: '自九月起，每年将有来自十一个国家的两百名女军警官在河内接受任务前培训。',
  place: '越南河内',
  body: [
    paragraph(
      '越南政府与联合国今日启用一所培训中心，专门培训即将参加和平行动的女警官和女军官。该中心为东南亚首创，首批',
      strong('48名学员'),
      '将于9月1日入学。',
    ),
    paragraph(
      '目前在任务区执勤的军警人员中，女性不足十分之一。课程包括保护平民、无线电纪律、战地急救以及驻在地社区的语言。',
    ),
    quote(
      '“有女性参加的巡逻队，能听到没有女性的巡逻队永远听不到的声音。这样的巡逻队，就从这里出发。”',
      '陈明英，中心主任',
    ),
    heading('中心提供什么'),
    list(
      '以英语和法语授课的六周和十二周课程',
      '与工兵连共用的野战医院和渡河训练场',
      '由伙伴国政府出资的园区托儿所',
    ),
    paragraph(
      '7月15日开始接受申请。申请条件见',
      link('中心网页', 'https://peace.example.org/zh/centre'),
      '；如有疑问，请联系 ',
      link(email, `mailto:${email}`),
      '。',
    ),
  ],
  caption: '首期学员在河内郊外演练夜间巡逻。',
  alt: '四名头戴蓝盔的女性手持电筒，夜里沿着稻田行走。',
  credit: '联合国 / 黎秋霞',
  organisation: '联合国驻地协调员办事处',
  names: ['范氏兰', '王晓宁'],
  about: '联合国驻越南系统由十八个机构组成，与越南政府在和平、卫生、气候和体面劳动等领域开展合作。',
  notes: '军警人员数字截至2025年4月30日。可应要求提供播出级视频。',
  attachment: '中心概况与数据',
  correction: { note: '首期学员为48名，而非84名。', before: '首批84名学员', after: '首批48名学员' },
  reason: '启用仪式已推迟，有关数字未经核准。',
};
