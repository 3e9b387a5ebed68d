import { describe, expect, test } from 'vitest';
import { read } from './newsroom.ts';
import { paragraph, run, wordDocument } from './word-document.ts';

const en =
  'Delegates from twenty countries opened a regional forum on the role of women in peacekeeping operations and agreed on a plan of action for the coming five years, the ministry said. More than one hundred police officers and diplomats took part in the talks.';
const title = 'Regional forum on women in peacekeeping opens with delegates from twenty countries';

describe('datelines', () => {
  const lines: [string, string | null, string | null, string | null][] = [
    ['HA NOI, Viet Nam – 12 June 2025 –', 'HA NOI, Viet Nam', 'HA NOI', '2025-06-12'],
    ['**HA NOI, Viet Nam, 12 June 2025** –', 'HA NOI, Viet Nam', 'HA NOI', '2025-06-12'],
    ['NEW YORK (May 28, 2025) –', 'NEW YORK', 'NEW YORK', '2025-05-28'],
    ['STAMFORD, Conn.--(BUSINESS WIRE)--Apr. 10, 2025--', 'STAMFORD, Conn.', 'STAMFORD', '2025-04-10'],
    ['STAMFORD, Conn., on June 12, 2025 –', 'STAMFORD, Conn.', 'STAMFORD', '2025-06-12'],
    ['LONDON, June 12, 2025 /PRNewswire/ --', 'LONDON', 'LONDON', '2025-06-12'],
    ['SAN FRANCISCO, June 12, 2025 (GLOBE NEWSWIRE) --', 'SAN FRANCISCO', 'SAN FRANCISCO', '2025-06-12'],
    ['(Dallas, Texas) –', 'Dallas, Texas', 'Dallas', null],
    ['GENEVA, 12 June 2025 –', 'GENEVA', 'GENEVA', '2025-06-12'],
    ['Geneva/New York, 12 June 2025 —', 'Geneva/New York', 'Geneva', '2025-06-12'],
    ['GENEVA (12 June 2025) –', 'GENEVA', 'GENEVA', '2025-06-12'],
    ['WASHINGTON, D.C. – June 12, 2025 –', 'WASHINGTON, D.C.', 'WASHINGTON', '2025-06-12'],
    ['WASHINGTON —', 'WASHINGTON', 'WASHINGTON', null],
    ['12 June 2025, Ha Noi –', 'Ha Noi', 'Ha Noi', '2025-06-12'],
    ['12 JUNE 2025:', null, null, '2025-06-12'],
    ['Port-au-Prince, Haiti, 12 June 2025 –', 'Port-au-Prince, Haiti', 'Port-au-Prince', '2025-06-12'],
    ['Thursday, June 12, 2025 —', null, null, '2025-06-12'],
    ['Bonn, Thursday 12 June 2025 -', 'Bonn', 'Bonn', '2025-06-12'],
  ];
  test.each(lines)('%s', async (dateline, place, city, date) => {
    const report = await read('a.md', `# ${title}\n\n${dateline} ${en}\n`);
    expect(report.dateline).toEqual({ place, city, date });
    expect(report.title).toBe(title);
    expect(report.content?.texts[0]?.body[0]).toMatchObject({
      type: 'paragraph',
      inlines: [{ text: expect.stringMatching(/^Delegates/) }],
    });
  });
  const others: [string, string, string, string, string][] = [
    [
      'fr',
      'Paris, le 12 juin 2025 –',
      'Paris',
      '2025-06-12',
      'Le ministère et ses partenaires ont ouvert un forum régional sur le rôle des femmes dans les opérations de maintien de la paix, avec plus de cent participants venus de vingt pays. Les délégués ont adopté un plan d’action.',
    ],
    [
      'fr',
      'PARIS, 1er juillet 2025 –',
      'PARIS',
      '2025-07-01',
      'Le ministère et ses partenaires ont ouvert un forum régional sur le rôle des femmes dans les opérations de maintien de la paix, avec plus de cent participants venus de vingt pays. Les délégués ont adopté un plan d’action.',
    ],
    [
      'es',
      'Madrid, 12 de junio de 2025.–',
      'Madrid',
      '2025-06-12',
      'El ministerio y sus socios inauguraron un foro regional sobre el papel de las mujeres en las operaciones de mantenimiento de la paz, con más de cien participantes de veinte países. Los delegados aprobaron un plan de acción.',
    ],
    [
      'es',
      'Ciudad de México, a 12 de junio de 2025 -',
      'Ciudad de México',
      '2025-06-12',
      'El ministerio y sus socios inauguraron un foro regional sobre el papel de las mujeres en las operaciones de mantenimiento de la paz, con más de cien participantes de veinte países. Los delegados aprobaron un plan de acción.',
    ],
    [
      'de',
      'Berlin, 12. Juni 2025 –',
      'Berlin',
      '2025-06-12',
      'Das Ministerium und seine Partner haben ein regionales Forum über die Rolle der Frauen in Friedensmissionen eröffnet, mit mehr als hundert Teilnehmern aus zwanzig Ländern. Die Delegierten einigten sich auf einen Aktionsplan.',
    ],
    [
      'de',
      'Frankfurt am Main, den 12.06.2025 –',
      'Frankfurt am Main',
      '2025-06-12',
      'Das Ministerium und seine Partner haben ein regionales Forum über die Rolle der Frauen in Friedensmissionen eröffnet, mit mehr als hundert Teilnehmern aus zwanzig Ländern. Die Delegierten einigten sich auf einen Aktionsplan.',
    ],
    [
      'ru',
      'МОСКВА, 12 июня 2025 года –',
      'МОСКВА',
      '2025-06-12',
      'Министерство и его партнёры открыли региональный форум о роли женщин в операциях по поддержанию мира, в котором приняли участие более ста человек из двадцати стран. Делегаты согласовали план действий на ближайшие годы.',
    ],
    [
      'ru',
      'Москва, 12 июня 2025 г. —',
      'Москва',
      '2025-06-12',
      'Министерство и его партнёры открыли региональный форум о роли женщин в операциях по поддержанию мира, в котором приняли участие более ста человек из двадцати стран. Делегаты согласовали план действий на ближайшие годы.',
    ],
    [
      'vi',
      'Hà Nội, ngày 12 tháng 6 năm 2025 –',
      'Hà Nội',
      '2025-06-12',
      'Bộ Công an và các đối tác đã khai mạc diễn đàn khu vực về vai trò của phụ nữ trong các hoạt động gìn giữ hòa bình, với hơn một trăm đại biểu đến từ hai mươi quốc gia. Các đại biểu đã thống nhất kế hoạch hành động cho năm năm tới.',
    ],
    [
      'vi',
      '(Hà Nội, 12/6/2025) –',
      'Hà Nội',
      '2025-06-12',
      'Bộ Công an và các đối tác đã khai mạc diễn đàn khu vực về vai trò của phụ nữ trong các hoạt động gìn giữ hòa bình, với hơn một trăm đại biểu đến từ hai mươi quốc gia. Các đại biểu đã thống nhất kế hoạch hành động cho năm năm tới.',
    ],
    [
      'ar',
      'هانوي، 12 يونيو 2025 –',
      'هانوي',
      '2025-06-12',
      'افتتحت الوزارة وشركاؤها منتدى إقليميا حول دور المرأة في عمليات حفظ السلام بمشاركة أكثر من مئة مشارك من عشرين دولة. واتفق المندوبون على خطة عمل للسنوات الخمس المقبلة من أجل تعزيز مشاركة النساء في جميع المستويات.',
    ],
    [
      'ar',
      'القاهرة، في ١٢ حزيران/يونيو ٢٠٢٥ -',
      'القاهرة',
      '2025-06-12',
      'افتتحت الوزارة وشركاؤها منتدى إقليميا حول دور المرأة في عمليات حفظ السلام بمشاركة أكثر من مئة مشارك من عشرين دولة. واتفق المندوبون على خطة عمل للسنوات الخمس المقبلة من أجل تعزيز مشاركة النساء في جميع المستويات.',
    ],
    [
      'zh',
      '北京，2025年6月12日 ——',
      '北京',
      '2025-06-12',
      '公安部及其合作伙伴举办了关于妇女在维和行动中的作用的区域论坛，来自二十个国家的一百多名代表出席了会议。与会代表就未来五年的行动计划达成一致，并呼吁各国采取进一步措施，加强妇女在各级的参与。',
    ],
    [
      'zh',
      '（河内，2025年6月12日）',
      '河内',
      '2025-06-12',
      '公安部及其合作伙伴举办了关于妇女在维和行动中的作用的区域论坛，来自二十个国家的一百多名代表出席了会议。与会代表就未来五年的行动计划达成一致，并呼吁各国采取进一步措施，加强妇女在各级的参与。',
    ],
    [
      'zh',
      '北京2025年6月12日 /美通社/ --',
      '北京',
      '2025-06-12',
      '公安部及其合作伙伴举办了关于妇女在维和行动中的作用的区域论坛，来自二十个国家的一百多名代表出席了会议。与会代表就未来五年的行动计划达成一致，并呼吁各国采取进一步措施，加强妇女在各级的参与。',
    ],
  ];
  test.each(others)('%s: %s', async (language, dateline, city, date, body) => {
    const report = await read('a.md', `# ${title}\n\n${dateline} ${body}\n`);
    expect(report.language).toBe(language);
    expect({ city: report.dateline.city, date: report.dateline.date }).toEqual({ city, date });
  });
  test('a line of its own above the text is a dateline', async () => {
    for (const [line, city] of [
      ['Ha Noi, 12 June 2025', 'Ha Noi'],
      ['Paris, le 12 juin 2025', 'Paris'],
      ['Hà Nội, ngày 12 tháng 6 năm 2025', 'Hà Nội'],
      ['12 June 2025', null],
      ['Date: June 12, 2025', null],
    ] as const) {
      const report = await read('a.md', `PRESS RELEASE\n\n# ${title}\n\n${line}\n\n${en}\n`);
      expect(report.dateline).toMatchObject({ city, date: '2025-06-12' });
    }
  });
  test('no year is no date, an impossible day holds', async () => {
    expect(await read('a.md', `# ${title}\n\nHA NOI, 12 June – ${en}`)).toMatchObject({
      status: 'accepted',
      dateline: { city: 'HA NOI', date: null },
    });
    const impossible = await read('a.md', `# ${title}\n\nHA NOI, 31 September 2025 – ${en}`);
    expect(impossible).toMatchObject({ status: 'held', dateline: { date: null } });
    expect(impossible.codes).toContain('dateline-date-impossible');
  });
  test.each([
    'UNICEF – the agency for children – and UNICEF Viet Nam said UNICEF would help.',
    'Background – the plan was agreed in 2020 by all members of the group of states and others.',
    'In Geneva on 12 June 2025, the council met – and adopted – a plan of action for all members.',
    'The Forum – held on 12 June 2025 – was attended by many people from all over the world and beyond.',
  ])('is no dateline: %s', async (start) => {
    expect((await read('a.md', `# ${title}\n\n${start} ${en}`)).dateline.city).toBeNull();
  });
});

