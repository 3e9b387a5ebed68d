import { describe, expect, test } from 'vitest';
import { read } from './newsroom.ts';

const body =
  'The ministry and its partners opened a regional forum on the role of women in peacekeeping operations, with more than one hundred participants from twenty countries. Delegates agreed on a plan of action for the coming five years.';
const bodies = {
  en: body,
  fr: 'Le ministère et ses partenaires ont ouvert un forum régional sur le rôle des femmes dans les opérations de maintien de la paix, avec plus de cent participants venus de vingt pays. Les délégués ont adopté un plan d’action pour les cinq prochaines années.',
  es: 'El ministerio y sus socios inauguraron un foro regional sobre el papel de las mujeres en las operaciones de mantenimiento de la paz, con más de cien participantes de veinte países. Los delegados aprobaron un plan de acción para los próximos cinco años.',
  de: 'Das Ministerium und seine Partner haben ein regionales Forum über die Rolle der Frauen in Friedensmissionen eröffnet, mit mehr als hundert Teilnehmern aus zwanzig Ländern. Die Delegierten einigten sich auf einen Aktionsplan für die nächsten fünf Jahre.',
  ru: 'Министерство и его партнёры открыли региональный форум о роли женщин в операциях по поддержанию мира, в котором приняли участие более ста человек из двадцати стран. Делегаты согласовали план действий на ближайшие пять лет.',
  vi: 'Bộ Công an và các đối tác đã khai mạc diễn đàn khu vực về vai trò của phụ nữ trong các hoạt động gìn giữ hòa bình, với hơn một trăm đại biểu đến từ hai mươi quốc gia. Các đại biểu đã thống nhất kế hoạch hành động cho năm năm tới.',
  ar: 'افتتحت الوزارة وشركاؤها منتدى إقليميا حول دور المرأة في عمليات حفظ السلام بمشاركة أكثر من مئة مشارك من عشرين دولة. واتفق المندوبون على خطة عمل للسنوات الخمس المقبلة من أجل تعزيز مشاركة النساء في جميع المستويات.',
  zh: '公安部及其合作伙伴举办了关于妇女在维和行动中的作用的区域论坛，来自二十个国家的一百多名代表出席了会议。与会代表就未来五年的行动计划达成一致，并呼吁各国采取进一步措施，加强妇女在各级的参与。',
  pt: 'O ministério e os seus parceiros abriram um fórum regional sobre o papel das mulheres nas operações de paz, com mais de cem participantes de vinte países. Os delegados aprovaram um plano de ação para os próximos cinco anos e agradeceram o apoio das organizações.',
};
const titles = {
  en: 'Regional forum on women in peacekeeping opens with delegates from twenty countries',
  fr: 'Un forum régional sur les femmes dans le maintien de la paix réunit vingt pays',
  es: 'Un foro regional sobre las mujeres en el mantenimiento de la paz reúne a veinte países',
  de: 'Regionales Forum über Frauen in Friedensmissionen mit zwanzig Ländern eröffnet',
  ru: 'Открылся региональный форум о роли женщин в поддержании мира',
  vi: 'Khai mạc diễn đàn khu vực về phụ nữ trong gìn giữ hòa bình',
  ar: 'افتتاح منتدى إقليمي حول دور المرأة في حفظ السلام',
  zh: '妇女参与维和行动区域论坛开幕',
  pt: 'Fórum regional sobre mulheres nas operações de paz reúne vinte países',
};
type Language = keyof typeof bodies;

const release = (language: Language, embargo: string) =>
  `${embargo}\n\n# ${titles[language]}\n\n${bodies[language]}\n`;

// 09:00 on 12 June 2025, a Thursday, in Ha Noi.
const nine = '2025-06-12T02:00:00Z';

