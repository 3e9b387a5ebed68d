import { describe, expect, it } from 'vitest';
import { PaperLists } from './paper-lists.ts';

/** The card that a file with one person creates, and the import's problems. */
async function imported(text: string) {
  const lists = new PaperLists();
  const made = await lists.import(text);
  return { ...made, card: [...lists.cards.values()][0], lists };
}

const said = (problems: readonly { column: string | null; code: string; message: string }[], code: string) =>
  problems.filter((problem) => problem.code === code);

describe('headers in the languages of newsrooms', () => {
  const headers = {
    en: ['Email', 'First name', 'Last name', 'Outlet', 'Job title', 'Phone', 'Beats', 'Country', 'Language'],
    vi: [
      'Địa chỉ e-mail',
      'Tên',
      'Họ',
      'Cơ quan',
      'Chức vụ',
      'Số điện thoại',
      'Lĩnh vực',
      'Quốc gia',
      'Ngôn ngữ',
    ],
    fr: [
      'Adresse électronique',
      'Prénom',
      'Nom',
      'Média',
      'Fonction',
      'Téléphone',
      'Rubrique',
      'Pays',
      'Langue',
    ],
    es: [
      'Correo electrónico',
      'Nombre',
      'Apellidos',
      'Medio',
      'Cargo',
      'Teléfono',
      'Temas',
      'País',
      'Idioma',
    ],
    de: ['E-Mail-Adresse', 'Vorname', 'Name', 'Medium', 'Funktion', 'Telefon', 'Ressort', 'Land', 'Sprache'],
    ru: ['Электронная почта', 'Имя', 'Фамилия', 'Издание', 'Должность', 'Телефон', 'Темы', 'Страна', 'Язык'],
    ar: [
      'البريد الإلكتروني',
      'الاسم الأول',
      'اسم العائلة',
      'المؤسسة',
      'المنصب',
      'الهاتف',
      'التخصص',
      'البلد',
      'اللغة',
    ],
    zh: ['电子邮件', '名', '姓', '媒体', '职务', '电话', '领域', '国家', '语言'],
    pt: ['E-mail', 'Nome', 'Sobrenome', 'Veículo', 'Cargo', 'Telefone', 'Editoria', 'País', 'Idioma'],
  };
  const cases = Object.entries(headers).flatMap(([language, names]) =>
    (['NFC', 'NFD'] as const).map((form) => [language, form, names] as const),
  );

  it.each(cases)(
    '%s, written as %s: every column is taken and nothing is reported',
    async (_, form, names) => {
      const row = [
        'a@x.example.org',
        'Ann',
        'Lee',
        'Daily',
        'Editor',
        '+84 24 1',
        'health',
        'Viet Nam',
        'vi',
      ];
      const { card, problems, layout } = await imported(
        `${names.join(';').normalize(form)}\n${row.join(';')}\n`,
      );
      expect({ layout, problems }).toEqual({ layout: 'columns', problems: [] });
      expect(card?.name?.split(' ').sort()).toEqual(['Ann', 'Lee']);
      expect(card).toMatchObject({
        outlet: 'Daily',
        role: 'Editor',
        phone: '+84 24 1',
        beats: ['health'],
        regions: ['VN'],
        languages: ['vi'],
      });
    },
  );

  it.each([
    ['Đã hủy đăng ký', 'có'],
    ['Désabonné', 'oui'],
    ['Dado de baja', 'sí'],
    ['Abgemeldet', 'ja'],
    ['Отписан', 'да'],
    ['ألغى الاشتراك', 'نعم'],
    ['已退订', '是'],
    ['Status', 'abgemeldet'],
    ['Trạng thái', 'Đã hủy đăng ký'],
    ['Statut', 'Désabonnée'],
    ['Статус', 'Отписался'],
    ['الحالة', 'ألغى الاشتراك'],
    ['状态', '已退订'],
  ])('%s: %s says that the person left', async (header, value) => {
    const { counts, lists } = await imported(`Email,${header}\na@x.example.org,${value}\n`);
    expect(counts).toMatchObject({ added: 0, suppressed: 1 });
    expect([...lists.standings.values()]).toMatchObject([{ suppressed: { reason: 'unsubscribed' } }]);
  });

  it.each([
    ['Abgemeldet', 'nein'],
    ['Không liên hệ', 'Không'],
    ['已退订', '否'],
    ['Status', 'Aktiv'],
    ['Статус', 'Подписан'],
  ])('%s: %s says that the person is in', async (header, value) => {
    const { counts, problems } = await imported(`Email,${header}\na@x.example.org,${value}\n`);
    expect({ counts, problems }).toMatchObject({ counts: { added: 1, suppressed: 0 }, problems: [] });
  });

  it('one unknown header does not affect the known ones', async () => {
    const { card, problems } = await imported(
      'Họ và tên,Hộp điện tín,Lĩnh vực,Ngôn ngữ\nTrần Minh,a@x.example.org,y tế,Tiếng Việt\n',
    );
    expect(card).toMatchObject({ name: 'Trần Minh', beats: ['health'], languages: ['vi'] });
    expect(problems).toMatchObject([{ row: 1, code: 'header-unknown' }]);
    expect(problems[0]?.message).toContain('Hộp điện tín as email');
  });

  it('a header that means addresses above a column of streets is ignored in favour of the column with email addresses', async () => {
    const { card } = await imported('Name,Address,Kontaktdaten\nAnn,1 Main Street,a@x.example.org\n');
    expect(card).toMatchObject({ email: 'a@x.example.org', name: 'Ann' });
  });

  it.each([
    ['Name;Vorname;E-Mail\nMüller;Jana;a@x.example.org\n', 'Jana Müller'],
    ['Имя;Фамилия;Почта\nОльга;Мельник;a@x.example.org\n', 'Ольга Мельник'],
    ['Name,First name,Email\nAnn Lee,Ann,a@x.example.org\n', 'Ann Lee'],
    ['Họ,Tên đệm,Tên,Email\nNguyễn,Thùy,Linh,a@x.example.org\n', 'Nguyễn Thùy Linh'],
    ['姓,名,邮箱\n陈,卫民,a@x.example.org\n', '陈卫民'],
  ])('no half of a name is lost (%#)', async (text, name) => {
    const { card, problems } = await imported(text);
    expect({ name: card?.name, problems }).toEqual({ name, problems: [] });
  });
});

