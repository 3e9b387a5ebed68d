import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Endpoints, NewsroomProcess, until } from './newsroom-process.ts';

const everybody = ['ann', 'bao', 'chi', 'dao', 'eve'].map((name) => `${name}@paper.example.org`);
const trusted = everybody.slice(0, 2);
/** A morning in some weeks: as the desk writes it, and as a reader reads it. */
const inWeeks = (weeks: number) => new Date(Date.now() + weeks * 7 * 86_400_000);
const embargo = (weeks: number) => `embargo: ${inWeeks(weeks).toISOString().slice(0, 10)}T09:00+07:00`;
const dayOf = (weeks: number) =>
  inWeeks(weeks).toLocaleDateString('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

/** What a desk does with a release after dropping it, through the whole embedded stack. */
describe('a release and its desk', () => {
  const newsroom = new NewsroomProcess();
  let endpoints: Endpoints;

  const drop = async (name: string, words: string, fields: string[] = []) => {
    const file = path.join(newsroom.dataDirectory, `${name}.md`);
    const head = [`title: On ${name}`, 'language: en', 'lists: [press]', ...fields].join('\n');
    const contact = 'Media contact: Lan Nguyen, lan@press.example.org';
    writeFileSync(file, `---\n${head}\n---\nHA NOI, Viet Nam – 12 June 2025 – ${words}\n\n${contact}\n`);
    return newsroom.command('drop', file);
  };
  const approve = async (name: string) =>
    expect((await newsroom.command('approve', name, '--by', 'Lan')).code).toBe(0);
  const sentTo = (name: string, edition: string, version = '1') =>
    newsroom
      .mailsOf(name, edition)
      .filter(({ tags }) => tags.version === version)
      .map(({ to }) => to)
      .toSorted();
  const settled = (name: string, edition: string, to: readonly string[], version = '1') =>
    until(`${name} ${edition}`, () => sentTo(name, edition, version).length >= to.length, 60_000);
  const web = async (name: string) => fetch(`${endpoints.console}/r/${name}`);

  beforeAll(async () => {
    endpoints = await newsroom.start('--no-samples', '--ses-rate', '200');
    const list = path.join(newsroom.dataDirectory, 'press.csv');
    writeFileSync(list, ['Email', ...everybody].join('\n'));
    await newsroom.command('contacts', 'import', list, '--list', 'press');
    for (const one of trusted) await newsroom.command('contacts', 'accredit', one, '--evidence', 'on paper');
  });
  afterAll(() => newsroom.close());

  it('asks by mail, and is approved by the button behind the link, not by the link', async () => {
    await drop('forum', 'The forum opened. Some 150 people took part.');
    const proof = () => newsroom.mails().find(({ subject }) => subject.startsWith('PROOF: On forum'));
    await until('the proof', () => proof() !== undefined, 60_000);
    const mail = proof();
    const text = mail ? ((await newsroom.read(mail)).text ?? '') : '';
    expect(text).toContain('5 recipients, 2 of them accredited');
    const link = /http\S+\/a\/\S+/.exec(text)?.[0] ?? '';
    expect((await fetch(link)).status).toBe(200);
    expect(sentTo('forum', 'general')).toEqual([]);
    expect((await fetch(link, { method: 'POST' })).status).toBe(200);
    await settled('forum', 'general', everybody);
    expect(sentTo('forum', 'general')).toEqual(everybody);
    expect((await fetch(link, { method: 'POST' })).status).toBe(409);
    expect((await web('forum')).status).toBe(200);
  });

  it('corrects what was sent: everybody who was sent it sees the old and the new sentences', async () => {
    const refused = await drop('forum', 'The forum opened. Some 115 people took part.');
    expect(refused).toMatchObject({ code: 1, lines: [{ status: 'rejected' }] });
    await drop('forum', 'The forum opened. Some 115 people took part.', [
      'correction: The number was wrong.',
    ]);
    await approve('forum');
    await settled('forum', 'correction', everybody, '2');
    expect(sentTo('forum', 'correction', '2')).toEqual(everybody);
    expect(sentTo('forum', 'general', '2')).toEqual([]);
    const [mail] = newsroom.mailsOf('forum', 'correction');
    const text = mail ? ((await newsroom.read(mail)).text ?? '') : '';
    expect(text).toContain('The number was wrong.');
    expect(text).toContain('Was: Some 150 people took part.');
    expect(text).toContain('Now: Some 115 people took part.');
  });

  it('kills it: everybody is told, the web answers 410', async () => {
    const { code } = await newsroom.command('kill', 'forum', '--reason', 'No such forum', '--by', 'Lan');
    expect(code).toBe(0);
    await settled('forum', 'kill', everybody, '2');
    expect(sentTo('forum', 'kill', '2')).toEqual(everybody);
    const page = await web('forum');
    expect(page.status).toBe(410);
    expect(await page.text()).toContain('No such forum');
    expect((await newsroom.command('approve', 'forum')).code).toBe(1);
  });

  it('moves an embargo: holders are told, and the new edition replaces the old', async () => {
    await drop('pact', 'A pact was signed.', [embargo(20)]);
    await approve('pact');
    await settled('pact', 'embargoed', trusted);
    await drop('pact', 'A pact was signed.', [embargo(21)]);
    await approve('pact');
    await settled('pact', 'embargoed', trusted, '2');
    await settled('pact', 'embargo-moved', trusted, '2');
    expect(sentTo('pact', 'embargo-moved', '2')).toEqual(trusted);
    const [moved] = newsroom.mailsOf('pact', 'embargo-moved');
    expect(moved?.subject).toContain(`EMBARGO MOVED to ${dayOf(21)}, 09:00 (UTC+7)`);
    expect((await web('pact')).status).toBe(404);
  });

  it('breaks an embargo: everybody gets it now, and holders are told why', async () => {
    const { code } = await newsroom.command('lift', 'pact', '--reason', 'It is on the wire', '--by', 'Lan');
    expect(code).toBe(0);
    const others = everybody.slice(2);
    await settled('pact', 'general', others, '2');
    await settled('pact', 'lift-notice', trusted, '2');
    expect(sentTo('pact', 'general', '2')).toEqual(others);
    expect(sentTo('pact', 'lift-notice', '2')).toEqual(trusted);
    const [notice] = newsroom.mailsOf('pact', 'lift-notice');
    expect(notice && (await newsroom.read(notice)).text).toContain('It is on the wire');
    expect((await web('pact')).status).toBe(200);
  });

  it('finds every act in the trail, with who and why', async () => {
    const { lines } = await newsroom.command('audit', '--release', 'pact');
    const acts = lines.map((line) => Object(line));
    expect(acts.filter(({ act }) => act === 'approve').map(({ by }) => by)).toEqual(['Lan', 'Lan']);
    expect(acts.find(({ act }) => act === 'lift')).toMatchObject({ by: 'Lan', reason: 'It is on the wire' });
    const finished = acts.filter(({ act }) => act === 'finish-edition').map(({ reason }) => reason);
    expect(finished).toContain('embargo-moved');
    for (const { before, after, at } of acts.slice(1)) expect(at && before && after).toBeTruthy();
  });

  it('tells each reader about the version they were sent, even after they unsubscribed, and never a newer headline', async () => {
    const [ann = '', bao = ''] = trusted;
    await drop('treaty', 'A treaty is near.', [embargo(20)]);
    await approve('treaty');
    await settled('treaty', 'embargoed', trusted);
    const [mail] = newsroom.mailsOf('treaty', 'embargoed').filter(({ to }) => to === bao);
    const link =
      /http\S+\/r\/treaty\?t=\S+/.exec((mail && (await newsroom.read(mail)).text) ?? '')?.[0] ?? '';
    await newsroom.command('contacts', 'revoke', bao, '--reason', 'left the paper');
    await newsroom.command('contacts', 'suppress', bao, '--reason', 'asked on the phone');
    const second = [embargo(22), 'subtitle: Signed at last'];
    await drop('treaty', 'The truce was signed.', second);
    await approve('treaty');
    await settled('treaty', 'embargo-moved', trusted, '2');
    await settled('treaty', 'embargoed', [ann], '2');
    expect(sentTo('treaty', 'embargo-moved', '2')).toEqual(trusted);
    expect((await fetch(link)).status).toBe(404);
    await newsroom.command('kill', 'treaty', '--reason', 'No such treaty', '--by', 'Lan');
    await settled('treaty', 'kill', trusted, '2');
    expect(sentTo('treaty', 'kill', '2')).toEqual(trusted);
    for (const edition of ['embargo-moved', 'kill'])
      for (const one of newsroom.mailsOf('treaty', edition).filter(({ to }) => to === bao)) {
        const { text, html, subject } = await newsroom.read(one);
        expect(`${subject}${text}${html}`).toContain('On treaty');
        expect(`${subject}${text}${html}`).not.toMatch(/Signed|signed/);
      }
    const page = await fetch(link);
    expect(page.status).toBe(410);
    expect(await page.text()).not.toMatch(/Signed|signed/);
    expect((await web('treaty')).status).toBe(404);
    const { lines } = await newsroom.command('deliveries', 'treaty', '--edition', 'embargo-moved');
    expect(lines.filter((line) => Object(line).edition === 'embargo-moved')).toHaveLength(2);
  });

  it('cancels what nobody has, and cannot cancel what somebody has', async () => {
    await drop('plan', 'A plan was made.', [embargo(20)]);
    await until('the plan', async () => (await newsroom.command('cancel', 'plan')).code === 0);
    expect((await newsroom.command('approve', 'plan')).code).toBe(1);
    expect((await newsroom.command('cancel', 'pact')).code).toBe(1);
  });
});
