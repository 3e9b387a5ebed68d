import type { Block, Inline } from '../../functions/_shared/domain/document.ts';
import type { Language } from '../../functions/_shared/domain/newsroom.ts';
import type { Text } from '../../functions/_shared/domain/release.ts';

/** Fictional releases about a fictional training centre, one in each language. They read like real releases. */

const words = (text: string): Inline => ({ type: 'text', text });
const strong = (text: string): Inline => ({ type: 'text', text, bold: true });
const link = (text: string, href: string): Inline => ({ type: 'link', text, href });
const paragraph = (...inlines: (Inline | string)[]): Block => ({
  type: 'paragraph',
  inlines: inlines.map((inline) => (typeof inline === 'string' ? words(inline) : inline)),
});
const heading = (text: string): Block => ({ type: 'heading', level: 2, inlines: [words(text)] });
const quote = (text: string, speaker: string): Block => ({
  type: 'quote',
  blocks: [paragraph(text)],
  speaker,
});
const list = (...items: string[]): Block => ({
  type: 'list',
  ordered: false,
  items: items.map((item) => [paragraph(item)]),
});
const row = (...cells: string[]): Inline[][] => cells.map((cell) => [words(cell)]);

interface Written {
  title: string;
  subtitle: string;
  place: string;
  body: Block[];
  caption: string;
  alt: string;
  credit: string;
  organisation: string;
  names: [string, string];
  about: string;
  notes: string;
  attachment: string;
}

const email = 'press@peace.example.org';

