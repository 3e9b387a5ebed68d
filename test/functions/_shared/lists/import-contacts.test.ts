import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { planContacts } from '../../../../functions/_shared/lists/plan-contacts.ts';
import { PaperLists } from './paper-lists.ts';

const people = (lists: PaperLists) =>
  [...lists.cards.values()].map(({ email, name }) => `${name} <${email}>`).sort();

describe('how files are written', () => {
  const rows = [
    'Email,Name,Outlet',
    'linh@daily.example.org,Nguyễn Thùy Linh,"Báo Mới, Hà Nội"',
    'minh@radio.example.net,Trần Minh,Đài',
  ];
  const text = rows.join('\r\n');
  const expected = ['Nguyễn Thùy Linh <linh@daily.example.org>', 'Trần Minh <minh@radio.example.net>'];

  it.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16 little endian with a mark', iconv.encode(text, 'utf-16le', { addBOM: true })],
    ['UTF-16 big endian with a mark', iconv.encode(text, 'utf-16be', { addBOM: true })],
    ['UTF-16 without a mark', iconv.encode(text, 'utf-16le', { addBOM: false })],
    ['decomposed letters (NFD)', Buffer.from(text.normalize('NFD'))],
  ])('%s', async (_, bytes) => {
    const lists = new PaperLists();
    const { counts } = await lists.import(bytes);
    expect(counts).toMatchObject({ rows: 2, added: 2, invalid: 0 });
    expect(people(lists)).toEqual(expected);
  });

  it('Windows-1252, recognised by its letters even if they come late', async () => {
    const lists = new PaperLists();
    const many = Array.from({ length: 900 }, (_, i) => `plain${i}@a.example.org;Plain Name\n`).join('');
    const { encoding } = await lists.import(
      iconv.encode(`Courriel;Nom complet\n${many}helene@media.example.org;Hélène Lefèvre\n`, 'windows-1252'),
    );
    expect(encoding).toBe('windows-1252');
    expect(people(lists)).toContain('Hélène Lefèvre <helene@media.example.org>');
  });

  it.each([
    ['commas', 'Email,Name\na@x.example.org,Ann\n'],
    ['semicolons', 'Email;Name\na@x.example.org;Ann\n'],
    ['tabs', 'Email\tName\na@x.example.org\tAnn\n'],
    ["Excel's sep= line", 'sep=|\nEmail|Name\na@x.example.org|Ann\n'],
    ['lines before the header', 'Media list export\n5 January 2026\n\nEmail,Name\na@x.example.org,Ann\n'],
    ['no header', 'Ann,a@x.example.org\n'],
    ['old Mac line ends', 'Email,Name\ra@x.example.org,Ann\r'],
    ['ragged rows', 'Email,Name,Outlet,Role\na@x.example.org,Ann\n'],
    ['a quoted line break', 'Notes,Email,Name\n"one\ntwo",a@x.example.org,Ann\n'],
    ['a quotation mark inside a plain cell', 'Outlet,Email,Name\n5" News,a@x.example.org,Ann\n'],
  ])('%s', async (_, text) => {
    const lists = new PaperLists();
    await lists.import(text);
    expect(people(lists)).toEqual(['Ann <a@x.example.org>']);
  });

  it('a quotation mark that is never closed rejects the file, names the row, and changes nothing', async () => {
    const lists = new PaperLists();
    const made = await lists.import(
      'Email,Name\na@x.example.org,Ann\nb@x.example.org,"Bob\nc@x.example.org,Cy\n',
    );
    expect(made).toMatchObject({ state: 'unreadable', problems: [{ row: 3, code: 'quote-unclosed' }] });
    expect(lists.cards.size).toBe(0);
  });

  it.each([
    ['', 'file-empty'],
    ['Shopping,Price\nmilk,2\n', 'no-address-column'],
  ])('says what is missing in a file that is no list (%#)', async (text, code) => {
    const made = await new PaperLists().import(text);
    expect(made).toMatchObject({ state: 'unreadable', problems: [{ code }] });
  });
});

