import { describe, expect, test } from 'vitest';
import { readFiles } from '../../../functions/accept-release/reading/read-files.ts';
import { bytes, newsroom, now, read } from './newsroom.ts';

const body =
  'Delegates from twenty countries opened a regional forum on the role of women in peacekeeping operations and agreed on a plan of action for the coming five years, the ministry said. More than one hundred police officers took part in the talks.';
const vietnamese =
  'Bộ Công an và các đối tác đã khai mạc diễn đàn khu vực về vai trò của phụ nữ trong các hoạt động gìn giữ hòa bình, với hơn một trăm đại biểu đến từ hai mươi quốc gia. Các đại biểu đã thống nhất kế hoạch hành động cho năm năm tới.';
const title = 'Regional forum on women in peacekeeping opens with delegates from twenty countries';
const text = `# ${title}\n\nHA NOI, Viet Nam – 12 June 2025 – ${body}\n\nMedia contact: Jane Doe, jane@example.org`;
const front = (fields: string, below = text) => `---\n${fields}\n---\n${below}`;

describe('declared fields', () => {
  test('beat what is found, and the report says where each comes from', async () => {
    const report = await read(
      'a.md',
      front(
        'title: Regional forum on women in peacekeeping opens\ncontacts:\n  - {name: Ann Other, email: ann@example.org}\nregions: [asia]',
      ),
    );
    expect(report).toMatchObject({
      status: 'accepted',
      title: 'Regional forum on women in peacekeeping opens',
      contacts: [{ name: 'Ann Other', organisation: null, email: 'ann@example.org', phone: null }],
      regions: ['asia'],
    });
    expect(report.reports[0]?.report.provenance).toMatchObject({
      title: { from: 'declared', line: 2 },
      dateline: { from: 'found', line: 9 },
    });
  });
  test.each([
    ['London 12 June 2025', 'London'],
    ['Dresden, 12 June 2025', 'Dresden'],
    ['Paris, le 12 juin 2025', 'Paris'],
    ['Ha Noi, Viet Nam – 12 June 2025', 'Ha Noi, Viet Nam'],
    ['Washington, D.C.', 'Washington, D.C.'],
  ])('a dateline declared in one line keeps the whole name of its place: %s', async (dateline, place) => {
    const report = await read('a.md', `---\ndateline: ${dateline}\n---\n# ${title}\n\n${body}`);
    expect(report.dateline.place).toBe(place);
  });
  test('a sidecar beside the text serves as well, in YAML and JSON', async () => {
    for (const [name, content] of [
      ['a.yaml', 'title: Declared headline'],
      ['a.yml', 'title: Declared headline'],
      ['a.meta.yaml', 'title: Declared headline'],
      ['a.json', '{"title":"Declared headline"}'],
      ['a.meta.json', '{"title":"Declared headline"}'],
    ] as const)
      expect(await read('a.txt', body, { beside: { [name]: content } })).toMatchObject({
        status: 'accepted',
        title: 'Declared headline',
      });
  });
  test('TOML between plus signs is front matter too', async () => {
    const report = await read(
      'a.md',
      `+++\ntitle = "Regional forum on women in peacekeeping opens"\nembargo = 2025-06-12T02:00:00Z\ntopics = ["gender"]\n+++\n${text}`,
    );
    expect(report).toMatchObject({
      status: 'accepted',
      title: 'Regional forum on women in peacekeeping opens',
      embargo: '2025-06-12T02:00:00Z',
      topics: ['gender'],
    });
  });
  test('an unknown field is an error that names the nearest known one', async () => {
    const report = await read('a.md', front('titel: x\nembargoo: y'));
    expect(report.status).toBe('rejected');
    expect(
      report.problems.filter((one) => one.code === 'field-unknown').map((one) => [one.where.line, one.fix]),
    ).toEqual([
      [2, expect.stringContaining('“title”')],
      [3, expect.stringContaining('“embargo”')],
    ]);
  });
  test.each(['"—"', '[VN, "?"]', '"***"'])(
    'a region that names no place is refused, for it would widen the audience: %s',
    async (regions) => {
      const report = await read('a.md', front(`topics: [gender]\nregions: ${regions}`));
      expect(report.status).toBe('rejected');
      expect(report.problems.find(({ code }) => code === 'field-invalid')).toMatchObject({
        message: expect.stringContaining('“regions” in the front matter cannot be used: a region has a name'),
        where: { line: 3, field: 'regions' },
      });
    },
  );
  test('front matter and sidecar that disagree hold, both shown', async () => {
    const report = await read('a.md', front('title: One'), { beside: { 'a.yaml': 'title: Two' } });
    expect(report.status).toBe('held');
    expect(report.problems[0]).toMatchObject({
      code: 'field-contradiction',
      message: '“title” is “One” in the front matter, but “Two” in the a.yaml.',
    });
  });
  test('a declared headline or place that the text contradicts holds, both shown', async () => {
    for (const field of ['title: Minister resigns', 'dateline: {place: "Paris, France"}']) {
      const report = await read('a.md', front(field));
      expect(report).toMatchObject({ status: 'held' });
      expect(report.problems[0]).toMatchObject({ code: 'field-contradiction' });
    }
    expect(await read('a.md', front('dateline: {place: Hà Nội}'))).toMatchObject({
      status: 'accepted',
      dateline: { city: 'Hà Nội' },
    });
  });
  test('a declared embargo settles what the text leaves open', async () => {
    for (const written of ['EMBARGOED', 'EMBARGOED UNTIL 9:00 a.m. IST, 12 June 2025']) {
      const report = await read('a.md', front('embargo: 2025-06-12T09:00+05:30', `${written}\n\n${text}`));
      expect(report).toMatchObject({ status: 'accepted', embargo: '2025-06-12T03:30:00Z' });
    }
  });
  test('a declared date that the text contradicts holds', async () => {
    expect(
      await read('a.md', front('dateline: {place: "Ha Noi, Viet Nam", date: 2025-06-13}')),
    ).toMatchObject({ status: 'held', dateline: { date: '2025-06-13' } });
  });
  test.each([
    ['2025-06-12T09:00:00+07:00', '2025-06-12T02:00:00Z'],
    ['"2025-06-12 09:00"', '2025-06-12T02:00:00Z'],
    ['2025-06-12 09:00 Asia/Tokyo', '2025-06-12T00:00:00Z'],
    ['2025-06-12T02:00:00.000Z', '2025-06-12T02:00:00Z'],
    ['12 June 2025, 9 a.m. EDT', '2025-06-12T13:00:00Z'],
  ])('embargo: %s', async (written, instant) => {
    expect(await read('a.md', front(`embargo: ${written}`))).toMatchObject({
      status: 'accepted',
      embargo: instant,
    });
  });
  test.each([
    '2025-06-12',
    'tomorrow 10am',
    '2025-02-31T09:00Z',
    'true',
    'TBC',
    '2025-06-12 09:00 Mars/Base',
    '20250612',
    '2025-11-02 01:30 America/New_York',
    '2025-03-09 02:30 America/New_York',
    '2025-06-12 09:00 New York',
  ])('embargo: %s holds', async (written) => {
    expect(await read('a.md', front(`embargo: ${written}`))).toMatchObject({ status: 'held', embargo: null });
  });
  test('a time to send more than two years ahead is held', async () => {
    const report = await read('a.md', front('sendAt: 2035-06-12T09:00Z'));
    expect(report.status).toBe('held');
    expect(report.codes).toContain('send-at-far-ahead');
  });
  test.each([
    'contacts: "Jane Doe, Press officer, +84 24 3850 0100, jane@example.org"',
    'contacts:\n  - Jane Doe, Press officer, +84 24 3850 0100, jane@example.org',
  ])('contacts may be lines of text: %s', async (written) => {
    const report = await read('a.md', front(written));
    expect(report.status).toBe('accepted');
    expect(report.contacts).toEqual([
      {
        name: 'Jane Doe',
        organisation: 'Press officer',
        email: 'jane@example.org',
        phone: '+84 24 3850 0100',
      },
    ]);
  });
  test('contacts that the desk declared are known from those that only stand in the text', async () => {
    const contact = 'Media contact: Jane Doe, jane@example.org';
    const found = await read('a.md', `${front('lists: press')}\n\n${contact}`);
    const declared = await read('a.md', front('lists: press\ncontacts: "Jane Doe, jane@example.org"'));
    expect(found.content?.texts[0]?.contactsDeclared).toBeUndefined();
    expect(declared.content?.texts[0]?.contactsDeclared).toBe(true);
    // Declaring what stood in the text is no new version.
    expect(declared.content?.contentHash).toBe(found.content?.contentHash);
  });
  test('the audience is what is declared; else it is proposed, and the report says so', async () => {
    expect((await read('a.md', front('lists: [asia-press]\nexclude: rivals'))).content?.audience).toEqual({
      origin: 'declared',
      lists: ['asia-press'],
      segments: [],
      beats: [],
      regions: [],
      exclude: ['rivals'],
    });
    const proposed = await read('a.md', text);
    expect(proposed.content?.audience).toEqual({
      origin: 'proposed',
      lists: ['press'],
      segments: [],
      beats: ['peacekeeping', 'gender'],
      regions: [],
      exclude: [],
    });
    expect(proposed.assumptions.map((one) => one.field)).toContain('audience');
  });
  test.each([
    ['08:00 local', '08:00', null, null],
    ['8 a.m. local time', '08:00', null, null],
    ['2025-07-01 08:00 local', '08:00', '2025-07-01', '2025-06-30T18:00:00Z'],
    ['1 July 2025, 8:30 pm local', '20:30', '2025-07-01', '2025-07-01T06:30:00Z'],
  ])('sendAt: %s is a time of each reader’s own clock', async (written, time, date, sendAt) => {
    const report = await read('a.md', front(`sendAt: ${written}`));
    expect(report.status).toBe('accepted');
    expect(report.content).toMatchObject({ sendAt, sendAtLocal: { time, date } });
    expect((await read('a.md', front('sendAt: 2025-07-01T08:00Z'))).content).not.toHaveProperty(
      'sendAtLocal',
    );
  });
  test.each([
    'local',
    '08:00 local on Monday',
    'tomorrow 08:00 local',
    '08:00 and 09:00 local',
    '08:00 local Asia/Tokyo',
    '24:00 local',
    '2025-02-31 08:00 local',
  ])('sendAt: %s holds', async (written) => {
    const report = await read('a.md', front(`sendAt: "${written}"`));
    expect(report).toMatchObject({ status: 'held', codes: expect.arrayContaining(['send-at-unresolved']) });
    expect(report.content).not.toHaveProperty('sendAtLocal');
  });
  test('a time of each reader’s own clock beside an embargo is a hold: an embargo ends for all at one instant', async () => {
    const report = await read('a.md', front('embargo: 2025-06-12T02:00Z\nsendAt: 08:00 local'));
    expect(report.codes).toContain('send-at-local-with-embargo');
    expect(report.status).toBe('held');
  });
  test('sending after the embargo lifts is a hold', async () => {
    expect(
      (await read('a.md', front('embargo: 2025-06-12T02:00Z\nsendAt: 2025-06-13T02:00Z'))).codes,
    ).toContain('send-at-after-embargo');
  });
  test.each([
    'approval: sometimes',
    'liftNotice: perhaps',
    'images: 5',
    'title: [a, b]',
    'contacts: {email: x, fax: y}',
  ])('%s is an error', async (field) => {
    const report = await read('a.md', front(field));
    expect(report).toMatchObject({ status: 'rejected' });
    expect(report.codes).toContain('field-invalid');
  });
});