describe('headlines', () => {
  const heads: [string, string][] = [
    ['a label above it', `PRESS RELEASE\n\n${title}\n\nHA NOI, 12 June 2025 – ${en}`],
    ['a label as heading', `## PRESS RELEASE\n\n### ${title}\n\n${en}`],
    ['two labels', `FOR IMMEDIATE RELEASE\nMEDIA ADVISORY\n\n${title}\n\nHA NOI, 12 June 2025 – ${en}`],
    ['on the label’s line', `For Immediate Release: ${title}\n\nHA NOI, 12 June 2025 – ${en}`],
    [
      'a letterhead above',
      `UN WOMEN VIET NAM\n304 Kim Ma, Ba Dinh, Ha Noi\nTel: +84 24 3850 0100\n\nPRESS RELEASE\n\n${title}\n\nHA NOI, 12 June 2025 – ${en}`,
    ],
    ['a date above', `NEWS RELEASE\n12 June 2025\n\n${title}\n\nHA NOI – ${en}`],
    [
      'a contact above',
      `NEWS RELEASE\n\nContact: Jane Doe, +84 24 3850 0100, jane@example.org\n\n${title}\n\nHA NOI, 12 June 2025 – ${en}`,
    ],
    ['in bold', `**${title}**\n\nHA NOI, 12 June 2025 – ${en}`],
    ['Vietnamese label', `THÔNG CÁO BÁO CHÍ\n\n${title}\n\nHA NOI, 12 June 2025 – ${en}`],
    ['alone', `${title}\n\nHA NOI, 12 June 2025 – ${en}`],
    [
      'wrapped',
      `PRESS RELEASE\n\nRegional forum on women in peacekeeping opens with delegates\nfrom twenty countries\n\nHA NOI, 12 June 2025 – ${en}`,
    ],
  ];
  test.each(heads)('%s', async (_name, text) => {
    for (const file of ['a.txt', 'a.md']) expect((await read(file, text)).title).toBe(title);
  });
  test.each([
    ['one paragraph', en],
    ['a label only', `PRESS RELEASE\n\n${en}`],
    ['a dateline only', `HA NOI, 12 June 2025 – ${en}`],
    ['a letterhead and a date', `PRESS RELEASE\n12 June 2025\n\n${en}\n\n${en}`],
    ['sections below', `${en}\n\n## Background\n\n${en}`],
    ['short first sentence', `The forum opened today in Ha Noi.\n\n${en}`],
    ['a letterhead above a label', `UN WOMEN VIET NAM\n\nPRESS RELEASE\n\n12 June 2025\n\n${en}`],
    ["a ministry's name", `Ministry of Public Security\n\n${en}`],
    ['a greeting', `Dear editors,\n\n${en}`],
    ['a place', `Ha Noi, Viet Nam\n\n${en}`],
    ['an address', `United Nations in Viet Nam\n304 Kim Ma, Ba Dinh, Ha Noi\n\n${en}`],
    ['an embargo', `EMBARGOED UNTIL 12 June 2025 09:00\n\n${en}`],
    ['a contact', `**Media contact:** Jane Doe\n\n${en}`],
    ['a quotation', `“We are proud of it,” the minister said.\n\n${en}`],
    ['a motto', `CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\n${en}`],
    [
      'a planning note',
      `MEDIA ADVISORY\n\nFor planning purposes only\n\nWHAT: Forum\nWHEN: Thursday, June 12, 2025\n\n${en}`,
    ],
    ['only section headings', `## Contact\n\npress@example.org\n\n${en}`],
  ])('without a headline it is rejected: %s', async (_name, text) => {
    for (const file of ['a.txt', 'a.md']) {
      const report = await read(file, text);
      expect(report).toMatchObject({ title: null, status: 'rejected' });
      expect(report.codes).toContain('title-missing');
    }
  });
  test.each([
    'No news: Bank holds rates steady',
    'UN statement: Bank holds rates steady',
    'News: Bank holds rates steady',
    'Press release no. 7: Bank holds rates steady',
    'Joint statement: Bank holds rates steady',
    'Breaking: Bank holds rates steady',
    'Communiqué de presse n° 7 : la banque maintient ses taux',
    'Déclaration : la banque maintient ses taux',
    'Comunicado: el banco mantiene los tipos',
    'Nota de prensa – El banco mantiene los tipos',
    'Pressemitteilung Nr. 7: Bank lässt Zinsen unverändert',
    'Eilmeldung: Bank lässt Zinsen unverändert',
    'Пресс-релиз № 7: банк сохранил ставки без изменений',
    'Срочно: банк сохранил ставки без изменений',
    'Thông cáo báo chí số 7: Ngân hàng giữ nguyên lãi suất',
    'Tin khẩn: Ngân hàng giữ nguyên lãi suất',
    'بيان صحفي: البنك يبقي أسعار الفائدة',
    'عاجل: البنك يبقي أسعار الفائدة',
    '新闻稿：银行维持利率不变的决定公布',
    '快讯: 银行维持利率不变的决定公布',
  ])('a label that goes on is part of the headline: %s', async (headline) => {
    const text = `HA NOI, 12 June 2025 – ${en}`;
    for (const [file, content] of [
      ['a.md', `# ${headline}\n\n${text}`],
      ['a.md', `PRESS RELEASE\n\n**${headline}**\n\n${text}`],
      ['a.txt', `${headline}\n\n${text}`],
      ['a.html', `<h1>${headline}</h1><p>${text}</p>`],
    ] as const)
      expect((await read(file, content)).title).toBe(headline);
  });
  describe('of two lines that look the same', () => {
    const below = `HA NOI, 12 June 2025 – ${en}`;
    const bold = (...lines: string[]) =>
      wordDocument(lines.map((line) => paragraph(run(line, '<w:b/>'))).join('') + paragraph(below));
    test('are headline and subtitle, and the report says that it may be one headline', async () => {
      const [one, two] = ['Regional forum on women in peacekeeping opens', 'Delegates from twenty countries'];
      for (const [file, content] of [
        ['a.docx', bold(one, two)],
        [
          'a.docx',
          wordDocument(
            paragraph(`<w:r><w:rPr><w:b/></w:rPr><w:t>${one}</w:t><w:br/><w:t>${two}</w:t></w:r>`) +
              paragraph(below),
          ),
        ],
        ['a.md', `**${one}**\n\n**${two}**\n\n${below}`],
        ['a.html', `<h1>${one}</h1><h1>${two}</h1><p>${below}</p>`],
        ['a.txt', `${one.toUpperCase()}\n\n${two.toUpperCase()}\n\n${below}`],
      ] as const) {
        const report = await read(file, content);
        expect(report.status).toBe('accepted');
        expect(report.problems.find((each) => each.code === 'headline-unsure')?.message).toMatch(
          /second line/,
        );
        expect(report.title?.toLowerCase()).toBe(one.toLowerCase());
      }
    });
    test('are text and headline when the upper one says little, and the report says that it may be one headline', async () => {
      const report = await read(
        'a.docx',
        bold('Regional forum opens', 'Delegates from twenty countries arrive'),
      );
      expect(report.title).toBe('Delegates from twenty countries arrive');
      expect(report.problems.find((each) => each.code === 'headline-unsure')).toMatchObject({
        message: expect.stringMatching(/“Regional forum opens” above the headline/),
        where: { line: 1 },
      });
    });
    test('are one headline when it goes on in mid-sentence', async () => {
      for (const [one, two] of [
        ['Regional forum on women in peacekeeping opens', 'with delegates from twenty countries'],
        ['Regional forum opens with delegates of the', 'United Nations and twenty countries'],
      ] as const) {
        const report = await read('a.docx', bold(one, two));
        expect(report).toMatchObject({ title: `${one} ${two}`, subtitle: null });
        expect(report.codes).not.toContain('headline-unsure');
      }
    });
    test('are one headline when the desk declares it so', async () => {
      const [one, two] = ['Regional forum opens today', 'Delegates from many places'];
      const report = await read('a.docx', bold(one, two), { beside: { 'a.yaml': `title: ${one} – ${two}` } });
      expect(report).toMatchObject({ title: `${one} – ${two}`, subtitle: null });
      expect(report.codes).not.toContain('headline-unsure');
      expect(JSON.stringify(report.content?.texts[0]?.body)).not.toContain(two);
    });
    test('a headline in bold above a plain subtitle leaves no doubt', async () => {
      const report = await read(
        'a.docx',
        wordDocument(
          paragraph(run(title, '<w:b/>')) + paragraph('Ministers agree on a plan') + paragraph(below),
        ),
      );
      expect(report).toMatchObject({ title, subtitle: 'Ministers agree on a plan' });
      expect(report.codes).not.toContain('headline-unsure');
    });
  });
  test('a deck below it is the subtitle', async () => {
    expect(await read('a.md', `# ${title}\n\n## Ministers agree on a five-year plan\n\n${en}`)).toMatchObject(
      { title, subtitle: 'Ministers agree on a five-year plan' },
    );
  });
});