describe('nothing is lost without a report', () => {
  it('names every column that is not taken, with its first value, even in a recognised layout', async () => {
    const { problems, layout } = await imported(
      'Name,Title,Outlets,Email,Beats,Stadt,Twitter,Leer\nAnn,Editor,Daily,a@x.example.org,health,,@ann,\nBob,Editor,Daily,b@x.example.org,health,Berlin,@bob,\n',
    );
    expect(layout).toBe('Muck Rack');
    expect(problems).toMatchObject([
      { row: 2, column: 'Twitter', code: 'column-ignored', message: expect.stringContaining('“@ann”') },
      { row: 3, column: 'Stadt', code: 'column-ignored', message: expect.stringContaining('“Berlin”') },
    ]);
  });

  it('a thousand broken rows do not displace that report', async () => {
    const broken = 'nobody,Berlin\n'.repeat(1200);
    const { problems, problemsLeftOut } = await imported(`Email,Stadt\n${broken}`);
    expect(said(problems, 'column-ignored')).toMatchObject([{ column: 'Stadt' }]);
    expect(problemsLeftOut).toBe(200);
  });

  it('names cells beyond the header, and the second of two columns for one field', async () => {
    const { card, problems } = await imported(
      'Country,Outlet country,Email\nViet Nam,France,a@x.example.org,Extra\n',
    );
    expect(card?.regions).toEqual(['VN']);
    expect(problems).toMatchObject([
      { column: 'Outlet country', code: 'column-passed-over', message: expect.stringContaining('“France”') },
      { column: 'D', code: 'column-ignored', message: expect.stringContaining('“Extra”') },
    ]);
  });

  it('takes Ressort and Fachgebiet together, and Telefon and Mobil as they are written', async () => {
    const { card, problems } = await imported(
      'E-Mail;Ressort;Fachgebiet;Telefon;Mobil\na@x.example.org;Gesundheit;Klima und Umwelt; +49 (30) 123-4 ;0170/99\n',
    );
    expect(card).toMatchObject({ beats: ['health', 'climate'], phone: '+49 (30) 123-4; 0170/99' });
    expect(problems).toEqual([]);
  });

  it.each([
    ['Email,Outlet type\na@x.example.org,Zine\n', 'outlet-kind-unknown'],
    ['Email,Consent date\na@x.example.org,last spring\n', 'consent-undated'],
    ['Email,Consent source\na@x.example.org,phone call\n', 'consent-undated'],
    ['Email,Status\na@x.example.org,on a break\n', 'status-unknown'],
    [`Email,Notes\na@x.example.org,${'long '.repeat(500)}\n`, 'text-cut'],
    [`Email,Name\na@x.example.org,${'long '.repeat(50)}\n`, 'text-cut'],
    [`Email,Beats\na@x.example.org,"health, ${'long '.repeat(50)}"\n`, 'text-cut'],
    [`Email,Regions\na@x.example.org,"${'Viet Nam, '.repeat(200)}"\n`, 'text-cut'],
  ])('reports what was not understood or was cut in a cell (%#)', async (text, code) => {
    const { problems, counts } = await imported(text);
    expect(counts.added).toBe(1);
    expect(problems).toMatchObject([{ row: 2, code }]);
  });

  it('a misspelt beat is reported once, with the most similar one in any language; a beat that a segment uses is not reported', async () => {
    const lists = new PaperLists();
    lists.dependencies.beatsInUse = [...lists.dependencies.beatsInUse, 'chess'];
    const { problems } = await lists.import(
      'Email,Ressort\na@x.example.org,Gesundeit\nb@x.example.org,"gesundeit, chess, helth"\n',
    );
    expect(problems).toMatchObject([
      { row: 2, column: 'Ressort', code: 'beat-unknown' },
      { row: 3, column: 'Ressort', code: 'beat-unknown' },
    ]);
    expect(problems[0]?.message).toMatch(/“gesundeit”.*2 rows.*“health”/);
    expect(problems[1]?.message).toMatch(/“helth”.*“health”/);
  });
});