const understood: [Language, string, string][] = [
  ['en', 'EMBARGOED UNTIL 9:00 a.m., Thursday, 12 June 2025', nine],
  ['en', 'EMBARGOED UNTIL 9:00 A.M., THURSDAY, JUNE 12, 2025', nine],
  ['en', 'Embargoed until 09:00 on 12 June 2025', nine],
  ['en', 'Embargo: 12 June 2025, 09:00 (Asia/Ho_Chi_Minh)', nine],
  ['en', 'EMBARGO: 2025-06-12T09:00:00+07:00', nine],
  ['en', 'EMBARGOED: 2025-06-12 02:00 UTC', nine],
  ['en', '**EMBARGOED UNTIL 0900 hrs ICT, 12 June 2025**', nine],
  ['en', 'Not for publication before 9 am (GMT+7) on Thursday 12 June 2025', nine],
  ['en', 'Not for release until 9am Hanoi time, 12 June 2025', nine],
  [
    'en',
    'STRICTLY EMBARGOED – not for publication or broadcast before 09:00 GMT on 12 June 2025',
    '2025-06-12T09:00:00Z',
  ],
  ['en', 'Under embargo until 12 June 2025 at 9.00 am', nine],
  ['en', 'Under strict embargo until 00:01 GMT Thursday 12th June 2025', '2025-06-12T00:01:00Z'],
  ['en', 'HOLD FOR RELEASE UNTIL 9:00 AM EDT, JUNE 12, 2025', '2025-06-12T13:00:00Z'],
  ['en', 'HOLD FOR RELEASE\nThursday, June 12, 2025, 9:00 a.m. EDT', '2025-06-12T13:00:00Z'],
  ['en', 'For release at 2:00 p.m. EDT\n\nJune 12, 2025', '2025-06-12T18:00:00Z'],
  ['en', 'June 12, 2025\n\nFor release at 2:00 p.m. EDT', '2025-06-12T18:00:00Z'],
  ['en', 'FOR RELEASE: 10 a.m. ET Thursday, June 12, 2025', '2025-06-12T14:00:00Z'],
  ['en', 'For publication on or after 12 June 2025 09:00 CEST', '2025-06-12T07:00:00Z'],
  ['en', 'Please do not publish before 9 a.m. on 12 June 2025.', nine],
  ['en', 'MEDIA EMBARGO: 12 June 2025 at noon GMT', '2025-06-12T12:00:00Z'],
  [
    'en',
    'EMBARGOED UNTIL 9:00 AM ET / 2:00 PM London time / 13:00 GMT, 12 June 2025',
    '2025-06-12T13:00:00Z',
  ],
  ['en', 'EMBARGOED UNTIL 06/12/2025 9:00 AM EDT', '2025-06-12T13:00:00Z'],
  ['en', 'EMBARGOED UNTIL 25/06/25, 09:00', '2025-06-25T02:00:00Z'],
  ['en', 'EMBARGOED UNTIL 9:00 a.m. CDT, Thursday, June 12, 2025', '2025-06-12T14:00:00Z'],
  ['en', 'EMBARGOED UNTIL\n9:00 a.m.\n12 June 2025', nine],
  ['en', 'EMBARGOED UNTIL 9 AM THURSDAY 12 JUNE', nine],
  ['en', 'ＥＭＢＡＲＧＯＥＤ ＵＮＴＩＬ 12 June 2025 09:00', nine],
  ['en', 'E M B A R G O E D  until 12 June 2025, 09:00', nine],
  ['en', 'Embargoed until Thursday, 12 June 2025, 09:00 hrs (Hanoi time)', nine],
  ['en', 'EMBARGO LIFTS: 12 June 2025, 09:00 UTC+7', nine],
  ['fr', 'SOUS EMBARGO JUSQU’AU 12 JUIN 2025 À 9 H 00', nine],
  ['fr', 'Sous embargo jusqu’au jeudi 12 juin 2025, 9h', nine],
  ['fr', 'Embargo : jeudi 12 juin 2025 à 9h00 (heure de Paris)', '2025-06-12T07:00:00Z'],
  ['fr', 'Ne pas diffuser avant le 12 juin 2025 à 9 heures', nine],
  ['fr', 'À ne pas publier avant le 12/06/2025 à 09:00', nine],
  ['fr', 'Diffusion autorisée à partir du 12 juin 2025, 14h30', '2025-06-12T07:30:00Z'],
  ['es', 'EMBARGADO HASTA EL 12 DE JUNIO DE 2025 A LAS 9:00 HORAS', nine],
  ['es', 'Embargado hasta el jueves 12 de junio de 2025 a las 9:00 (hora de Madrid)', '2025-06-12T07:00:00Z'],
  ['es', 'Bajo embargo hasta las 9:00 h del 12 de junio de 2025', nine],
  ['es', 'No publicar antes del 12 de junio de 2025, 9:00 a. m.', nine],
  ['es', 'Prohibida su difusión hasta el 12 de junio de 2025 a las 3 de la tarde', '2025-06-12T08:00:00Z'],
  ['de', 'SPERRFRIST: 12. Juni 2025, 9.00 Uhr', nine],
  ['de', 'Sperrfrist: Donnerstag, 12. Juni 2025, 9 Uhr MESZ', '2025-06-12T07:00:00Z'],
  ['de', 'Achtung, Sperrfrist bis 12.06.2025, 09:00 Uhr', nine],
  ['de', 'Nicht zur Veröffentlichung vor dem 12. Juni 2025, 9:00 Uhr', nine],
  ['de', 'Frei ab 12.6.2025, 09:00 Uhr', nine],
  ['ru', 'ЭМБАРГО ДО 12 ИЮНЯ 2025 ГОДА, 09:00', nine],
  ['ru', 'Эмбарго до 12 июня 2025 г. 09:00 по московскому времени', '2025-06-12T06:00:00Z'],
  ['ru', 'Не публиковать до 09:00 12 июня 2025 года', nine],
  ['ru', 'Не для публикации до 12 июня 2025 г., 9 часов утра', nine],
  ['vi', 'CẤM PHỔ BIẾN TRƯỚC 9 GIỜ 00 NGÀY 12 THÁNG 6 NĂM 2025', nine],
  ['vi', 'Không công bố trước 9h00 ngày 12/6/2025', nine],
  ['vi', 'Không phổ biến trước 14 giờ 30 ngày 12 tháng 6 năm 2025', '2025-06-12T07:30:00Z'],
  ['vi', 'Đề nghị không đăng tải trước 2 giờ chiều ngày 12/06/2025', '2025-06-12T07:00:00Z'],
  ['vi', 'Embargo đến 09:00 ngày 12/6/2025 (giờ Hà Nội)', nine],
  ['ar', 'محظور النشر حتى الساعة 9:00 صباحا يوم الخميس 12 يونيو 2025', nine],
  ['ar', 'يحظر النشر قبل الساعة 09:00 بتوقيت غرينتش يوم 12 حزيران/يونيو 2025', '2025-06-12T09:00:00Z'],
  ['ar', 'محظور النشر حتى ١٢ يونيو ٢٠٢٥ الساعة ٠٩:٠٠', nine],
  ['zh', '禁发：2025年6月12日上午9时前不得发布', nine],
  ['zh', '发布禁令：2025年6月12日09:00（北京时间）', '2025-06-12T01:00:00Z'],
  ['zh', '新闻稿限时发布：2025年6月12日9点', nine],
  ['zh', '请勿在2025年6月12日上午9:00之前发布', nine],
  ['zh', '解禁时间：2025年6月12日 下午2点', '2025-06-12T07:00:00Z'],
  ['zh', '本稿於二〇二五年六月十二日九時前請勿發佈', nine],
  ['en', 'PRESS RELEASE – EMBARGOED UNTIL 12 June 2025, 09:00', '2025-06-12T02:00:00Z'],
  ['en', 'EMBARGO: Thursday, June 12 at 9 AM ET', '2025-06-12T13:00:00Z'],
  ['en', '*** STRICTLY EMBARGOED UNTIL 00.01 HOURS, THURSDAY 12 JUNE 2025 ***', '2025-06-11T17:01:00Z'],
  ['en', 'EMBARGOED FOR RELEASE: Thursday, June 12, 2025, 9:00 A.M. EDT', '2025-06-12T13:00:00Z'],
  [
    'en',
    'Embargoed for release until 11:00 a.m. ET (1500 GMT), Thursday, 12 June 2025',
    '2025-06-12T15:00:00Z',
  ],
  ['en', 'EMBARGOED UNTIL 9 A.M. MAY 10TH, 2026', '2026-05-10T02:00:00Z'],
  ['en', 'Media embargo lifts at 9am on 12 June', '2025-06-12T02:00:00Z'],
  ['en', 'Under embargo until 09:00 (UTC+7) 12.06.2025', '2025-06-12T02:00:00Z'],
  ['en', 'Release date: June 12, 2025 9:00 AM PT', '2025-06-12T16:00:00Z'],
  ['en', 'Embargoed until June 12, 2025, 9:00am Pacific / 12:00pm Eastern', '2025-06-12T16:00:00Z'],
  ['en', 'Embargoed until 9:00 a.m. Eastern, June 12, 2025', '2025-06-12T13:00:00Z'],
  ['en', 'EMBARGOED UNTIL 9:00 A.M. U.S. EASTERN TIME ON THURSDAY, JUNE 12, 2025', '2025-06-12T13:00:00Z'],
  ['en', 'Embargoed until 9am Central European Summer Time on 12 June 2025', '2025-06-12T07:00:00Z'],
  ['en', 'EMBARGO DATE: 12 June 2025\nEMBARGO TIME: 09:00 GMT', '2025-06-12T09:00:00Z'],
  ['en', 'Embargo | 12 June 2025 | 09:00 ICT', '2025-06-12T02:00:00Z'],
  [
    'en',
    'This information is embargoed until Thursday, 12 June 2025, 09:00 a.m. Ha Noi time (GMT+7).',
    '2025-06-12T02:00:00Z',
  ],
  [
    'en',
    'The content of this press release must not be quoted or summarized in the print, broadcast or electronic media before 12 June 2025, 17:00 GMT',
    '2025-06-12T17:00:00Z',
  ],
  ['en', 'Not to be used before 12 June 2025, 17.00 hours GMT', '2025-06-12T17:00:00Z'],
  ['en', 'Embargoed until: 06/25/2025 at 10:00 AM (EDT)', '2025-06-25T14:00:00Z'],
  ['en', 'EMBARGOED UNTIL 10:00AM JUN 12 2025 PDT', '2025-06-12T17:00:00Z'],
  ['en', 'EMBARGOED UNTIL THURSDAY 12 JUNE 2025 AT 9:00AM AEST', '2025-06-11T23:00:00Z'],
  ['en', 'EMBARGOED TILL 12TH JUNE 2025 10.30AM SGT', '2025-06-12T02:30:00Z'],
  ['en', 'Embargo expires: 2025-06-12 09:00 +0700', '2025-06-12T02:00:00Z'],
  ['en', 'No release before 9:00 a.m. UTC June 12, 2025', '2025-06-12T09:00:00Z'],
  ['en', 'NOT FOR DISTRIBUTION UNTIL 12 JUNE 2025 AT 14:00 HRS IST (NEW DELHI)', '2025-06-12T08:30:00Z'],
  ['en', 'Release: 9 am, Thursday 12 June 2025', '2025-06-12T02:00:00Z'],
  ['en', 'FOR RELEASE AFTER 9:00 AM ON JUNE 12, 2025', '2025-06-12T02:00:00Z'],
  ['en', 'To be released at 9:00 hrs UTC on 12 June 2025', '2025-06-12T09:00:00Z'],
  ['en', 'For Release Thursday, June 12, 2025 - 9 a.m. Eastern Daylight Time', '2025-06-12T13:00:00Z'],
  ['en', 'Hold until June 12, 2025 at 9 a.m. EDT', '2025-06-12T13:00:00Z'],
  ['en', 'Confidential until 12 June 2025, 09:00 UTC', '2025-06-12T09:00:00Z'],
  ['fr', 'Embargo levé le 12 juin 2025 à 9h', '2025-06-12T02:00:00Z'],
  ['fr', 'SOUS EMBARGO STRICT JUSQU’AU JEUDI 12 JUIN 2025 – 10H HEURE DE GENÈVE', '2025-06-12T08:00:00Z'],
  ['fr', 'Diffusion interdite avant le 12 juin 2025, 00h01 GMT', '2025-06-12T00:01:00Z'],
  ['fr', 'Pour publication le 12 juin 2025 à 10 heures', '2025-06-12T03:00:00Z'],
  [
    'fr',
    'Merci de ne pas publier cette information avant le jeudi 12 juin 2025 à 9 h (heure de Hanoï)',
    '2025-06-12T02:00:00Z',
  ],
  ['fr', 'Embargo 12/06/2025 09h00', '2025-06-12T02:00:00Z'],
  ['de', 'Sperrfrist: Do., 12. Juni 2025, 9.00 Uhr', '2025-06-12T02:00:00Z'],
  ['de', 'Bitte Sperrfrist beachten: 12.06.2025, 11 Uhr', '2025-06-12T04:00:00Z'],
  ['de', 'Veröffentlichung frei ab Donnerstag, 12. Juni 2025, 10:00 Uhr', '2025-06-12T03:00:00Z'],
  ['de', 'Gesperrt bis 12. Juni 2025, 18 Uhr', '2025-06-12T11:00:00Z'],
  ['vi', 'Thông tin chỉ được công bố sau 9h ngày 12/6/2025', '2025-06-12T02:00:00Z'],
  ['vi', 'Cấm công bố trước 9g00 ngày 12.6.2025', '2025-06-12T02:00:00Z'],
  [
    'vi',
    'EMBARGO: Không đăng tải thông tin trước 10:00 sáng thứ Năm, ngày 12/6/2025',
    '2025-06-12T03:00:00Z',
  ],
  [
    'vi',
    'Đề nghị các cơ quan báo chí không đưa tin trước 15 giờ ngày 12 tháng 6 năm 2025',
    '2025-06-12T08:00:00Z',
  ],
  ['vi', 'Tin không được phép phổ biến trước 20h00 (giờ Việt Nam) ngày 12-6-2025', '2025-06-12T13:00:00Z'],
  ['vi', 'Thời hạn cấm công bố: 9h sáng 12/6/2025', '2025-06-12T02:00:00Z'],
  ['zh', '【禁止在北京时间6月12日20:00前发布】', '2025-06-12T12:00:00Z'],
  ['zh', '解禁时间：北京时间2025年6月12日20时', '2025-06-12T12:00:00Z'],
  ['zh', '本新闻稿在2025年6月12日上午9时（格林尼治时间）前不得发表', '2025-06-12T09:00:00Z'],
  ['zh', '限2025年6月12日9时后发布', '2025-06-12T02:00:00Z'],
  ['zh', '發布禁令：2025年6月12日下午3時30分前請勿發布', '2025-06-12T08:30:00Z'],
  ['zh', '媒体禁发期至2025年6月12日（星期四）09:00', '2025-06-12T02:00:00Z'],
  ['zh', '保密至2025年6月12日上午10点', '2025-06-12T03:00:00Z'],
  ['ar', 'غير مسموح بالنشر قبل 12 يونيو 2025 الساعة 9 صباحا', '2025-06-12T02:00:00Z'],
  ['ar', 'للنشر بعد الساعة 9:00 من صباح يوم 12 يونيو 2025', '2025-06-12T02:00:00Z'],
  ['ar', 'حظر نشر حتى الساعة 12:00 ظهرا بتوقيت مكة المكرمة، الخميس 12 يونيو 2025', '2025-06-12T09:00:00Z'],
  ['ar', 'يرجى عدم النشر قبل يوم الخميس 12 يونيو 2025، الساعة 10:00 بتوقيت القاهرة', '2025-06-12T07:00:00Z'],
  ['ru', 'Информация под эмбарго до 10:00 (МСК) 12 июня 2025', '2025-06-12T07:00:00Z'],
  ['ru', 'Запрещено к публикации до 10:00 12 июня 2025 г.', '2025-06-12T03:00:00Z'],
  ['ru', 'Публикация разрешена с 10.00 12 июня 2025 года', '2025-06-12T03:00:00Z'],
  ['ru', 'Не подлежит распространению ранее 12 июня 2025 года, 15:00 по Гринвичу', '2025-06-12T15:00:00Z'],
  ['es', 'Embargo: 12 de junio de 2025, 09:00 CEST', '2025-06-12T07:00:00Z'],
  ['es', 'EMBARGADO: No difundir hasta el jueves 12 de junio, 10:00 h', '2025-06-12T03:00:00Z'],
  ['es', 'Publicación a partir de las 10:00 h del 12 de junio de 2025', '2025-06-12T03:00:00Z'],
  ['es', 'Prohibida su publicación antes de las 10 horas del 12 de junio de 2025', '2025-06-12T03:00:00Z'],
  ['es', 'BAJO EMBARGO HASTA LAS 00:01 GMT DEL JUEVES 12 DE JUNIO DE 2025', '2025-06-12T00:01:00Z'],
  ['es', 'Noticia embargada hasta: 12/06/2025, 12:00 (hora de Ciudad de México)', '2025-06-12T18:00:00Z'],
  // Small hours, said as part of the night.
  ['es', 'Embargo hasta las 3 de la noche del 12 de junio de 2025', '2025-06-11T20:00:00Z'],
  ['ar', 'محظور النشر حتى الساعة الثانية ليلا يوم 12 يونيو 2025', '2025-06-11T19:00:00Z'],
  ['pt', 'Sob embargo até 12 de junho de 2025, às 9h', nine],
  ['pt', 'EMBARGADO ATÉ 12 DE JUNHO DE 2025 ÀS 9H00', nine],
  ['pt', 'Embargo: 12 de junho de 2025, 9h00', nine],
  ['pt', 'Não publicar antes de 12 de junho de 2025, 9 horas', nine],
  ['pt', 'Não pode ser divulgado até quinta-feira, 12 de junho de 2025, às 9h da manhã', nine],
  ['pt', 'Proibida a divulgação antes das 9h de 12 de junho de 2025', nine],
  ['pt', 'Divulgação somente após 12 de junho de 2025, às 9h', nine],
  ['pt', 'Publicação a partir de 12 de junho de 2025, 9h00', nine],
  ['pt', 'Para divulgação em 12 de junho de 2025, às 9 horas', nine],
];

