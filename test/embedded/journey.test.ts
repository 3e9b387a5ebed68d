import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BrowserOf } from '../functions/console/sign-in/browser-of.ts';
import { type Endpoints, NewsroomProcess, until } from './newsroom-process.ts';

/** From the command to the inboxes: the sample run of a new newsroom, as with `npm start -- --once`. */
describe('the sample run', () => {
  const newsroom = new NewsroomProcess();
  let exitCode: number | null;

  beforeAll(async () => {
    newsroom.spawn('--once', '--ses-rate', '200');
    exitCode = await newsroom.ended();
  });
  afterAll(() => newsroom.close());

  it('ends with everything sent and says so', () => {
    expect(newsroom.output).toContain('RELEASE');
    expect(exitCode).toBe(0);
  });

  it('sends seed-001 to everybody of its proposed audience, each once', () => {
    const to = newsroom.mailsOf('seed-001', 'general').map((mail) => mail.to);
    expect(to.length).toBeGreaterThan(30);
    expect(new Set(to).size).toBe(to.length);
  });

  it('puts headline, text and contacts into both parts of the email', async () => {
    const [first] = newsroom.mailsOf('seed-001', 'general');
    if (!first) throw new Error('no mail of seed-001');
    const mail = await newsroom.read(first);
    expect(mail.subject).toContain('Viet Nam Hosts High-Level Forum');
    for (const part of [mail.html ?? '', mail.text ?? '']) {
      expect(part).toContain('Promote Women');
      expect(part).toContain('more than 100 national and international participants');
    }
    expect(newsroom.source(first).toString()).not.toMatch(/SLOT[A-Za-z0-9]+TOLS/);
  });

  it('gives every recipient an unsubscribe that works with one click', async () => {
    for (const line of newsroom.mailsOf('seed-001', 'general').slice(0, 3)) {
      const { headers } = await newsroom.read(line);
      const named = (name: string) => headers.find(({ key }) => key === name)?.value;
      expect(named('list-unsubscribe')).toMatch(/<http:\/\/127\.0\.0\.1:\d+\/u\/[\w.-]+>/);
      expect(named('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    }
  });

  it('rejects seed-000 and tells the desk to add a headline', () => {
    expect(newsroom.output).toMatch(/rejected\s+releases\/seed-000\.txt/);
    expect(newsroom.mails().some(({ tags }) => tags.release === 'seed-000')).toBe(false);
    const toDesk = newsroom.mails().filter(({ to }) => to === 'thao.hoang@press.example.org');
    expect(toDesk.map(({ subject }) => subject)).toContainEqual(expect.stringContaining('seed-000'));
  });

  it('sends the repaired seed to accredited contacts early and to the others at the embargo, within a second', () => {
    const early = newsroom.mailsOf('peacekeeping-visit', 'embargoed');
    const general = newsroom.mailsOf('peacekeeping-visit', 'general');
    const { embargo } = JSON.parse(readFileSync(path.join(newsroom.dataDirectory, 'samples.json'), 'utf8'));
    const first = Math.min(...general.map(({ at }) => Date.parse(at)));
    expect(early.length).toBe(12);
    expect(early.every(({ at }) => Date.parse(at) < Date.parse(embargo))).toBe(true);
    expect(first).toBeGreaterThanOrEqual(Date.parse(embargo));
    expect(first - Date.parse(embargo)).toBeLessThan(1000);
    expect(new Set([...early, ...general].map(({ to }) => to)).size).toBe(early.length + general.length);
  });

  it('tells those who held it that the embargo has lifted', () => {
    const holders = newsroom.mailsOf('peacekeeping-visit', 'embargoed').map(({ to }) => to);
    const told = newsroom.mailsOf('peacekeeping-visit', 'lift-notice').map(({ to }) => to);
    expect(told.toSorted()).toEqual(holders.toSorted());
  });
});

const secondRelease = `---
title: Clean water for the Mekong delta
language: en
lists: [general-press]
---
**Ha Noi, Viet Nam – 12 June 2025** – The survey covered all thirteen provinces of the delta and found that two wells out of three are safe.

**Media contact:** Lan Tran, lan@press.example.org
`;

/** What a comms officer does with a running newsroom, by folder and by command. */
describe('a running newsroom', () => {
  const newsroom = new NewsroomProcess();
  const lists = fileURLToPath(new URL('../../samples/lists/', import.meta.url));
  const seed = fileURLToPath(new URL('../../samples/seed-001.txt', import.meta.url));
  let endpoints: Endpoints;

  const put = (name: string, content: string | Uint8Array) => {
    const file = path.join(newsroom.dataDirectory, 'drop', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  };

  beforeAll(async () => {
    endpoints = await newsroom.start('--no-samples', '--ses-rate', '500');
    put('lists/general-press.csv', readFileSync(path.join(lists, 'general-press.csv')));
    await until('the list', () => /dropped\s+lists\/general-press\.csv/.test(newsroom.output));
  });
  afterAll(() => newsroom.close());

  it('answers at its address to who has signed in, and only to host names of this machine', async () => {
    const { address, response } = await new BrowserOf().signIn(`${endpoints.console}/releases/seed`, 'ha');
    expect([address, response.status]).toEqual([`${endpoints.console}/releases/seed`, 404]);
    expect(await response.text()).toContain('Lê Thu Hà');
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => {
      request(endpoints.console, { headers: { host: 'evil.example' } }, (response) =>
        resolve(response.statusCode),
      ).end();
    });
    expect(status).toBe(421);
  });

  it('follows a dropped file to its report', async () => {
    const { code, lines } = await newsroom.command('drop', seed);
    expect(lines).toMatchObject([
      { file: 'releases/seed-001.txt', status: 'accepted', release: { id: 'seed-001', version: 1 } },
    ]);
    expect(code).toBe(0);
  });

  it('answers the same file again without a new version', async () => {
    const { lines } = await newsroom.command('drop', seed);
    expect(lines).toMatchObject([{ status: 'accepted', release: { version: 1 } }]);
  });

  it('sends after approval, and not before', async () => {
    expect(newsroom.mailsOf('seed-001', 'general')).toEqual([]);
    const { code } = await newsroom.command('approve', 'seed-001', '--by', 'Lan');
    expect(code).toBe(0);
    await until('the mails', async () => {
      const { lines } = await newsroom.command('release', 'seed-001');
      return JSON.stringify(lines).includes('"state":"sent"');
    });
    const [release] = (await newsroom.command('releases')).lines;
    const sent = newsroom.mailsOf('seed-001', 'general');
    expect(release).toMatchObject({ id: 'seed-001', state: 'sent', counts: { sent: sent.length } });
  });

  it('unsubscribes with one click, for good', async () => {
    const [mail] = newsroom.mailsOf('seed-001', 'general');
    if (!mail) throw new Error('no mail');
    const { headers } = await newsroom.read(mail);
    const address =
      /<(http[^>]+)>/.exec(headers.find(({ key }) => key === 'list-unsubscribe')?.value ?? '')?.[1] ?? '';
    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    expect((await fetch(address, { method: 'POST', body })).status).toBe(200);
    put('releases/second.md', secondRelease);
    await until('the second release', async () => (await newsroom.command('approve', 'second')).code === 0);
    await until(
      'its mails',
      () =>
        newsroom.mailsOf('second', 'general').length >= newsroom.mailsOf('seed-001', 'general').length - 1,
    );
    expect(newsroom.mailsOf('second', 'general').map(({ to }) => to)).not.toContain(mail.to);
  });

  it('shows every message in the inbox, its HTML without scripts or origin', async () => {
    const [mail] = newsroom.mailsOf('seed-001', 'general');
    const list = await (await fetch(`${endpoints.console}/inbox`)).text();
    expect(list).toContain(mail?.to);
    const framed = await fetch(`${endpoints.console}/inbox/${mail?.n}/html`);
    expect(framed.headers.get('content-security-policy')).toContain('sandbox');
    const source = await fetch(`${endpoints.console}/inbox/${mail?.n}.eml`);
    expect(Buffer.from(await source.arrayBuffer())).toEqual(mail && newsroom.source(mail));
  });

  it('refuses a second newsroom on the same data and says where the first is', async () => {
    const second = newsroom.spawn('--no-samples');
    const code = await new Promise((resolve) => second.once('exit', resolve));
    expect(code).toBe(1);
    expect(newsroom.output).toContain('already runs');
  });
});
