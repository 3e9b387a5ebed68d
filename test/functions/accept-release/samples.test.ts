import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { read } from './newsroom.ts';

const sample = (name: string) => readFile(new URL(`../../../samples/${name}`, import.meta.url), 'utf8');

test('a text without headline, dateline and contact is rejected, with all three to add', async () => {
  const report = await read('seed-000.txt', await sample('seed-000.txt'));
  expect(report).toMatchObject({
    status: 'rejected',
    title: null,
    dateline: { place: null, city: null, date: null },
    contacts: [],
    embargo: null,
    language: 'en',
  });
  expect(report.codes).toEqual(
    expect.arrayContaining(['title-missing', 'dateline-missing', 'contact-missing']),
  );
});

test('a Markdown release under a .txt name is read whole, with its broken paragraph joined', async () => {
  const report = await read('seed-001.txt', await sample('seed-001.txt'));
  expect(report).toMatchObject({
    status: 'accepted',
    title:
      "Viet Nam Hosts High-Level Forum to Promote Women's Participation in United Nations Peacekeeping Operations",
    language: 'en',
    dateline: { place: 'Ha Noi, Viet Nam', city: 'Ha Noi', date: '2025-06-12' },
    embargo: null,
    contacts: [
      {
        name: 'Vu Viet Hung',
        organisation: 'Standing Office for UN Peacekeeping Operations, Ministry of Public Security',
        email: 'ppko@mps.gov.vn',
        phone: null,
      },
      {
        name: 'Hoang Bich Thao',
        organisation: 'Communications and Advocacy Analyst, UN Women Viet Nam',
        email: 'hoang.thao@unwomen.org',
        phone: null,
      },
    ],
  });
  const body = JSON.stringify(report.content?.texts[0]?.body);
  expect(body).toMatch(/candidates including for leadership positions/);
  expect(body).not.toMatch(/PRESS RELEASE|Media Contacts|ppko@/);
});