const held: [Language, string][] = [
  ['en', 'EMBARGOED'],
  ['en', 'STRICTLY UNDER EMBARGO'],
  ['en', 'Embargoed until tomorrow 10am'],
  ['en', 'EMBARGOED UNTIL FURTHER NOTICE'],
  ['en', 'EMBARGOED UNTIL 12 June 2025'],
  ['en', 'EMBARGOED UNTIL 9:00 A.M.'],
  ['en', 'Embargoed until midnight, 12 June 2025 GMT'],
  ['en', 'EMBARGOED UNTIL 12:00 AM EDT JUNE 12, 2025'],
  ['en', 'EMBARGOED UNTIL 31 June 2025, 09:00'],
  ['en', 'EMBARGOED UNTIL 25:00 on 12 June 2025'],
  ['en', 'EMBARGOED UNTIL 06/12/2025 09:00'],
  ['en', 'EMBARGOED UNTIL 9:00 a.m. IST, 12 June 2025'],
  ['en', 'EMBARGOED UNTIL 9:00 a.m. BST, 12 June 2025'],
  ['en', 'EMBARGOED UNTIL 9:00 a.m. EDT, 12 December 2025'],
  ['en', 'EMBARGOED UNTIL 9:00 a.m. local time, 12 June 2025'],
  ['en', 'EMBARGOED UNTIL 9:00 a.m. XYZT, 12 June 2025'],
  ['en', 'EMBARGOED UNTIL 9:00 a.m. Friday, 12 June 2025'],
  ['en', 'EMBARGOED UNTIL 2:00 EDT, June 12, 2025'],
  ['en', 'EMBARGOED UNTIL 2:30 a.m. America/New_York, 9 March 2025'],
  ['en', 'EMBARGOED UNTIL 1:30 a.m. ET, 2 November 2025'],
  ['en', 'EMBARGOED UNTIL 9:00 or 10:00 on 12 June 2025'],
  ['en', 'EMBARGOED UNTIL 9:00 on 12 June 2025 or 13 June 2025'],
  ['en', 'EMBARGOED UNTIL 9:00 a.m. two days after 12 June 2025'],
  ['en', 'Embargoed until 09:00, 12 June 2025\n\nEmbargoed until 10:00, 12 June 2025'],
  ['en', 'FOR RELEASE ON DELIVERY'],
  ['en', 'HOLD FOR RELEASE'],
  ['en', 'Do not publish before the minister has spoken'],
  ['en', 'FOR IMMEDIATE RELEASE\n\nEMBARGOED UNTIL 09:00, 12 June 2025'],
  ['en', 'For release 20 June 2025'],
  ['en', 'EMBARGOED UNTIL 9:00 a.m. New York, 12 June 2025'],
  ['fr', 'SOUS EMBARGO'],
  ['fr', 'Sous embargo jusqu’à demain 9 h'],
  ['fr', 'Embargo jusqu’au 12 juin 2025'],
  ['es', 'EMBARGADO HASTA MAÑANA A LAS 10'],
  ['es', 'Bajo embargo'],
  ['de', 'SPERRFRIST BEACHTEN'],
  ['de', 'Sperrfrist: 12. Juni 2025'],
  ['ru', 'ЭМБАРГО'],
  ['ru', 'Не публиковать до особого распоряжения'],
  ['vi', 'CẤM PHỔ BIẾN'],
  ['vi', 'Không công bố trước ngày 12 tháng 6 năm 2025'],
  ['ar', 'محظور النشر'],
  ['ar', 'محظور النشر حتى يوم غد'],
  ['zh', '禁发'],
  ['zh', '发布禁令：明天上午9点'],
  ['zh', '6月12日前不得发布'],
  ['en', 'EMBARGOED UNTIL DELIVERY'],
  ['en', 'NOT FOR RELEASE BEFORE 9:00 A.M. (EST) JUNE 12, 2025'],
  ['en', 'EMBARGOED COPY'],
  ['de', 'Embargo: 12. Juni 2025, 9 Uhr MEZ'],
  ['de', 'Sperrfrist: Redebeginn'],
  // Taken back in the same breath, in every language.
  ['en', 'EMBARGOED UNTIL 9:00 a.m., 12 June 2025, to be confirmed'],
  ['fr', 'Sous embargo jusqu’au 12 juin 2025 à 9 heures, à confirmer'],
  ['es', 'Embargo hasta el 12 de junio de 2025 a las 9:00 horas, por confirmar'],
  ['de', 'Sperrfrist: 12. Juni 2025, 9:00 Uhr, noch offen'],
  ['ru', 'Эмбарго до 9:00 12 июня 2025 года, уточняется'],
  ['vi', 'Không công bố trước 9 giờ ngày 12 tháng 6 năm 2025, sẽ xác nhận'],
  ['ar', 'محظور النشر حتى الساعة 9:00 صباحا يوم 12 يونيو 2025، يحدد لاحقا'],
  ['zh', '发布禁令：2025年6月12日上午9时，待定'],
  ['pt', 'Sob embargo'],
  ['pt', 'Sob embargo até amanhã às 9h'],
  ['pt', 'Embargo até 12 de junho de 2025'],
  ['pt', 'Não divulgar antes do discurso da ministra'],
  ['pt', 'Embargo até 12 de junho de 2025, 9h00, a confirmar'],
];

