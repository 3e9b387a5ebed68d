import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  filedUnder,
  isAlike,
  type Likeness,
  likenessOf,
  shareOf,
} from '../../../functions/_shared/domain/likeness.ts';
import { read } from './newsroom.ts';
import { paragraph, wordDocument } from './word-document.ts';

const title = 'Forum on women in peacekeeping opens in Ha Noi';
const dateline = 'HA NOI, Viet Nam – 9 June 2025 – ';
const paragraphs = [
  'The forum brings together ministers, researchers and women who have served in peacekeeping missions across four continents.',
  'They will discuss how training centres recruit, how long deployments last, what families at home need, and why so few officers return for a second tour.',
  'A report published for the occasion counts every contingent since the first observers left. It finds that numbers have doubled in ten years, that half of all applications are refused for reasons nobody writes down, and that medical units are far ahead of the others.',
  'The hosts propose a fund for instructors, a register of experts and a yearly meeting of all training centres of the region.',
];
const contact = 'Media contact: Lan Nguyen, Press Office, lan@press.example.org';

async function likeness(name: string, content: string | Uint8Array): Promise<Likeness> {
  const { content: read1, codes } = await read(name, content);
  const [text] = read1?.texts ?? [];
  if (!text) throw new Error(`not read: ${codes.join()}`);
  return likenessOf(text);
}
const markdown = (heading: string, day: string, all: readonly string[]) =>
  [`# ${heading}`, `HA NOI, Viet Nam – ${day} – ${all.join('\n\n')}`, contact].join('\n\n');
const release = (heading = title, day = '9 June 2025', all: readonly string[] = paragraphs) =>
  likeness('a.md', markdown(heading, day, all));

describe('two files are one text', () => {
  it('in Word, HTML, Markdown and plain text alike', async () => {
    const [first = '', ...rest] = paragraphs;
    const lines = [`${dateline}${first}`, ...rest];
    const files: [string, string | Uint8Array][] = [
      [
        'a.docx',
        wordDocument(
          [paragraph(title, 'Title'), ...[...lines, contact].map((one) => paragraph(one))].join(''),
        ),
      ],
      [
        'a.html',
        `<html><body><h1>${title}</h1>${[...lines, contact].map((one) => `<p>${one}</p>`).join('\n')}</body></html>`,
      ],
      ['a.txt', [title.toUpperCase(), ...lines, contact, '###'].join('\n\n')],
    ];
    const original = await release();
    for (const [name, content] of files) {
      const other = await likeness(name, content);
      expect(shareOf(original, other), name).toBe(1);
      expect(other.headline, name).toBe(original.headline);
    }
  });

  it('whether accents are composed or not, in Vietnamese, Arabic and Chinese', async () => {
    const vietnamese = `# Diễn đàn về phụ nữ trong gìn giữ hòa bình khai mạc tại Hà Nội\n\nHÀ NỘI, Việt Nam – 9/6/2025 – ${'Diễn đàn quy tụ các bộ trưởng, nhà nghiên cứu và những phụ nữ đã phục vụ trong các phái bộ gìn giữ hòa bình ở bốn châu lục. Họ thảo luận về cách các trung tâm huấn luyện tuyển chọn, thời gian triển khai và điều gia đình ở quê nhà cần đến.'}\n`;
    const arabic = `# افتتاح منتدى المرأة في حفظ السلام في هانوي\n\nيجمع المنتدى وزراء وباحثين ونساء خدمن في بعثات حفظ السلام في أربع قارات. وسيناقشون كيف تختار مراكز التدريب المتقدمين وكم تدوم مدة الخدمة وما تحتاج إليه الأسر في الوطن ولماذا يعود القليل من الضباط إلى مهمة ثانية بعد انتهاء الأولى وما الذي يمكن أن تفعله الحكومات من أجلهم.\n`;
    const chinese = `# 维和行动中的妇女论坛在河内开幕\n\n论坛汇聚了来自四大洲的部长、研究人员和曾在维和特派团服役的妇女。她们将讨论培训中心如何招募人员、部署时间有多长、家人需要什么，以及为什么很少有军官再次参加任务。主办方建议设立教官基金。\n`;
    for (const text of [vietnamese, arabic, chinese]) {
      const composed = await likeness('a.md', text.normalize('NFC'));
      const other = await likeness('b.md', text.normalize('NFD'));
      expect(composed.runs).toBeGreaterThan(40);
      expect(shareOf(composed, other)).toBe(1);
      expect(other.headline).toBe(composed.headline);
      expect(isAlike(composed, other)).toBe(true);
    }
  });

  it('with a sentence mended, a paragraph added and another headline', async () => {
    const [first = '', second = '', ...rest] = paragraphs;
    const mended = [
      first.replace('four continents', 'five continents'),
      second,
      ...rest,
      'The forum ends on Friday.',
    ];
    expect(isAlike(await release(), await release('Women in peacekeeping meet', '9 June 2025', mended))).toBe(
      true,
    );
  });

  it('with other contacts and another boilerplate below', async () => {
    const about =
      '\n\n## About the Centre\n\nThe Centre trains instructors of eleven countries and was founded in 2003.\n';
    const other = await likeness(
      'a.md',
      `${markdown('Another headline here today', '9 June 2025', paragraphs)}${about}`,
    );
    expect(shareOf(await release(), other)).toBe(1);
  });

  it('when their headline is the same, whatever the case, the quotes and the accents', async () => {
    const other = await release('FORUM on women in “peacekeeping” opens in Hà Nội', '9 June 2025', [
      'Another text.',
    ]);
    expect(isAlike(await release(), other)).toBe(true);
  });
});