describe('pictures', () => {
  const picture = (markdown: string) => `${text}\n\n${markdown}\n`;
  test('beside the release are matched, one that is missing holds, one without words warns', async () => {
    expect(
      await read('forum/forum.en.md', picture('![The forum](photo.jpg)'), { siblings: ['forum/photo.jpg'] }),
    ).toMatchObject({ status: 'accepted', images: [{ file: 'photo.jpg', alt: 'The forum' }] });
    expect((await read('forum/forum.en.md', picture('![The forum](photo.jpg)'))).codes).toContain(
      'image-missing',
    );
    expect(
      (await read('forum/forum.en.md', picture('![](photo.jpg)'), { siblings: ['forum/photo.jpg'] })).codes,
    ).toContain('image-without-alt');
  });
  test('names match in NFC, with spaces and signs as Markdown encodes them', async () => {
    expect(
      await read('forum/forum.en.md', picture('![x](die%CC%82n%20dan.jpg)'), {
        siblings: ['forum/diên dan.jpg'.normalize('NFC')],
      }),
    ).toMatchObject({ status: 'accepted' });
  });
  test('a path that climbs out of the folder reaches nothing', async () => {
    expect(
      (
        await read('forum/forum.en.md', picture('![x](../secret/photo.jpg)'), {
          siblings: ['forum/photo.jpg'],
        })
      ).codes,
    ).toContain('image-missing');
  });
});