const free: [Language, string][] = [
  ['en', 'FOR IMMEDIATE RELEASE'],
  ['en', 'Embargo: none'],
  ['en', 'PRESS RELEASE'],
  ['en', 'FOR RELEASE: 3 June 2025'],
  ['es', 'Sin embargo, el foro se celebró el 12 de junio de 2025 a las 9:00 horas.'],
  ['es', 'PARA PUBLICACIÓN INMEDIATA'],
  ['fr', 'POUR DIFFUSION IMMÉDIATE'],
  ['de', 'Sperrfrist: keine'],
  ['vi', 'THÔNG CÁO BÁO CHÍ'],
  ['zh', '新闻稿'],
  ['fr', 'Embargo : aucun'],
  ['ru', 'Embargo: нет'],
  ['ar', 'Embargo: لا يوجد'],
  ['pt', 'PARA PUBLICAÇÃO IMEDIATA'],
  ['pt', 'Embargo: nenhum'],
  ['pt', 'NOTA À IMPRENSA'],
];

describe('an embargo that is written is read to its exact instant', () => {
  test.each(understood)('%s: %s', async (language, phrase, instant) => {
    const report = await read('forum.md', release(language, phrase));
    expect({
      embargo: report.embargo,
      problems: report.problems.filter((one) => one.severity !== 'warning'),
    }).toEqual({ embargo: instant, problems: [] });
    expect(report.language).toBe(language);
    expect(report.title).toBe(titles[language]);
  });
});

