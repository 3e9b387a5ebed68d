import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Endpoints, NewsroomProcess, until } from './newsroom-process.ts';

/** A word that occurs in the release's headline and text and nowhere else. */
const secret = 'Quokkafrieden';
const contacts = 500;
const trusted = [3, 141, 250, 333, 499];
const address = (i: number) => `reporter${i}@paper${i % 7}.example.org`;

const releaseOf = (name: string, embargo: Date) => `---
title: The ${secret} accord, also called ${name}
language: en
lists: [press]
embargo: ${embargo.toISOString()}
---
HA NOI, Viet Nam – 12 June 2025 – The ${secret} accord was signed today. About ${name}.

Media contact: Lan Nguyen, lan@press.example.org
`;

function queuesHold({ dataDirectory }: NewsroomProcess, word: string): boolean {
  const database = new DatabaseSync(path.join(dataDirectory, 'state.db'), { readOnly: true });
  const messages = database.prepare('SELECT body FROM sqs_messages').all();
  database.close();
  return JSON.stringify(messages).includes(word);
}

const inSeconds = (seconds: number) => new Date(Math.ceil(Date.now() / 1000 + seconds) * 1000);

describe('an embargo, in real time', () => {
  const newsroom = new NewsroomProcess();
  let endpoints: Endpoints;
  let embargo: Date;

  const file = (name: string, content: string): string => {
    const where = path.join(newsroom.dataDirectory, name);
    writeFileSync(where, content);
    return where;
  };
  /** Drops and approves a release. Returns the instant of its embargo. */
  const approve = async (name: string, seconds: number): Promise<Date> => {
    const until = inSeconds(seconds);
    const dropped = await newsroom.command('drop', file(`${name}.md`, releaseOf(name, until)));
    expect(dropped.lines).toMatchObject([{ status: 'accepted' }]);
    const { code, stderr } = await newsroom.command('approve', name, '--by', 'Lan');
    expect(code, stderr).toBe(0);
    return until;
  };
  const sentTo = (release: string, edition: string) => newsroom.mailsOf(release, edition).map(({ to }) => to);

  beforeAll(async () => {
    endpoints = await newsroom.start('--no-samples', '--ses-rate', '400');
    const rows = Array.from({ length: contacts }, (_, i) => `${address(i)},Reporter ${i},en`);
    const list = file('press.csv', ['Email,Name,Languages', ...rows].join('\n'));
    const imported = await newsroom.command('contacts', 'import', list, '--list', 'press');
    expect(imported.lines).toMatchObject([{ added: contacts }]);
    for (const i of trusted)
      await newsroom.command('contacts', 'accredit', address(i), '--evidence', 'signed the terms on paper');
    embargo = await approve('accord', 30);
  });
  afterAll(() => newsroom.close());

  it('gives accredited contacts their edition before it lifts, and nobody else anything', async () => {
    await until('the early edition', () => sentTo('accord', 'embargoed').length === trusted.length);
    expect(Date.now()).toBeLessThan(embargo.getTime());
    expect(sentTo('accord', 'embargoed').toSorted()).toEqual(trusted.map(address).toSorted());
    expect(newsroom.mailsOf('accord', 'general')).toEqual([]);
  });

  it('shows nothing of it at any public address before it lifts', async () => {
    const paths = [
      '/r/accord',
      '/r/accord?t=x',
      '/r/accord/',
      '/r/accord/files/x/map.png',
      '/r',
      '/subscribe',
      '/u/x',
      '/p/x',
      '/e/x',
      '/a/x',
      '/feed.xml',
      '/rss',
      '/sitemap.xml',
      '/robots.txt',
    ];
    for (const one of paths) {
      const response = await fetch(`${endpoints.console}${one}`, { redirect: 'manual' });
      const headers = JSON.stringify([...response.headers]);
      expect(`${one} ${headers}${await response.text()}`).not.toContain(secret);
    }
    const [nothing, embargoed] = await Promise.all(
      ['/r/nothing-of-the-kind', '/r/accord'].map(async (one) => {
        const response = await fetch(`${endpoints.console}${one}`);
        return [response.status, await response.text()];
      }),
    );
    expect(embargoed).toEqual(nothing);
    expect(Date.now()).toBeLessThan(embargo.getTime());
  });

  it('leaves no trace of it in logs, queues, dead letters, schedules or tags', async () => {
    expect(readFileSync(path.join(newsroom.dataDirectory, 'functions.log'), 'utf8')).not.toContain(secret);
    // SES includes the subject in its events. They are deleted as soon as they are tracked.
    await until('the events of the early edition', () => !queuesHold(newsroom, secret), 15_000);
    const database = new DatabaseSync(path.join(newsroom.dataDirectory, 'state.db'), { readOnly: true });
    // The mails that were sent are checked below. The bodies of objects in the bucket are not in a table.
    const tables = database
      .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'ses_mail'")
      .all();
    expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(['sqs_messages', 'schedules']));
    for (const { name } of tables) {
      const rows = database.prepare(`SELECT * FROM "${String(name)}"`).all();
      expect(`${name} ${JSON.stringify(rows)}`).not.toContain(secret);
    }
    database.close();
    for (const { tags } of newsroom.mails()) expect(JSON.stringify(tags)).not.toContain(secret);
    const early = newsroom.mails().filter(({ subject }) => subject.includes(secret));
    const allowed = new Set([...trusted.map(address), 'thao.hoang@press.example.org']);
    expect(early.filter(({ to }) => !allowed.has(to))).toEqual([]);
  });

  it('lifts at its instant: the first message not before it and within a second after it, and everybody gets it once', async () => {
    await until(
      'the general edition',
      () => sentTo('accord', 'general').length === contacts - trusted.length,
      60_000,
    );
    const times = newsroom.mailsOf('accord', 'general').map(({ at }) => Date.parse(at));
    expect(Math.min(...times)).toBeGreaterThanOrEqual(embargo.getTime());
    expect(Math.min(...times)).toBeLessThan(embargo.getTime() + 1000);
    const everybody = [...sentTo('accord', 'embargoed'), ...sentTo('accord', 'general')];
    expect(new Set(everybody).size).toBe(contacts);
    expect(everybody).toHaveLength(contacts);
    await until('the lift notices', () => sentTo('accord', 'lift-notice').length === trusted.length);
    expect((await fetch(`${endpoints.console}/r/accord`)).status).toBe(200);
  });

  it('survives kill -9 across its instant: after a restart everything is sent, once', async () => {
    const second = await approve('pact', 25);
    await until('the early edition', () => sentTo('pact', 'embargoed').length === trusted.length);
    await sleep(Math.max(0, second.getTime() - Date.now() - 4000));
    await newsroom.kill('SIGKILL');
    expect(newsroom.mailsOf('pact', 'general')).toEqual([]);
    await sleep(Math.max(0, second.getTime() - Date.now() + 3000));
    await newsroom.start('--no-samples', '--ses-rate', '400');
    await until(
      'the general edition',
      () => sentTo('pact', 'general').length >= contacts - trusted.length,
      90_000,
    );
    await until('the lift notices', () => sentTo('pact', 'lift-notice').length >= trusted.length, 60_000);
    const everybody = [...sentTo('pact', 'embargoed'), ...sentTo('pact', 'general')];
    expect(new Set(everybody).size).toBe(contacts);
    expect(everybody).toHaveLength(contacts);
    expect(sentTo('pact', 'lift-notice')).toHaveLength(trusted.length);
  });
});