describe('cells that no person would write', () => {
  const digits = `${'1'.repeat(60_000)}a`;
  const words = 'a '.repeat(60_000);
  it.each([
    `${digits},Email\nx,a@x.example.org\n`,
    `Name,Vorname,Email\n${words},"${'b '.repeat(2000)}",a@x.example.org\n`,
    `Email,Beats\na@x.example.org,"${'é'.repeat(50_000)}"\n`,
    `Email,Status\na@x.example.org,"${'not '.repeat(30_000)}"\n`,
    `Email,Name\n"${'a@x.example.org '.repeat(7000)}",Ann\n`,
    `Email,Name\n"${'<'.repeat(60_000)}${'@'.repeat(60_000)}",Ann\n`,
    `Email,Phone\na@x.example.org,"${' \t'.repeat(60_000)}1"\n`,
  ])('do not slow down the import (%#)', { timeout: 20_000 }, async (text) => {
    const { counts } = await imported(text);
    expect(counts.rows).toBe(1);
  });
});

describe('what media databases write', () => {
  it('of several addresses in a cell the first usable one is taken, and this is reported', async () => {
    const { card, problems, counts } = await imported(
      'Contact Name,Outlet Name,Email,Contact Topics\nAnn,Daily,"nobody@; ann@x.example.org, desk@x.example.org",health\nBob,Daily,Bob <bob@x.example.org>,health\n',
    );
    expect(counts.added).toBe(2);
    expect(card).toMatchObject({ email: 'ann@x.example.org' });
    expect(problems).toMatchObject([{ row: 2, column: 'Email', code: 'address-several' }]);
  });

  it('the outlet’s address replaces a missing personal one, and this is reported', async () => {
    const { card, problems } = await imported(
      'Contact Name,Outlet Name,Email,Outlet Email,Contact Topics\nAnn,Daily,,desk@daily.example.org,health\n',
    );
    expect(card).toMatchObject({ name: 'Ann', email: 'desk@daily.example.org' });
    expect(problems).toMatchObject([{ row: 2, column: 'Outlet Email', code: 'address-of-outlet' }]);
  });

  it('HubSpot’s bounces are reported and left to a person', async () => {
    const { counts, problems } = await imported(
      'Record ID,Email,Associated Company,Marketing emails bounced\n1,a@x.example.org,Daily,3\n2,b@x.example.org,Daily,0\n',
    );
    expect(counts).toMatchObject({ added: 2, suppressed: 0 });
    expect(said(problems, 'bounces-reported')).toMatchObject([
      { row: 2, column: 'Marketing emails bounced', message: expect.stringContaining('3 bounced') },
    ]);
  });

  it('a person who left one list, according to our own export, does not leave all lists', async () => {
    const { counts, lists } = await imported('Email,Status\na@x.example.org,left this list\n');
    expect(counts).toMatchObject({ added: 0, suppressed: 1 });
    expect(lists.standings.size).toBe(0);
  });
});

describe('rules that a change to the code must not break unnoticed', () => {
  it('a second row of one person that says "unsubscribed" suppresses them', async () => {
    const { lists } = await imported(
      'Email,Status\na@x.example.org,subscribed\na@x.example.org,unsubscribed\n',
    );
    expect([...lists.standings.values()]).toMatchObject([{ suppressed: { reason: 'unsubscribed' } }]);
  });

  it('an import does not overwrite a consent that the person gave by signing up', async () => {
    const lists = new PaperLists();
    await lists.import('Email,Consent date,Consent source\na@x.example.org,2026-01-02,fair\n');
    const [card] = [...lists.cards.values()];
    if (!card) throw new Error('no card');
    expect(card.consent).toMatchObject({ source: 'fair' });
    const given = { source: 'sign-up', at: '2026-01-03T00:00:00.000Z', evidence: 'confirmed by link' };
    lists.cards.set(card.contactId, { ...card, consent: given });
    await lists.import('Email,Name,Consent date,Consent source\na@x.example.org,Ann,2026-01-04,fair\n');
    expect([...lists.cards.values()]).toMatchObject([{ name: 'Ann', consent: given }]);
  });
});