describe('an embargo that is not one exact instant holds the release', () => {
  test.each(held)('%s: %s', async (language, phrase) => {
    const report = await read('forum.md', release(language, phrase));
    expect(report.status).toBe('held');
    expect(report.problems.some((one) => one.severity === 'hold' && one.code.startsWith('embargo'))).toBe(
      true,
    );
    if (!/IMMEDIATE/.test(phrase)) expect(report.embargo).toBeNull();
  });
});

describe('an hour with what may be a zone after it is not read as the newsroom’s: held, and the word is shown', () => {
  test.each(['9:00 a.m. XYZT', '09:00 (Springfield)', '9:00 a.m. Gotham'])('%s', async (hour) => {
    const report = await read('forum.md', release('en', `EMBARGOED UNTIL 12 June 2025, ${hour}`));
    expect(report).toMatchObject({ status: 'held', embargo: null });
    expect(report.problems[0]).toMatchObject({
      code: 'embargo-unresolved',
      message: expect.stringMatching(/“\(?(?:XYZT|Springfield|Gotham)\)?” after it may be a time zone/),
    });
  });
});

describe('a place after the moment', () => {
  test.each([
    ['en', 'EMBARGOED UNTIL 9:00 on 12 June 2025 in Geneva'],
    ['en', 'EMBARGOED UNTIL 9:00 a.m., 12 June 2025, at New York, by the press office'],
    ['fr', 'EMBARGO jusqu’au 12 juin 2025, 9 h 00, à Genève'],
    ['es', 'EMBARGADO HASTA el 12 de junio de 2025, 9:00 horas, en Bogotá'],
    ['pt', 'EMBARGO ATÉ 12 de junho de 2025, 9h00, em Brasília'],
    ['vi', 'Cấm phổ biến trước 9 giờ 00 ngày 12/6/2025 tại Geneva'],
  ] as const)(
    'whose clock is another one may be meant: %s “%s” holds the release',
    async (language, line) => {
      const report = await read('forum.md', release(language, line));
      expect(report).toMatchObject({ status: 'held', embargo: null });
      expect(report.problems[0]?.message).toContain('the clock of “');
    },
  );
  test.each(['in Ha Noi', 'in the morning', 'at the launch'])(
    'that keeps the newsroom’s clock, or is none, changes nothing: “%s”',
    async (words) => {
      const report = await read('forum.md', release('en', `EMBARGOED UNTIL 9:00 on 12 June 2025 ${words}`));
      expect(report).toMatchObject({ status: 'accepted', embargo: '2025-06-12T02:00:00Z' });
    },
  );
});