describe('several languages of one release', () => {
  const other = (line: string) =>
    `${line}# Khai mạc diễn đàn khu vực về phụ nữ\n\nHà Nội, ngày 12 tháng 6 năm 2025 – ${vietnamese}\n\nLiên hệ báo chí: Nguyễn Hoa, hoa@example.vn`;
  const both = (english: string, second: string, shared?: string) =>
    readFiles(
      {
        id: 'forum',
        files: [
          { key: 'releases/forum/forum.en.md', bytes: bytes(english) },
          { key: 'releases/forum/forum.vi.md', bytes: bytes(second) },
          ...(shared === undefined ? [] : [{ key: 'releases/forum/release.yaml', bytes: bytes(shared) }]),
        ],
        siblings: [],
      },
      { newsroom, now },
    );
  test('are one release with a text each, the newsroom’s language first', async () => {
    const { reports, content } = await both(text, other(''));
    expect(reports.map(({ report }) => report.status)).toEqual(['accepted', 'accepted']);
    expect(content?.texts.map((one) => one.language)).toEqual(['en', 'vi']);
  });
  test('share what release.yaml declares', async () => {
    const { reports, content } = await both(text, other(''), 'embargo: 2025-06-12T02:00Z\nlists: [asia]');
    expect(reports).toHaveLength(3);
    expect(reports.map(({ report }) => [report.status, report.release.embargo])).toEqual(
      Array(3).fill(['accepted', '2025-06-12T02:00:00Z']),
    );
    expect(content?.embargo).toBe('2025-06-12T02:00:00Z');
  });
  test('hold when one is under embargo and the other is not', async () => {
    const { reports, content } = await both(
      text,
      other('CẤM PHỔ BIẾN TRƯỚC 9 GIỜ NGÀY 12 THÁNG 6 NĂM 2025\n\n'),
    );
    expect(reports.map(({ report }) => report.status)).toEqual(['held', 'held']);
    expect(reports.map(({ report }) => report.release.embargo)).toEqual([null, null]);
    expect(content?.embargo).toBeNull();
  });
  test('wait for the one that was rejected', async () => {
    const { reports, content } = await both(text, vietnamese);
    expect(reports.map(({ report }) => report.status)).toEqual(['held', 'rejected']);
    expect(content).toBeNull();
  });
  test('may not be twice the same', async () => {
    const { reports } = await both(text, text);
    expect(reports[1]?.report.problems.map((one) => one.code)).toContain('language-contradiction');
  });
  test('a sidecar whose text has not arrived waits', async () => {
    const { reports, content } = await readFiles(
      { id: 'forum', files: [{ key: 'releases/forum.yaml', bytes: bytes('title: x') }], siblings: [] },
      { newsroom, now },
    );
    expect(reports[0]?.report).toMatchObject({ status: 'held', problems: [{ code: 'sidecar-alone' }] });
    expect(content).toBeNull();
  });
});