const written: Record<Language, Written> = {
  en: {
    title: 'Viet Nam and the United Nations open a regional centre to train women peacekeepers',
    subtitle:
      'From September, two hundred officers a year from eleven countries will prepare for missions in Ha Noi.',
    place: 'Ha Noi, Viet Nam',
    body: [
      paragraph(
        'The Government of Viet Nam and the United Nations today opened a training centre for women police and military officers who will serve in peace operations. The centre, the first of its kind in South-East Asia, takes in its first ',
        strong('48 officers'),
        ' on 1 September.',
      ),
      paragraph(
        'Women make up fewer than one in ten of the uniformed peacekeepers now in the field. The courses cover protection of civilians, radio discipline, first aid under fire and the languages of the host communities.',
      ),
      quote(
        '“A patrol with women in it hears what a patrol without them never will. This centre is where that patrol begins.”',
        'Tran Minh Anh, Director of the centre',
      ),
      heading('What the centre offers'),
      list(
        'Courses of six and twelve weeks, in English and French',
        'A field hospital and a river-crossing range shared with the engineering company',
        'Childcare on the grounds, paid for by the partner governments',
      ),
      paragraph(
        'Applications open on 15 July. The conditions are on the ',
        link('page of the centre', 'https://peace.example.org/centre'),
        '; questions go to ',
        link(email, `mailto:${email}`),
        '.',
      ),
    ],
    caption: 'Officers of the first course practise a night patrol outside Ha Noi.',
    alt: 'Four women in blue helmets walk along a dark rice field with torches.',
    credit: 'UN / Le Thu Ha',
    organisation: 'United Nations Resident Coordinator’s Office',
    names: ['Pham Thi Lan', 'Daniel Okello'],
    about:
      'The United Nations in Viet Nam brings together eighteen agencies that work with the Government on peace, health, climate and decent work.',
    notes:
      'The figures on uniformed personnel are those of 30 April 2025. Broadcast-quality video is available on request.',
    attachment: 'Facts and figures of the centre',
  },
  vi: {
    title: 'Việt Nam và Liên Hợp Quốc khai trương trung tâm khu vực đào tạo nữ sĩ quan gìn giữ hòa bình',
    subtitle:
      'Từ tháng 9, mỗi năm hai trăm sĩ quan của mười một quốc gia sẽ được huấn luyện tại Hà Nội trước khi lên đường làm nhiệm vụ.',
    place: 'Hà Nội, Việt Nam',
    body: [
      paragraph(
        'Hôm nay, Chính phủ Việt Nam và Liên Hợp Quốc khai trương trung tâm huấn luyện dành cho nữ sĩ quan cảnh sát và quân đội tham gia hoạt động gìn giữ hòa bình. Đây là trung tâm đầu tiên thuộc loại này ở Đông Nam Á và sẽ đón ',
        strong('48 học viên'),
        ' khóa đầu vào ngày 1 tháng 9.',
      ),
      paragraph(
        'Hiện nay chưa đến một phần mười lực lượng gìn giữ hòa bình mặc quân phục trên thực địa là phụ nữ. Các khóa học gồm bảo vệ thường dân, kỷ luật vô tuyến, sơ cứu trong giao tranh và ngôn ngữ của cộng đồng sở tại.',
      ),
      quote(
        '“Một đội tuần tra có phụ nữ sẽ nghe được những điều mà đội không có phụ nữ không bao giờ nghe thấy. Đội tuần tra ấy bắt đầu từ trung tâm này.”',
        'Trần Minh Anh, Giám đốc trung tâm',
      ),
      heading('Trung tâm có những gì'),
      list(
        'Các khóa sáu tuần và mười hai tuần bằng tiếng Anh và tiếng Pháp',
        'Bệnh viện dã chiến và thao trường vượt sông dùng chung với đội công binh',
        'Nhà trẻ trong khuôn viên do các chính phủ đối tác tài trợ',
      ),
      paragraph(
        'Hồ sơ được nhận từ ngày 15 tháng 7. Điều kiện có trên ',
        link('trang của trung tâm', 'https://peace.example.org/vi/trung-tam'),
        '; mọi câu hỏi xin gửi về ',
        link(email, `mailto:${email}`),
        '.',
      ),
    ],
    caption: 'Học viên khóa đầu tập tuần tra ban đêm ở ngoại thành Hà Nội.',
    alt: 'Bốn phụ nữ đội mũ xanh cầm đèn pin đi dọc cánh đồng lúa trong đêm.',
    credit: 'LHQ / Lê Thu Hà',
    organisation: 'Văn phòng Điều phối viên Thường trú Liên Hợp Quốc',
    names: ['Phạm Thị Lan', 'Nguyễn Đức Thịnh'],
    about:
      'Liên Hợp Quốc tại Việt Nam gồm mười tám tổ chức cùng Chính phủ làm việc vì hòa bình, y tế, khí hậu và việc làm bền vững.',
    notes:
      'Số liệu về lực lượng mặc quân phục tính đến ngày 30 tháng 4 năm 2025. Video chất lượng phát sóng được cung cấp khi có yêu cầu.',
    attachment: 'Số liệu về trung tâm',
  },
  fr: {
    title:
      'Le Viet Nam et les Nations Unies ouvrent un centre régional de formation des femmes Casques bleus',
    subtitle: 'Dès septembre, deux cents officières de onze pays se prépareront chaque année à Ha Noi.',
    place: 'Ha Noi, Viet Nam',
    body: [
      paragraph(
        'Le Gouvernement du Viet Nam et les Nations Unies ont inauguré aujourd’hui un centre de formation pour les policières et les militaires qui serviront dans les opérations de paix. Premier du genre en Asie du Sud-Est, il accueillera ses ',
        strong('48 premières stagiaires'),
        ' le 1er septembre.',
      ),
      paragraph(
        'Moins d’un Casque bleu sur dix est aujourd’hui une femme. Les cours portent sur la protection des civils, la discipline radio, les premiers secours sous le feu et les langues des populations d’accueil.',
      ),
      quote(
        '« Une patrouille où servent des femmes entend ce qu’une patrouille sans elles n’entendra jamais. C’est ici que cette patrouille commence. »',
        'Tran Minh Anh, directrice du centre',
      ),
      heading('Ce que propose le centre'),
      list(
        'Des stages de six et douze semaines, en anglais et en français',
        'Un hôpital de campagne et un parcours de franchissement partagé avec le génie',
        'Une crèche sur place, financée par les gouvernements partenaires',
      ),
      paragraph(
        'Les candidatures ouvrent le 15 juillet. Les conditions figurent sur la ',
        link('page du centre', 'https://peace.example.org/fr/centre'),
        ' ; pour toute question : ',
        link(email, `mailto:${email}`),
        '.',
      ),
    ],
    caption: 'Des stagiaires de la première promotion s’exercent à une patrouille de nuit près de Ha Noi.',
    alt: 'Quatre femmes en casque bleu longent une rizière de nuit, lampe à la main.',
    credit: 'ONU / Le Thu Ha',
    organisation: 'Bureau de la Coordonnatrice résidente des Nations Unies',
    names: ['Pham Thi Lan', 'Hélène Garnier'],
    about:
      'Les Nations Unies au Viet Nam réunissent dix-huit institutions qui œuvrent avec le Gouvernement pour la paix, la santé, le climat et le travail décent.',
    notes:
      'Les chiffres relatifs au personnel en uniforme sont arrêtés au 30 avril 2025. Vidéo de qualité diffusion sur demande.',
    attachment: 'Le centre en chiffres',
  },
  es: {
    title: 'Viet Nam y las Naciones Unidas abren un centro regional para formar a mujeres cascos azules',
    subtitle: 'Desde septiembre, doscientas oficiales de once países se prepararán cada año en Ha Noi.',
    place: 'Ha Noi, Viet Nam',
    body: [
      paragraph(
        'El Gobierno de Viet Nam y las Naciones Unidas inauguraron hoy un centro de formación para mujeres policías y militares que servirán en operaciones de paz. El centro, el primero de su clase en Asia Sudoriental, recibirá a sus primeras ',
        strong('48 oficiales'),
        ' el 1 de septiembre.',
      ),
      paragraph(
        'Menos de una de cada diez personas uniformadas en misión es mujer. Los cursos abarcan la protección de civiles, la disciplina de radio, los primeros auxilios bajo fuego y los idiomas de las comunidades de acogida.',
      ),
      quote(
        '«Una patrulla con mujeres oye lo que una patrulla sin ellas jamás oirá. Este centro es donde empieza esa patrulla».',
        'Tran Minh Anh, directora del centro',
      ),
      heading('Qué ofrece el centro'),
      list(
        'Cursos de seis y doce semanas, en inglés y francés',
        'Un hospital de campaña y una pista para cruzar ríos compartida con los ingenieros',
        'Guardería en el recinto, pagada por los gobiernos asociados',
      ),
      paragraph(
        'Las solicitudes se abren el 15 de julio. Las condiciones están en la ',
        link('página del centro', 'https://peace.example.org/es/centro'),
        '; las preguntas, sin embargo, deben dirigirse a ',
        link(email, `mailto:${email}`),
        '.',
      ),
    ],
    caption: 'Oficiales del primer curso practican una patrulla nocturna a las afueras de Ha Noi.',
    alt: 'Cuatro mujeres con casco azul caminan de noche junto a un arrozal con linternas.',
    credit: 'ONU / Le Thu Ha',
    organisation: 'Oficina de la Coordinadora Residente de las Naciones Unidas',
    names: ['Pham Thi Lan', 'Lucía Ferrer'],
    about:
      'Las Naciones Unidas en Viet Nam reúnen a dieciocho organismos que trabajan con el Gobierno por la paz, la salud, el clima y el trabajo decente.',
    notes:
      'Las cifras de personal uniformado son del 30 de abril de 2025. Hay vídeo con calidad de emisión a petición.',
    attachment: 'El centro en cifras',
  },
  ar: {
    title: 'فييت نام والأمم المتحدة تفتتحان مركزاً إقليمياً لتدريب حافظات السلام',
    subtitle: 'ابتداءً من أيلول/سبتمبر، تستعد في هانوي كل عام مئتا ضابطة من أحد عشر بلداً لبعثات السلام.',
    place: 'هانوي، فييت نام',
    body: [
      paragraph(
        'افتتحت حكومة فييت نام والأمم المتحدة اليوم مركزاً لتدريب ضابطات الشرطة والجيش اللواتي سيخدمن في عمليات السلام. والمركز هو الأول من نوعه في جنوب شرق آسيا، وسيستقبل ',
        strong('48 ضابطة'),
        ' في الأول من أيلول/سبتمبر.',
      ),
      paragraph(
        'لا تبلغ نسبة النساء عُشر الأفراد النظاميين العاملين في الميدان اليوم. وتشمل الدورات حماية المدنيين والاتصال اللاسلكي والإسعاف الأولي تحت النار ولغات المجتمعات المضيفة، وفق برنامج UN POC 2025.',
      ),
      quote(
        '«الدورية التي تضم نساء تسمع ما لن تسمعه أبداً دورية بلا نساء. ومن هذا المركز تبدأ تلك الدورية.»',
        'تران مينه آنه، مديرة المركز',
      ),
      heading('ما يقدمه المركز'),
      list(
        'دورات من ستة أسابيع واثني عشر أسبوعاً بالإنكليزية والفرنسية',
        'مستشفى ميداني وميدان لعبور الأنهار مشترك مع سرية الهندسة',
        'حضانة للأطفال داخل المركز تموّلها الحكومات الشريكة',
      ),
      paragraph(
        'يبدأ تقديم الطلبات في 15 تموز/يوليو. والشروط منشورة على ',
        link('صفحة المركز', 'https://peace.example.org/ar/centre'),
        '، وتُرسل الأسئلة إلى ',
        link(email, `mailto:${email}`),
        '.',
      ),
    ],
    caption: 'ضابطات الدورة الأولى يتدربن على دورية ليلية في ضواحي هانوي.',
    alt: 'أربع نساء بخوذ زرقاء يمشين ليلاً بمحاذاة حقل أرز وبأيديهن مصابيح.',
    credit: 'الأمم المتحدة / لي تو ها',
    organisation: 'مكتب المنسقة المقيمة للأمم المتحدة',
    names: ['فام تي لان', 'سلمى الحداد'],
    about:
      'تضم الأمم المتحدة في فييت نام ثماني عشرة وكالة تعمل مع الحكومة من أجل السلام والصحة والمناخ والعمل اللائق.',
    notes: 'أرقام الأفراد النظاميين هي أرقام 30 نيسان/أبريل 2025. ويتاح عند الطلب تسجيل مصوّر بجودة البث.',
    attachment: 'المركز بالأرقام',
  },
  zh: {
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
  },
  ru: {
    title: 'Вьетнам и ООН открыли региональный центр подготовки женщин-миротворцев',
    subtitle: 'С сентября двести офицеров из одиннадцати стран ежегодно будут готовиться к миссиям в Ханое.',
    place: 'Ханой, Вьетнам',
    body: [
      paragraph(
        'Правительство Вьетнама и Организация Объединенных Наций сегодня открыли учебный центр для женщин — офицеров полиции и вооруженных сил, которые будут служить в операциях по поддержанию мира. Центр, первый такого рода в Юго-Восточной Азии, примет первые ',
        strong('48 слушательниц'),
        ' 1 сентября.',
      ),
      paragraph(
        'Сегодня женщины составляют менее одной десятой военного и полицейского персонала миссий. Курсы включают защиту гражданского населения, дисциплину радиосвязи, первую помощь под огнем и языки принимающих общин.',
      ),
      quote(
        '«Патруль, в котором есть женщины, слышит то, чего патруль без них не услышит никогда. Этот центр — то место, где такой патруль начинается».',
        'Чан Минь Ань, директор центра',
      ),
      heading('Что предлагает центр'),
      list(
        'Шести- и двенадцатинедельные курсы на английском и французском языках',
        'Полевой госпиталь и полигон переправ, общий с инженерной ротой',
        'Детский сад на территории за счет правительств-партнеров',
      ),
      paragraph(
        'Прием заявок открывается 15 июля. Условия опубликованы на ',
        link('странице центра', 'https://peace.example.org/ru/centre'),
        '; вопросы можно направлять по адресу ',
        link(email, `mailto:${email}`),
        '.',
      ),
    ],
    caption: 'Слушательницы первого курса отрабатывают ночной патруль под Ханоем.',
    alt: 'Четыре женщины в голубых касках идут ночью с фонарями вдоль рисового поля.',
    credit: 'ООН / Ле Тху Ха',
    organisation: 'Бюро координатора-резидента ООН',
    names: ['Фам Тхи Лан', 'Ольга Седова'],
    about:
      'Организация Объединенных Наций во Вьетнаме объединяет восемнадцать учреждений, которые вместе с правительством занимаются вопросами мира, здравоохранения, климата и достойного труда.',
    notes:
      'Данные о военном и полицейском персонале приведены на 30 апреля 2025 года. Видео вещательного качества предоставляется по запросу.',
    attachment: 'Центр в цифрах',
  },
  de: {
    title:
      'Viet Nam und die Vereinten Nationen eröffnen regionales Ausbildungszentrum für Blauhelmsoldatinnen',
    subtitle:
      'Ab September bereiten sich in Ha Noi jährlich zweihundert Beamtinnen und Offizierinnen aus elf Ländern auf Friedenseinsätze vor.',
    place: 'Ha Noi, Viet Nam',
    body: [
      paragraph(
        'Die Regierung Viet Nams und die Vereinten Nationen haben heute ein Ausbildungszentrum für Polizistinnen und Soldatinnen eröffnet, die in Friedenseinsätzen dienen werden. Das Zentrum, das erste seiner Art in Südostasien, nimmt am 1. September die ersten ',
        strong('48 Teilnehmerinnen'),
        ' auf.',
      ),
      paragraph(
        'Nicht einmal jede zehnte uniformierte Einsatzkraft ist heute eine Frau. Gelehrt werden der Schutz der Zivilbevölkerung, Funkdisziplin, Erste Hilfe unter Beschuss und die Sprachen der Gastländer.',
      ),
      quote(
        '„Eine Patrouille mit Frauen hört, was eine Patrouille ohne sie nie hören wird. In diesem Zentrum beginnt sie.“',
        'Tran Minh Anh, Leiterin des Zentrums',
      ),
      heading('Was das Zentrum bietet'),
      list(
        'Lehrgänge von sechs und zwölf Wochen auf Englisch und Französisch',
        'Ein Feldlazarett und eine Flussübergangsstelle, gemeinsam mit der Pionierkompanie',
        'Kinderbetreuung auf dem Gelände, bezahlt von den Partnerregierungen',
      ),
      paragraph(
        'Bewerbungen sind ab dem 15. Juli möglich. Die Teilnahmebedingungen stehen auf der ',
        link('Seite des Zentrums', 'https://peace.example.org/de/zentrum'),
        '; Fragen beantwortet ',
        link(email, `mailto:${email}`),
        '.',
      ),
    ],
    caption: 'Teilnehmerinnen des ersten Lehrgangs üben vor Ha Noi eine Nachtpatrouille.',
    alt: 'Vier Frauen mit blauen Helmen gehen nachts mit Taschenlampen an einem Reisfeld entlang.',
    credit: 'UN / Le Thu Ha',
    organisation: 'Büro der Residierenden Koordinatorin der Vereinten Nationen',
    names: ['Pham Thi Lan', 'Jörg Weißenfels'],
    about:
      'Zu den Vereinten Nationen in Viet Nam gehören achtzehn Organisationen, die mit der Regierung für Frieden, Gesundheit, Klima und menschenwürdige Arbeit wirken.',
    notes:
      'Die Zahlen zum uniformierten Personal sind vom 30. April 2025. Video in Sendequalität auf Anfrage.',
    attachment: 'Zahlen und Fakten zum Zentrum',
  },
};