describe('the clock of a country', () => {
  test.each(['Canada time', 'Australia time', 'USA time'])(
    'that keeps several is not one of them: “%s” holds the release',
    async (zone) => {
      const report = await read('forum.md', release('en', `EMBARGOED UNTIL 9:00, 12 June 2025, ${zone}`));
      expect(report).toMatchObject({ status: 'held', embargo: null });
    },
  );
  test.each([
    ['Germany time', '2025-06-12T07:00:00Z'],
    ['Russia time', '2025-06-12T06:00:00Z'],
  ])('that keeps one, or names its capital’s, is that one: “%s”', async (zone, instant) => {
    expect(
      await read('forum.md', release('en', `EMBARGOED UNTIL 9:00, 12 June 2025, ${zone}`)),
    ).toMatchObject({ embargo: instant });
  });
});

describe('a date and an hour with other words between them may belong to different things: held, and the report says so', () => {
  test.each([
    'EMBARGOED UNTIL 12 June 2025 in agreement with the ministry, 9:00 a.m.',
    'EMBARGOED UNTIL 12 June 2025, the day of the summit, 9:00 a.m. ICT',
    'EMBARGOED UNTIL 9:00 a.m. as the minister opens the summit of 12 June 2025',
  ])('%s', async (phrase) => {
    const report = await read('forum.md', release('en', phrase));
    expect(report).toMatchObject({ status: 'held', embargo: null });
    expect(report.problems[0]).toMatchObject({
      code: 'embargo-unresolved',
      message: expect.stringContaining('its date and time do not stand together'),
    });
  });
});

test('an embargo that cannot be read takes no moment from one beside it that can: the release is held', async () => {
  const two = 'EMBARGOED UNTIL 9:00 a.m., 12 June 2025\n\nEMBARGOED until 2 days after the summit';
  const report = await read('forum.md', release('en', two));
  expect(report.status).toBe('held');
  expect(report.problems.map(({ code }) => code)).toContain('embargo-unresolved');
});

describe('what is no embargo holds nothing', () => {
  test.each(free)('%s: %s', async (language, phrase) => {
    const report = await read('forum.md', release(language, phrase));
    expect({ status: report.status, embargo: report.embargo }).toEqual({ status: 'accepted', embargo: null });
  });
  test.each([
    [
      'en',
      'The Security Council extended the arms embargo until 31 May 2026, the minister said on Tuesday, and the trade embargo against the island was lifted by the government in June.',
    ],
    [
      'en',
      'Oil prices rose after the embargo on Russian crude took effect at 9:00 a.m. on 5 December 2022, according to analysts who follow the market for energy and its many twists.',
    ],
    [
      'es',
      'Sin embargo, la ministra señaló que el plan no entrará en vigor hasta el 12 de junio de 2025 a las 9:00 horas, y agradeció a los países su apoyo durante los últimos años.',
    ],
    [
      'fr',
      'Le Conseil a prolongé l’embargo sur les armes jusqu’au 31 mai 2026, a déclaré le ministre devant les délégués réunis à Paris pour la conférence annuelle de l’organisation.',
    ],
    [
      'ru',
      'Совет продлил эмбарго на поставки оружия до 31 мая 2026 года, сообщил министр на пресс-конференции, посвящённой итогам форума и планам на следующий год.',
    ],
  ] as [Language, string][])('%s: %s', async (language, sentence) => {
    const report = await read('forum.md', `# ${titles[language]}\n\n${bodies[language]}\n\n${sentence}\n`);
    expect({ status: report.status, embargo: report.embargo }).toEqual({ status: 'accepted', embargo: null });
  });
});