describe('two files are two texts', () => {
  const form = [
    'The ministry publishes the number of accidents on the roads of the province every week. The figures are preliminary and are revised at the end of each month by the police of the districts concerned.',
    'Drivers are asked to keep to the limits of speed, to wear belts and helmets, and not to drive after drinking. Checks are made on all main roads by day and by night, and on market days also in villages.',
    'Figures for earlier weeks, the method by which they are collected and a map of all places where accidents were counted are on the pages of the ministry, in three languages, for everybody to use freely.',
  ];
  const week = (number: number, day: string, accidents: number) =>
    release(`Accidents on the roads: week ${number}`, day, [
      `There were ${accidents} accidents on the roads of the province in week ${number}, of which ${accidents - 20} were light.`,
      ...form,
    ]);

  it('when every week brings the same form with other figures', async () => {
    const [one, two] = [await week(22, '2 June 2025', 57), await week(23, '9 June 2025', 61)];
    expect(shareOf(one, two)).toBeGreaterThan(0.5);
    expect(isAlike(one, two)).toBe(false);
  });

  it('when a headline comes back every week above another text', async () => {
    const heading = 'Highlights of the noon briefing';
    const one = await release(heading, '2 June 2025', paragraphs.slice(0, 2));
    expect(isAlike(one, await release(heading, '9 June 2025', paragraphs.slice(2)))).toBe(false);
  });

  it('when one office writes them, with the same contacts and the same boilerplate', async () => {
    const about =
      '\n\n## About us\n\nThe office serves three million people and is led by an elected attorney.\n';
    const one = await likeness('a.md', `${markdown(title, '9 June 2025', paragraphs.slice(0, 2))}${about}`);
    const two = await likeness(
      'b.md',
      `${markdown('Fund for instructors proposed', '9 June 2025', paragraphs.slice(2))}${about}`,
    );
    expect(shareOf(one, two)).toBe(0);
    expect(isAlike(one, two)).toBe(false);
  });

  it('when they are short and share their few words', async () => {
    const short = ['The press conference has been moved to room 3 and begins at 15:00.'];
    const one = await release('Press conference on the budget moved', '9 June 2025', short);
    const two = await release('Press conference on the harvest moved', '9 June 2025', short);
    expect(shareOf(one, two)).toBe(1);
    expect(isAlike(one, two)).toBe(false);
  });

  it('when the headline says no more than “Market update”', async () => {
    const one = await release('Market update', '9 June 2025', paragraphs.slice(0, 1));
    const two = await release('Market update', '9 June 2025', paragraphs.slice(3));
    expect(one.headline).toBeNull();
    expect(isAlike(one, two)).toBe(false);
  });
});

it('a text can be found by what is filed of it, and not be read out of it', async () => {
  const original = await release();
  const mended = await release(title, '9 June 2025', [...paragraphs, 'The forum ends on Friday.']);
  const places = new Set(filedUnder(original).runs);
  expect(filedUnder(mended).runs.filter((place) => places.has(place)).length).toBeGreaterThan(2);
  expect(JSON.stringify(original)).not.toMatch(/forum|women/i);
});

it('the longest text there may be is filed in little room', async () => {
  const many = Array.from({ length: 30 }, (_, paragraph) =>
    Array.from(
      { length: 100 },
      (_, i) => `Sentence ${paragraph}-${i} says something else than all others.`,
    ).join(' '),
  );
  const long = await release(title, '9 June 2025', many);
  expect(JSON.stringify(long).length).toBeLessThan(5000);
  const other = await release(title, '9 June 2025', many.slice(0, 27));
  expect(shareOf(long, other)).toBeGreaterThan(0.8);
  expect(shareOf(long, other)).toBeLessThan(1);
});

it('the sample releases are two', async () => {
  const sample = await readFile(new URL('../../../samples/seed-001.txt', import.meta.url));
  const one = await likeness('seed-001.txt', sample);
  expect(shareOf(one, await release())).toBeLessThan(0.05);
});