describe('media contacts', () => {
  const around = (contacts: string) => `# ${title}\n\nHA NOI, 12 June 2025 – ${en}\n\n${contacts}\n`;
  const forms: [string, string, object[]][] = [
    [
      'name, organisation, address',
      '**Media contact:**\n\nJane Doe\nHead of Communications, UN Women\nEmail: jane.doe@example.org\nTel: +84 24 3850 0100',
      [
        {
          name: 'Jane Doe',
          organisation: 'Head of Communications, UN Women',
          email: 'jane.doe@example.org',
          phone: '+84 24 3850 0100',
        },
      ],
    ],
    [
      'one line',
      'Media contact: Jane Doe, UN Women, jane.doe@example.org, +84 24 3850 0100',
      [
        {
          name: 'Jane Doe',
          organisation: 'UN Women',
          email: 'jane.doe@example.org',
          phone: '+84 24 3850 0100',
        },
      ],
    ],
    [
      'two people',
      '## Contacts\n\nJane Doe, UN Women, jane@example.org\n\nNguyễn Văn An, Bộ Công an, an@example.vn',
      [
        { name: 'Jane Doe', email: 'jane@example.org' },
        { name: 'Nguyễn Văn An', email: 'an@example.vn' },
      ],
    ],
    [
      'a sentence',
      'For more information, please contact Jane Doe at jane@example.org or +84 24 3850 0100.',
      [{ email: 'jane@example.org' }],
    ],
    [
      'French',
      'Contact presse :\n\nMarie Curie\nDirection de la communication\nmarie@example.fr\n01 44 55 66 77',
      [{ name: 'Marie Curie', email: 'marie@example.fr' }],
    ],
    [
      'German',
      'Pressekontakt:\n\nErika Mustermann\nPressesprecherin\nTelefon: 030 123456-78\nE-Mail: erika@example.de',
      [{ name: 'Erika Mustermann', email: 'erika@example.de' }],
    ],
    [
      'Spanish',
      'Contacto de prensa:\n\nAna García\nana@example.es',
      [{ name: 'Ana García', email: 'ana@example.es' }],
    ],
    [
      'Russian',
      'Контакты для СМИ:\n\nИван Петров\nТел.: +7 495 123-45-67\nE-mail: ivan@example.ru',
      [{ name: 'Иван Петров', email: 'ivan@example.ru' }],
    ],
    [
      'Vietnamese',
      'Liên hệ báo chí:\n\nNguyễn Thị Hoa\nĐiện thoại: 024 3850 0100\nEmail: hoa@example.vn',
      [{ name: 'Nguyễn Thị Hoa', email: 'hoa@example.vn' }],
    ],
    [
      'Arabic',
      'للتواصل الإعلامي:\n\nأحمد علي\nالبريد الإلكتروني: ahmed@example.org',
      [{ email: 'ahmed@example.org' }],
    ],
    [
      'Chinese',
      '媒体联系人：\n\n王小明\n电话：+86 10 1234 5678\n邮箱：wang@example.cn',
      [{ name: '王小明', email: 'wang@example.cn' }],
    ],
    [
      'a link',
      '### Press contact\n\n[Jane Doe](mailto:jane@example.org)',
      [{ name: 'Jane Doe', email: 'jane@example.org' }],
    ],
    [
      'spelled out',
      'Press contact: Jane Doe, jane at example dot org',
      [{ name: 'Jane Doe', email: 'jane@example.org' }],
    ],
    [
      'spelled out in brackets',
      'Press contact: Jane Doe, jane [at] example [dot] org',
      [{ name: 'Jane Doe', email: 'jane@example.org' }],
    ],
  ];
  test.each(forms)('%s', async (_name, contacts, expected) => {
    const report = await read('a.md', around(contacts));
    expect(report.contacts).toMatchObject(expected);
    expect(report.contacts).toHaveLength(expected.length);
  });
  test('addresses in the text are no media contacts', async () => {
    const text = `# ${title}\n\n${en} Anyone with information should write to tips@example.org.\n\nCompany X (sales@example.com) is a partner.\n\nMedia contact: Jane Doe, jane@example.org`;
    expect((await read('a.md', text)).contacts.map((contact) => contact.email)).toEqual(['jane@example.org']);
  });
  test('a link that writes to another address than it shows is held, and neither is used', async () => {
    const report = await read(
      'a.md',
      around('Media contact: Jane Doe, [jane@example.org](mailto:joan@example.org)'),
    );
    expect(report.status).toBe('held');
    expect(report.contacts.flatMap((contact) => contact.email ?? [])).toEqual([]);
    expect(report.codes).toContain('contact-address-conflict');
  });
  test('contacts stand outside the text', async () => {
    const report = await read(
      'a.md',
      around(
        '**Media contact:**\n\nJane Doe\n\njane@example.org\n\n###\n\n## About UN Women\n\nUN Women is the United Nations entity for gender equality.',
      ),
    );
    const [text] = report.content?.texts ?? [];
    expect(text?.body).toHaveLength(1);
    expect(JSON.stringify(text?.boilerplate)).toMatch(/entity for gender equality/);
  });
});

