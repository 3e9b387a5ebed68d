import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Endpoints, NewsroomProcess, until } from './newsroom-process.ts';

const answerSchema = z.object({
  file: z.string(),
  status: z.string(),
  problems: z.array(z.object({ message: z.string(), fix: z.string() })),
});

/** A file that is no release gets a report, and the release behind it in the queue is read nevertheless. */
describe('hostile drops', () => {
  const newsroom = new NewsroomProcess();
  const folder = path.join(newsroom.dataDirectory, 'files');
  let endpoints: Endpoints;

  beforeAll(async () => {
    endpoints = await newsroom.start('--no-samples');
    mkdirSync(folder);
  });
  afterAll(() => newsroom.close());

  async function answerTo(name: string, content: string | Uint8Array) {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    const { code, lines } = await newsroom.command('drop', file);
    expect(code).toBe(1);
    return answerSchema.parse(lines[0]);
  }

  it.each([
    ['an empty file', 'empty.md', ''],
    ['a binary file called text', 'noise.txt', randomBytes(200_000)],
    ['a binary file called Word', 'noise.docx', randomBytes(200_000)],
    ['a PDF', 'forum.pdf', '%PDF-1.7\n'],
    ['100 MB', 'huge.txt', Buffer.alloc(100 * 1024 * 1024, 'All work and no play. ')],
  ])('%s is rejected with what to do', async (_, name, content) => {
    const { status, problems } = await answerTo(name, content);
    expect(status).toBe('rejected');
    expect(problems[0]?.fix).toMatch(/\w/);
  });

  it('a dropped folder is followed to the report of its text, whatever else is in it', async () => {
    const release = path.join(folder, 'visit');
    mkdirSync(path.join(release, 'images'), { recursive: true });
    writeFileSync(
      path.join(release, 'visit.md'),
      '---\nattachments: [{ file: programme.pdf }]\n---\n\n# A visit\n\nHA NOI, Viet Nam – 12 June 2025 – It is read.\n\nMedia contact: Lan, lan@press.example.org\n',
    );
    for (const name of ['programme.pdf', 'factsheet.pdf', 'images/photo.jpg', '.DS_Store'])
      writeFileSync(path.join(release, name), randomBytes(100));
    const { code, lines, stderr } = await newsroom.command('drop', release);
    expect(lines.map((line) => answerSchema.parse(line).file)).toEqual(['releases/visit/visit.md']);
    expect(stderr).toMatch(/✓ used +programme\.pdf/);
    expect(stderr).toMatch(/not used +factsheet\.pdf/);
    expect(stderr).toMatch(/not used +images\/photo\.jpg/);
    expect(code).toBe(0);
  });

  it('a folder without a text is refused before the upload', async () => {
    const release = path.join(folder, 'pictures');
    mkdirSync(release);
    writeFileSync(path.join(release, 'factsheet.pdf'), '%PDF-1.7');
    const { code, lines, stderr } = await newsroom.command('drop', release);
    expect(stderr).toContain('There is no text in');
    expect(stderr).not.toContain('↑');
    expect(lines).toEqual([]);
    expect(code).toBe(1);
  });

  it('a directory marker and files that editors leave behind are skipped, and stop no other file', async () => {
    const client = new S3Client({
      endpoint: endpoints.s3,
      region: endpoints.region,
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
      forcePathStyle: true,
    });
    for (const Key of ['releases/', 'releases/forum/', 'releases/.DS_Store', 'releases/~$forum.docx'])
      await client.send(new PutObjectCommand({ Bucket: endpoints.bucket, Key, Body: '' }));
    client.destroy();
    const file = path.join(folder, 'good.md');
    writeFileSync(
      file,
      '# A good release\n\nHA NOI, Viet Nam – 12 June 2025 – It is read.\n\nMedia contact: Lan, lan@press.example.org\n',
    );
    let answer: unknown;
    await until('the good release', async () => {
      [answer] = (await newsroom.command('drop', file)).lines;
      return answer !== undefined;
    });
    expect(answer).toMatchObject({ file: 'releases/good.md', release: { title: 'A good release' } });
    expect(newsroom.mails().filter(({ to }) => to !== 'thao.hoang@press.example.org')).toEqual([]);
  });
});
