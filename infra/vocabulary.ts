import type { Newsroom } from '../functions/_shared/domain/newsroom.ts';

/**
 * The newsroom's beats and the words that reveal them, per language, as they occur in running text (word stems in
 * languages that inflect). If a release declares no audience, it is proposed to the contacts who cover the beats that
 * its words reveal.
 */
export const vocabulary: Newsroom['vocabulary'] = {
  peacekeeping: {
    en: ['peacekeep', 'peace operations', 'blue helmet'],
    vi: ['gìn giữ hòa bình', 'gìn giữ hoà bình', 'mũ nồi xanh'],
    fr: ['maintien de la paix', 'casques bleus', 'casque bleu'],
    es: ['mantenimiento de la paz', 'cascos azules', 'casco azul'],
    ar: ['حفظ السلام', 'عمليات السلام', 'القبعات الزرق'],
    zh: ['维和', '維和', '和平行动'],
    ru: ['миротвор', 'поддержанию мира', 'поддержания мира', 'голубые каски'],
    de: ['friedenssicherung', 'friedensmission', 'blauhelm'],
  },
  gender: {
    en: ['gender', "women's", 'women’s', 'female', 'girls'],
    vi: ['bình đẳng giới', 'phụ nữ', 'trẻ em gái'],
    fr: ['égalité des sexes', 'femmes', 'genre', 'filles'],
    es: ['igualdad de género', 'mujeres', 'niñas'],
    ar: ['المساواة بين الجنسين', 'المرأة', 'النساء', 'الفتيات'],
    zh: ['性别', '性別', '妇女', '婦女', '女性'],
    ru: ['гендер', 'женщин', 'девоч'],
    de: ['geschlechter', 'gleichstellung', 'frauen', 'mädchen'],
  },
  security: {
    en: ['police', 'public security', 'armed forces', 'landmine', 'mine action', 'sanction'],
    vi: ['công an', 'an ninh', 'quân đội', 'bom mìn'],
    fr: ['police', 'sécurité', 'forces armées', 'déminage', 'sanctions'],
    es: ['policía', 'seguridad', 'fuerzas armadas', 'desminado', 'sanciones'],
    ar: ['الشرطة', 'الأمن', 'القوات المسلحة', 'الألغام', 'عقوبات'],
    zh: ['警察', '安全部队', '武装部队', '地雷', '制裁'],
    ru: ['полици', 'безопасност', 'вооруженн', 'разминирован', 'санкци'],
    de: ['polizei', 'sicherheit', 'streitkräfte', 'minenräumung', 'sanktionen'],
  },
  health: {
    en: ['health', 'hospital', 'vaccin', 'disease'],
    vi: ['y tế', 'sức khỏe', 'sức khoẻ', 'vắc xin', 'dịch bệnh'],
    fr: ['santé', 'hôpital', 'vaccin', 'maladie'],
    es: ['salud', 'hospital', 'vacuna', 'enfermedad'],
    ar: ['الصحة', 'مستشفى', 'لقاح', 'مرض'],
    zh: ['健康', '卫生', '醫院', '医院', '疫苗', '疾病'],
    ru: ['здоровь', 'здравоохранени', 'больниц', 'вакцин', 'болезн'],
    de: ['gesundheit', 'krankenhaus', 'impf', 'krankheit'],
  },
  climate: {
    en: ['climate', 'emission', 'flood', 'biodiversity', 'renewable'],
    vi: ['khí hậu', 'phát thải', 'lũ lụt', 'đa dạng sinh học', 'năng lượng tái tạo'],
    fr: ['climat', 'émissions', 'inondation', 'biodiversité', 'renouvelable'],
    es: ['clima', 'emisiones', 'inundaci', 'biodiversidad', 'renovable'],
    ar: ['المناخ', 'انبعاثات', 'فيضان', 'التنوع البيولوجي', 'متجددة'],
    zh: ['气候', '氣候', '排放', '洪水', '生物多样性', '可再生'],
    ru: ['климат', 'выброс', 'наводнен', 'биоразнообрази', 'возобновляем'],
    de: ['klima', 'emission', 'hochwasser', 'artenvielfalt', 'erneuerbar'],
  },
  economy: {
    en: ['economy', 'economic', 'trade', 'investment', 'employment'],
    vi: ['kinh tế', 'thương mại', 'đầu tư', 'việc làm'],
    fr: ['économi', 'commerce', 'investissement', 'emploi'],
    es: ['econom', 'comercio', 'inversi', 'empleo'],
    ar: ['الاقتصاد', 'التجارة', 'الاستثمار', 'العمالة'],
    zh: ['经济', '經濟', '贸易', '投资', '就业'],
    ru: ['экономик', 'торговл', 'инвестици', 'занятост'],
    de: ['wirtschaft', 'handel', 'investition', 'beschäftigung'],
  },
  technology: {
    en: ['software', 'database', 'digital', 'open source', 'internet', 'artificial intelligence'],
    vi: ['phần mềm', 'cơ sở dữ liệu', 'số hóa', 'mã nguồn mở', 'trí tuệ nhân tạo'],
    fr: ['logiciel', 'base de données', 'numérique', 'code source ouvert', 'intelligence artificielle'],
    es: ['software', 'base de datos', 'digital', 'código abierto', 'inteligencia artificial'],
    ar: ['برمجيات', 'قاعدة بيانات', 'رقمي', 'مفتوح المصدر', 'الذكاء الاصطناعي'],
    zh: ['软件', '軟體', '数据库', '数字', '开源', '人工智能'],
    ru: [
      'программн',
      'базы данных',
      'цифров',
      'открытый код',
      'открытого кода',
      'искусственный интеллект',
      'искусственного интеллекта',
    ],
    de: ['software', 'datenbank', 'digital', 'open source', 'künstliche intelligenz'],
  },
};