describe('the tool that exported it', () => {
  it.each([
    [
      'Mailchimp',
      'Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,LEID,TAGS\na@x.example.org,Ann,Lee,2,2024-05-01 10:00:00,1,"""Health"""\n',
    ],
    [
      'HubSpot',
      'Record ID,First Name,Last Name,Email,Associated Company,Job Title,Lifecycle Stage\n1,Ann,Lee,a@x.example.org,Daily,Editor,lead\n',
    ],
    [
      'Google Contacts',
      'First Name,Middle Name,Last Name,Organization Name,Organization Title,Labels,E-mail 1 - Label,E-mail 1 - Value\nAnn,,Lee,Daily,Editor,* myContacts ::: Health,Work,a@x.example.org\n',
    ],
    [
      'Outlook',
      'First Name,Middle Name,Last Name,Company,Job Title,Business Phone,E-mail Address,E-mail Display Name\nAnn,,Lee,Daily,Editor,,a@x.example.org,Ann Lee\n',
    ],
    [
      'Muck Rack',
      'Name,Title,Outlets,Email,Beats,Location\nAnn Lee,Editor,Daily,a@x.example.org,"Health, Gender",Viet Nam\n',
    ],
    [
      'Cision',
      'Contact Name,Outlet Name,Title,Email,Contact Topics,Country\nAnn Lee,Daily,Editor,a@x.example.org,Health;Climate,Vietnam\n',
    ],
    [
      'Prezly',
      'first_name,last_name,email,organisation,job_title,tags,language\nAnn,Lee,a@x.example.org,Daily,Editor,health,Vietnamese\n',
    ],
  ])('%s', async (tool, text) => {
    const lists = new PaperLists();
    const { layout, counts } = await lists.import(text);
    expect(layout).toBe(tool);
    expect(counts.added).toBe(1);
    expect(people(lists)).toEqual(['Ann Lee <a@x.example.org>']);
  });

  it('any other header by a mapping that was remembered for it', async () => {
    const lists = new PaperLists();
    lists.dependencies.readMapping = (columns) =>
      columns[1] === 'Kontakt' ? { email: [1], name: [0] } : null;
    await lists.import('Wer,Kontakt\nAnn Lee,a@x.example.org\n');
    expect(people(lists)).toEqual(['Ann Lee <a@x.example.org>']);
  });

  it('reads topics, countries, languages, kinds and tiers in the words people use', async () => {
    const lists = new PaperLists();
    await lists.import(
      'Email,Beats,Country,Languages,Outlet type,Tier,Time zone\na@x.example.org,"Climate Change; y tế; Chess","Vietnam, Pháp","Tiếng Việt, en-US",TV station,A,Asia/Ho_Chi_Minh\n',
    );
    expect([...lists.cards.values()][0]).toMatchObject({
      beats: ['climate', 'health', 'chess'],
      regions: ['VN', 'FR'],
      languages: ['vi', 'en'],
      outletKind: 'broadcaster',
      tier: 1,
      zone: 'Asia/Ho_Chi_Minh',
    });
  });
});