export function sampleText(language: Language): Text {
  const one = written[language];
  const [first, second] = one.names;
  return {
    language,
    title: one.title,
    subtitle: one.subtitle,
    summary: null,
    dateline: { place: one.place, city: null, date: '2025-06-12' },
    contacts: [
      {
        name: first,
        organisation: one.organisation,
        email: 'lan@peace.example.org',
        phone: '+84 24 3850 0100',
      },
      { name: second, organisation: null, email: email, phone: null },
    ],
    images: [{ file: 'patrol.jpg', alt: one.alt, caption: one.caption, credit: one.credit }],
    attachments: [{ file: 'facts.pdf', title: one.attachment }],
    body: one.body,
    boilerplate: [paragraph(one.about)],
    notesToEditors: [paragraph(one.notes)],
  };
}

/** A table with four columns, as health agencies send them. */
export const sampleTable: Block = {
  type: 'table',
  header: row('Mission', 'Uniformed personnel', 'Women', 'Share'),
  rows: [
    row('Abyei (UNISFA)', '3,412', '421', '12.3 %'),
    row('Central African Republic (MINUSCA)', '17,204', '1,502', '8.7 %'),
    row('South Sudan (UNMISS)', '15,880', '1,734', '10.9 %'),
  ],
};

const filler =
  'The programme was drawn up with the ministries concerned, with civil society and with the women who have served, and it is to be reviewed each year in the light of what the missions report back from the field. ';

/** Two thousand words in forty paragraphs. */
export function sampleLongBody(): Block[] {
  return Array.from({ length: 27 }, (_, index) => paragraph(`${index + 1}. ${filler.repeat(2)}`));
}