describe('news about publishing is no embargo', () => {
  test.each([
    'The film will be released on 20 June 2025 at 8 p.m. in cinemas across the country.',
    'The results will be published on 20 June 2025 at 10:00.',
    'Livestream broadcast from 9:00 a.m. on 20 June 2025.',
    'The ministry will hold a press conference on 20 June 2025 at 9:00 a.m.',
    'Under the new law, personal data must not be disclosed until a court has decided, and companies may not publish the names of victims before the end of the trial, officials said on Tuesday.',
  ])('%s', async (sentence) => {
    const report = await read('forum.md', `# ${titles.en}\n\n${body}\n\n${sentence}\n`);
    expect({ status: report.status, embargo: report.embargo }).toEqual({ status: 'accepted', embargo: null });
  });
});

describe('zones', () => {
  test('a time without a zone is read in the newsroom’s, and the report says so', async () => {
    const report = await read('forum.md', release('en', 'EMBARGOED UNTIL 9:00 a.m., 12 June 2025'));
    expect(report.assumptions).toContainEqual({
      field: 'embargo',
      message: 'no time zone written; read as Asia/Ho_Chi_Minh',
    });
  });
  test('a dateline in another zone holds a time without a zone, showing both readings', async () => {
    const text = `EMBARGOED UNTIL 9:00 a.m., 12 June 2025\n\n# ${titles.en}\n\nDALLAS, Texas – ${body}`;
    const report = await read('forum.md', text);
    expect(report).toMatchObject({ status: 'held', embargo: null });
    expect(report.problems[0]?.message).toMatch(
      /America\/Chicago \(2025-06-12T14:00:00Z\) or Asia\/Ho_Chi_Minh \(2025-06-12T02:00:00Z\)/,
    );
  });
  test('a zone that a person gave is not doubted', async () => {
    const text = `EMBARGOED UNTIL 9:00 a.m., 12 June 2025\n\n# ${titles.en}\n\nDALLAS, Texas – ${body}`;
    expect(await read('forum.md', text, { zone: 'America/Chicago', zoneIsGiven: true })).toMatchObject({
      embargo: '2025-06-12T14:00:00Z',
    });
  });
  test('London settles BST, Beijing settles CST', async () => {
    const london = `EMBARGOED UNTIL 9:00 a.m. BST, 12 June 2025\n\n# ${titles.en}\n\nLONDON, 12 June 2025 – ${body}`;
    expect(await read('forum.md', london)).toMatchObject({ embargo: '2025-06-12T08:00:00Z' });
    const beijing = `EMBARGOED UNTIL 9:00 a.m. CST, 12 June 2025\n\n# ${titles.en}\n\nBEIJING, 12 June 2025 – ${body}`;
    const report = await read('forum.md', beijing);
    expect(report.embargo === null || report.embargo === '2025-06-12T01:00:00Z').toBe(true);
  });
  test('a local time that a clock change makes ambiguous shows both readings', async () => {
    const report = await read('forum.md', release('en', 'EMBARGOED UNTIL 1:30 a.m. ET, 2 November 2025'));
    expect(report.problems[0]?.message).toMatch(/2025-11-02T05:30:00Z or 2025-11-02T06:30:00Z/);
  });
});