describe('languages', () => {
  test('a text in a language the newsroom does not write is held', async () => {
    for (const foreign of [
      'Il ministero e i suoi partner hanno aperto un forum regionale sul ruolo delle donne nelle operazioni di mantenimento della pace, con più di cento partecipanti provenienti da venti paesi. I delegati hanno concordato un piano d’azione per i prossimi cinque anni, ha detto il ministro.',
      '国連と各国政府は、平和維持活動における女性の役割に関する地域フォーラムを開催しました。二十か国から百人以上が参加し、今後五年間の行動計画に合意しました。これからも協力を続けていきます。',
      'Het ministerie en zijn partners hebben een regionaal forum geopend over de rol van vrouwen in vredesoperaties, met meer dan honderd deelnemers uit twintig landen. De afgevaardigden werden het eens over een actieplan voor de komende vijf jaar, zei de minister.',
    ]) {
      const report = await read('a.md', `# ${title}\n\n${foreign}`);
      expect(report.status).toBe('held');
      expect(report.codes.some((code) => code.startsWith('language-'))).toBe(true);
    }
  });
  test('an English headline above a Vietnamese text is a Vietnamese release', async () => {
    expect(await read('a.md', `# ${title}\n\n${vietnamese}`)).toMatchObject({
      language: 'vi',
      status: 'accepted',
    });
  });
  test('a declared language that the text contradicts is held', async () => {
    expect(await read('a.md', front('language: fr'))).toMatchObject({ status: 'held', language: 'fr' });
  });
});