describe('what an import does', () => {
  it('counts every row once, and names row, column and reason of what it cannot import', async () => {
    const lists = new PaperLists();
    await lists.import('Email,Name\na@x.example.org,Ann\nb@x.example.org,Bob\ngone@x.example.org,Gone\n');
    lists.suppress(
      lists.dependencies.contactIdOf('gone@x.example.org'),
      'unsubscribed',
      '',
      '2026-01-01T00:00:00Z',
    );
    const { counts, problems } = await lists.import(
      'Email,Name\na@x.example.org,Ann\nB@X.example.org,Bobby\nnew@x.example.org,New\nnew@x.example.org,Again\nnot an address,Nobody\nđức@x.example.org,Đức\n,Empty\ngone@x.example.org,Gone\n',
    );
    expect(counts).toEqual({
      rows: 8,
      added: 1,
      updated: 1,
      unchanged: 1,
      duplicates: 1,
      invalid: 3,
      suppressed: 1,
    });
    expect(problems.map(({ row, column, code }) => ({ row, column, code }))).toEqual([
      { row: 5, column: 'Email', code: 'duplicate-in-file' },
      { row: 6, column: 'Email', code: 'address-malformed' },
      { row: 7, column: 'Email', code: 'address-not-ascii' },
      { row: 8, column: 'Email', code: 'address-missing' },
    ]);
  });

  it.each([
    ['Email,Status\na@x.example.org,Unsubscribed\n', 'unsubscribed'],
    ['Email Address,LEID,UNSUB_TIME\na@x.example.org,1,2025-01-01 10:00:00\n', 'unsubscribed'],
    ['Email Address,LEID,CLEAN_TIME\na@x.example.org,1,2025-01-01 10:00:00\n', 'bounced'],
    ['Email,Do not contact\na@x.example.org,TRUE\n', 'suppressed-by-admin'],
    ['Email,Unsubscribed from all email\na@x.example.org,Yes\n', 'unsubscribed'],
  ])(
    'a row that its own tool marks as left suppresses the person, and adds nobody (%#)',
    async (text, reason) => {
      const lists = new PaperLists();
      const { counts } = await lists.import(text);
      expect(counts).toMatchObject({ added: 0, suppressed: 1 });
      expect(lists.standingOf(lists.dependencies.contactIdOf('a@x.example.org')).suppressed?.reason).toBe(
        reason,
      );
      expect(lists.cards.size).toBe(0);
    },
  );

  it('an empty cell keeps the known value', async () => {
    const lists = new PaperLists();
    await lists.import('Email,Name,Outlet\na@x.example.org,Ann,Daily\n');
    const { counts } = await lists.import('Email,Name,Outlet\na@x.example.org,,\n');
    expect(counts.unchanged).toBe(1);
    expect([...lists.cards.values()][0]).toMatchObject({ name: 'Ann', outlet: 'Daily' });
  });

  it('treats formulas as text', async () => {
    const lists = new PaperLists();
    await lists.import('Email,Name\na@x.example.org,"=HYPERLINK(""http://evil.example"")"\n');
    expect([...lists.cards.values()][0]?.name).toBe('=HYPERLINK("http://evil.example")');
  });

  it('plans without changing anything, and shows what would change field by field', async () => {
    const lists = new PaperLists();
    await lists.import('Email,Name\na@x.example.org,Ann\n');
    const before = lists.picture();
    const changes: unknown[] = [];
    await planContacts(
      lists.dependencies,
      lists.importing('Email,Name\na@x.example.org,Anna\nb@x.example.org,Bob\n', {
        onSteps: (steps) =>
          changes.push(...steps.map((step) => step.kind === 'write' && [step.before?.name, step.after.name])),
      }),
      null,
      async () => undefined,
    );
    expect(changes).toEqual([
      ['Ann', 'Anna'],
      [undefined, 'Bob'],
    ]);
    expect(lists.picture()).toEqual(before);
  });

  it('imports a drop once, even if it is notified twice', async () => {
    const lists = new PaperLists();
    await lists.import('Email\na@x.example.org\n', { importId: 'drop-1' });
    const again = await lists.import('Email\na@x.example.org\n', { importId: 'drop-1' });
    expect(again.counts.added).toBe(1);
    expect(lists.audit.filter(({ act }) => act === 'import')).toHaveLength(1);
  });

  it('continues after a crash', async () => {
    const lists = new PaperLists();
    const text = `Email,Name\n${Array.from({ length: 1200 }, (_, i) => `p${i}@x.example.org,P ${i}`).join('\n')}\n`;
    const { putCards } = lists.dependencies;
    let calls = 0;
    lists.dependencies.putCards = async (cards) => {
      calls += 1;
      if (calls === 2) throw new Error('crash');
      await putCards(cards);
    };
    await expect(lists.import(text, { importId: 'drop-1' })).rejects.toThrow('crash');
    const made = await lists.import(text, { importId: 'drop-1' });
    expect(made).toMatchObject({ state: 'applied', counts: { added: 1200 } });
    expect(lists.cards.size).toBe(1200);
    // The plan of the first attempt knows the contacts that the import added. After the undo none is left.
    await lists.undo('drop-1');
    expect(lists.cards.size).toBe(0);
  });

  it('applies its changes on top of an edit made while it ran', async () => {
    const lists = new PaperLists();
    await lists.import('Email,Name\na@x.example.org,Ann\n');
    const { registerList } = lists.dependencies;
    lists.dependencies.registerList = async (list) => {
      await registerList(list);
      const [card] = [...lists.cards.values()];
      if (!card) throw new Error('no card');
      await lists.dependencies.editCard(card, { ...card, name: 'Annette', revision: card.revision + 1 });
    };
    await lists.import('Email,Outlet\na@x.example.org,Daily\n');
    expect([...lists.cards.values()][0]).toMatchObject({ name: 'Annette', outlet: 'Daily' });
  });

  it('can be undone even if it broke off halfway', async () => {
    const lists = new PaperLists();
    const { putCards } = lists.dependencies;
    lists.dependencies.putCards = async (cards) => {
      await putCards(cards);
      throw new Error('crash');
    };
    await expect(lists.import('Email\na@x.example.org\n', { importId: 'half' })).rejects.toThrow('crash');
    expect(lists.cards.size).toBe(1);
    expect(await lists.undo('half')).toBe('undone');
    expect(lists.cards.size).toBe(0);
  });

  it('a plan that was not applied cannot be undone', async () => {
    const lists = new PaperLists();
    const look = lists.importing('Email\na@x.example.org\n', { importId: 'look' });
    await planContacts(lists.dependencies, look, null, async () => undefined);
    expect(await lists.undo('look')).toBe('not-applied');
  });
});

describe('undoing an import', () => {
  const undo = (lists: PaperLists, importId: string, now = '2026-01-10T00:00:00Z') =>
    lists.undo(importId, { now: new Date(now) });

  it('keeps what somebody changed since', async () => {
    const lists = new PaperLists();
    await lists.import('Email,Name,Outlet\na@x.example.org,Ann,Daily\n', { importId: 'one' });
    await lists.import('Email,Name,Outlet\na@x.example.org,Anna,Weekly\n', {
      importId: 'two',
      list: 'other',
    });
    const [card] = [...lists.cards.values()];
    if (!card) throw new Error('no card');
    await lists.dependencies.editCard(card, { ...card, name: 'Annette', revision: card.revision + 1 });
    expect(await undo(lists, 'two')).toBe('undone');
    expect([...lists.cards.values()][0]).toMatchObject({
      name: 'Annette',
      outlet: 'Daily',
      lists: ['press'],
    });
  });

  it('is possible for thirty days, and once', async () => {
    const lists = new PaperLists();
    await lists.import('Email\na@x.example.org\n', { importId: 'one' });
    expect(await undo(lists, 'one', '2026-03-01T00:00:00Z')).toBe('too-late');
    expect(await undo(lists, 'one')).toBe('undone');
    expect(await undo(lists, 'one')).toBe('undone');
    expect(lists.audit.filter(({ act }) => act === 'undo-import')).toHaveLength(1);
    expect(await undo(lists, 'never')).toBe('unknown');
  });
});