describe('where an embargo may stand', () => {
  const phrase = 'EMBARGOED UNTIL 9:00 a.m., 12 June 2025';
  test('below the headline', async () => {
    expect(await read('a.md', `# ${titles.en}\n\n${phrase}\n\n${body}`)).toMatchObject({ embargo: nine });
  });
  test('after the text', async () => {
    expect(await read('a.md', `# ${titles.en}\n\n${body}\n\n###\n\n${phrase}`)).toMatchObject({
      embargo: nine,
    });
  });
  test('inside a paragraph', async () => {
    expect(
      await read(
        'a.md',
        `# ${titles.en}\n\n${body} This release is under embargo until 9:00 a.m. on 12 June 2025. More will follow.`,
      ),
    ).toMatchObject({ embargo: nine });
  });
  test('in a comment, in a hidden element, beside the article', async () => {
    const page = (inside: string) =>
      `<html lang="en"><head><title>x</title></head><body>${inside}<main><h1>${titles.en}</h1><p>${body}</p><p>${body}</p></main></body></html>`;
    for (const html of [
      `<!-- ${phrase} -->`,
      `<div style="display: none">${phrase}</div>`,
      `<header><p>${phrase}</p></header>`,
    ])
      expect(await read('a.html', page(html))).toMatchObject({ embargo: nine });
  });
  test('in the headline’s own line', async () => {
    const report = await read('a.md', `# EMBARGOED UNTIL 12 June 2025 09:00: ${titles.en}\n\n${body}`);
    expect(report.embargo === nine || report.status !== 'accepted').toBe(true);
  });
  test('declared and written alike is no contradiction; declared otherwise is one', async () => {
    expect(
      await read('a.md', `---\nembargo: 2025-06-12T09:00+07:00\n---\n${release('en', phrase)}`),
    ).toMatchObject({ status: 'accepted', embargo: nine });
    const other = await read('a.md', `---\nembargo: 2025-06-12T08:00+07:00\n---\n${release('en', phrase)}`);
    expect(other.codes).toContain('embargo-contradiction');
    expect(other.status).toBe('held');
    expect(await read('a.md', `---\nembargo: none\n---\n${release('en', phrase)}`)).toMatchObject({
      status: 'held',
    });
  });
  test('one that lifts in more than two years is held, with the fix: 2036 is written for 2026', async () => {
    for (const report of [
      await read('a.md', release('en', 'EMBARGOED UNTIL 12 June 2036, 09:00')),
      await read('a.md', `---\nembargo: 2027-06-10T00:00:01Z\n---\n# ${titles.en}\n\n${body}`),
    ]) {
      expect(report.status).toBe('held');
      expect(report.problems.find((each) => each.code === 'embargo-far-ahead')?.fix).toMatch(
        /Correct the year/,
      );
    }
    expect(
      await read('a.md', `---\nembargo: 2027-06-10T00:00:00Z\n---\n# ${titles.en}\n\n${body}`),
    ).toMatchObject({ status: 'accepted', embargo: '2027-06-10T00:00:00Z' });
  });
  describe('declared that there is none', () => {
    const none = [
      'false',
      'none',
      'No',
      'null',
      '',
      '""',
      '~',
      'n/a',
      'keine',
      'нет',
      'không',
      'لا يوجد',
      '无',
    ];
    test.each(none)('as “%s”: the report and the proof say that there is no embargo', async (written) => {
      const report = await read('a.md', `---\nembargo: ${written}\n---\n# ${titles.en}\n\n${body}`);
      const said = { field: 'embargo', message: 'there is no embargo: the front matter says so' };
      expect(report).toMatchObject({ status: 'accepted', embargo: null });
      expect(report.assumptions).toContainEqual(said);
      expect(report.content?.assumptions).toContainEqual(said);
      expect(report.provenance.embargo).toEqual({ from: 'declared', source: 'front matter', line: 2 });
    });
    test.each(none)('as “%s”, while the text states one: held', async (written) => {
      const report = await read('a.md', `---\nembargo: ${written}\n---\n${release('en', phrase)}`);
      expect(report).toMatchObject({ status: 'held' });
      expect(report.codes).toContain('embargo-contradiction');
    });
    test('in one place and an instant in another: held', async () => {
      const report = await read('a.md', `---\nembargo:\n---\n# ${titles.en}\n\n${body}`, {
        beside: { 'a.yaml': 'embargo: 2025-06-12T09:00+07:00' },
      });
      expect(report).toMatchObject({ status: 'held', embargo: null });
      expect(report.codes).toContain('embargo-contradiction');
    });
  });
  test('one that has passed is still reported, with a warning', async () => {
    const report = await read('a.md', release('en', phrase), { now: '2026-01-01T00:00:00Z' });
    expect(report).toMatchObject({ status: 'accepted', embargo: nine });
    expect(report.codes).toContain('embargo-passed');
  });
});

describe('an embargo in disguise', () => {
  const page = (head: string, inside: string) =>
    `<html lang="en"><head>${head}</head><body>${inside}<h1>${titles.en}</h1><p>${body}</p></body></html>`;
  test.each([
    ['a.html', page('<meta name="embargo" content="2025-06-12T09:00:00+07:00">', '')],
    ['a.html', page('', '<div data-embargo="2025-06-12T09:00:00+07:00"></div>')],
    ['a.html', page('', '<table><tr><td>Embargo:</td><td>12 June 2025, 09:00</td></tr></table>')],
    ['a.html', page('', '<p><b>EMBARGOED</b> <i>UNTIL</i><br>9:00 a.m.<br>12 June 2025</p>')],
    [
      'a.md',
      `![EMBARGOED UNTIL 12 June 2025, 09:00](https://example.org/a.png)\n\n# ${titles.en}\n\n${body}`,
    ],
    ['a.md', `E\u200bMBAR\u200bGOED UNTIL 12 June 2025, 09:00\n\n# ${titles.en}\n\n${body}`],
    ['a.md', `ЕМВARGOED UNTIL 12 June 2025, 09:00\n\n# ${titles.en}\n\n${body}`],
    ['a.md', `> EMBARGOED UNTIL 12 June 2025, 09:00\n\n# ${titles.en}\n\n${body}`],
    ['a.md', `| Embargo | Contact |\n|---|---|\n| 12 June 2025, 09:00 | Jane |\n\n# ${titles.en}\n\n${body}`],
    ['a.md', `<p><b>EMBARGOED UNTIL 12 June 2025, 09:00</b></p>\n\n# ${titles.en}\n\n${body}`],
  ])('%s %s', async (file, text) => {
    expect(await read(file, text)).toMatchObject({ embargo: nine, title: titles.en });
  });
  test('a headline that begins with it is held, and stays the headline', async () => {
    expect(await read('a.md', `# EMBARGOED: ${titles.en}\n\n${body}`)).toMatchObject({
      status: 'held',
      embargo: null,
      title: titles.en,
    });
  });
});

test('two embargoes in one line that name different days hold the release', async () => {
  const line = 'EMBARGO until 7 March 2027, 3:30 a.m. UTC. EMBARGO until 15 March 2027, 3:30 a.m. UTC';
  const report = await read('a.md', `${line}\n\n# ${titles.en}\n\n${body}\n`);
  expect(report).toMatchObject({ status: 'held', embargo: null });
});

describe('fractions of a second', () => {
  test.each([
    ['2027-06-12T09:00:00.900Z', '2027-06-12T09:00:00.900Z'],
    ['2027-06-12T09:00:00.0001Z', '2027-06-12T09:00:00.001Z'],
    ['2027-06-12T09:00:59.999+07:00', '2027-06-12T02:00:59.999Z'],
    ['2027-06-12T09:00:00.000Z', '2027-06-12T09:00:00Z'],
  ])('never make an embargo earlier than written: %s', async (written, embargo) => {
    const report = await read('a.md', `---\nembargo: ${written}\n---\n# ${titles.en}\n\n${body}\n`);
    expect(report).toMatchObject({ embargo });
  });
});
