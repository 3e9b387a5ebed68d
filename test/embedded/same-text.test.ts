import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Endpoints, NewsroomProcess, until } from './newsroom-process.ts';

/** Milliseconds until the first proof on a small and busy machine. */
const patience = 100_000;
const sentence =
  'The forum brings together ministers, researchers and women who have served in peacekeeping missions across four continents, and discusses how training centres recruit, how long deployments last, what families at home need, and why so few officers return for a second tour.';
const release = (fields: string) => `---
title: Forum on women in peacekeeping opens
language: en
lists: [general-press]
${fields}---
HA NOI, Viet Nam – ${sentence}

Media contact: Lan Tran, lan@press.example.org
`;

/**
 * One text under two names in a running newsroom: the desk is asked, its embargo is kept, and it is withdrawn with its
 * file.
 */
describe('the same text under two names', () => {
  const newsroom = new NewsroomProcess();
  const folder = path.join(newsroom.dataDirectory, 'files');
  const list = fileURLToPath(new URL('../../samples/lists/general-press.csv', import.meta.url));
  const embargo = new Date(Math.ceil(Date.now() / 1000) * 1000 + 86_400_000).toISOString();
  let endpoints: Endpoints;

  const drop = async (name: string, fields: string) => {
    const file = path.join(folder, name);
    writeFileSync(file, release(fields));
    const { lines } = await newsroom.command('drop', file);
    return lines.find((line) => JSON.stringify(line).includes('"status"'));
  };
  const stateOf = async (id: string) => {
    const { stdout } = await newsroom.command('release', id);
    return /"state":"([a-z-]+)"/.exec(stdout)?.[1];
  };
  const subjectsToDesk = () =>
    newsroom.mails().flatMap(({ tags, subject }) => (tags.notice ? [subject] : []));

  beforeAll(async () => {
    endpoints = await newsroom.start('--no-samples', '--ses-rate', '500');
    mkdirSync(folder);
    mkdirSync(path.join(newsroom.dataDirectory, 'drop', 'lists'), { recursive: true });
    writeFileSync(
      path.join(newsroom.dataDirectory, 'drop', 'lists', 'general-press.csv'),
      readFileSync(list),
    );
    await until('the list', () => /dropped\s+lists\/general-press\.csv/.test(newsroom.output));
  });
  afterAll(() => newsroom.close());

  it('is held with the question whether the second one is a different release', async () => {
    expect(await drop('forum.md', `embargo: ${embargo}\n`)).toMatchObject({ status: 'accepted' });
    expect(await drop('forum FINAL (2).md', '')).toMatchObject({
      status: 'held',
      problems: expect.arrayContaining([
        expect.objectContaining({
          code: 'same-text',
          message: expect.stringMatching(
            /under embargo as “forum” until .*is it a new version of that, or a new release/,
          ),
        }),
      ]),
    });
    await until(
      'the mail to the desk',
      () => subjectsToDesk().some((one) => one.startsWith('Held: Forum')),
      patience,
    );
  });

  it('cannot be approved before that embargo, even if it is declared to be different', async () => {
    expect(await drop('forum FINAL (2).md', 'sameTextAs: forum\n')).toMatchObject({ status: 'accepted' });
    await until(
      'its proof',
      async () => (await stateOf('forum FINAL (2)')) === 'awaiting-approval',
      patience,
    );
    const { code, lines } = await newsroom.command('approve', 'forum FINAL (2)', '--by', 'Lan');
    expect(code).toBe(1);
    expect(lines).toMatchObject([{ outcome: 'refused', code: 'embargoed-elsewhere' }]);
    expect(newsroom.mails().filter(({ tags }) => tags.release && tags.edition === 'general')).toEqual([]);
  });

  it('is withdrawn when its file is deleted, and the other one can be approved', async () => {
    const client = new S3Client({
      endpoint: endpoints.s3,
      region: endpoints.region,
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
      forcePathStyle: true,
    });
    await client.send(new DeleteObjectCommand({ Bucket: endpoints.bucket, Key: 'releases/forum.md' }));
    client.destroy();
    await until('the withdrawal', async () => (await stateOf('forum')) === 'withdrawn', patience);
    const { lines } = await newsroom.command('releases');
    expect(lines).toContainEqual(expect.objectContaining({ id: 'forum', state: 'withdrawn' }));
    expect((await newsroom.command('approve', 'forum', '--by', 'Lan')).code).toBe(1);
    await until('the notice', () => subjectsToDesk().some((one) => one.includes('withdrawn')), patience);
    expect((await newsroom.command('approve', 'forum FINAL (2)', '--by', 'Lan')).code).toBe(0);
  });
});