describe('the body', () => {
  test('loses labels, end marks, page marks and repeated letterheads', async () => {
    const text = `PRESS RELEASE\n\n# ${title}\n\nHA NOI, 12 June 2025 – ${en} They will meet again in the\n\n-more-\n\nPage 2 of 2\n\nautumn of this year.\n\n# # #\n\nMedia contact: Jane Doe, jane@example.org`;
    const report = await read('a.md', text);
    expect(report.content?.texts[0]?.body).toHaveLength(1);
    expect(JSON.stringify(report.content?.texts[0]?.body)).toMatch(/meet again in the autumn of this year/);
  });
  test.each([
    '###',
    '# # #',
    '-30-',
    '– 30 –',
    'ENDS',
    '- ENDS -',
    'END',

    '完',
    '（完）',
    'HẾT',
    'КОНЕЦ',
    'FIN',
    'ENDE',
    'انتهى',
  ])('ends at %s', async (mark) => {
    const report = await read('a.md', `# ${title}\n\n${en}\n\n${mark}\n\nSome words for editors only.`);
    expect(JSON.stringify(report.content?.texts[0]?.body)).not.toMatch(/editors only/);
  });
  test('quotations keep their speaker, tables their rows, lists their items', async () => {
    const text = `# ${title}\n\n${en}\n\n> "We are proud of it."\n\n-- Casey Shorr, CEO of Example\n\n- one\n- two\n\n| Year | Share |\n|---|---|\n| 2024 | 30% |\n| 2025 | 32% |\n`;
    const body = (await read('a.md', text)).content?.texts[0]?.body;
    expect(body?.map((block) => block.type)).toEqual(['paragraph', 'quote', 'list', 'table']);
    expect(body?.[1]).toMatchObject({ speaker: 'Casey Shorr, CEO of Example' });
  });
});

describe('a brief text', () => {
  test('without a word that tells its language is read in the newsroom’s, and the report says so', async () => {
    const report = await read(
      'a.md',
      '# Health ministry opens one hundred clinics\n\nHA NOI, Viet Nam – 12 June 2025 – Ministry opens clinics.\n',
    );
    expect(report).toMatchObject({ status: 'accepted', language: 'en' });
    expect(report.reports[0]?.report.assumptions).toContainEqual(
      expect.objectContaining({ field: 'language' }),
    );
  });
});
