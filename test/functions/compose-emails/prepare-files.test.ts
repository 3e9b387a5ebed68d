import { describe, expect, it } from 'vitest';
import { slotToken } from '../../../functions/_shared/domain/email.ts';
import type { Text } from '../../../functions/_shared/domain/release.ts';
import { prepareFiles } from '../../../functions/compose-emails/prepare-files.ts';

const text: Text = {
  language: 'en',
  title: 'Forum opens',
  subtitle: null,
  summary: null,
  dateline: { place: null, city: null, date: null },
  contacts: [],
  images: [{ file: 'https://elsewhere.example.org/a.png', alt: null, caption: null, credit: null }],
  attachments: [
    { file: 'the agenda.pdf', title: 'Agenda' },
    { file: 'gone.pdf', title: null },
  ],
  body: [],
  boilerplate: [],
  notesToEditors: [],
};

describe('the files of a version', () => {
  const bucket = new Map([['releases/forum/the agenda.pdf', Buffer.from('first')]]);
  const prepare = () =>
    prepareFiles(
      {
        readObject: async (key) => bucket.get(key) ?? null,
        writeObject: async (key, body) => void bucket.set(key, Buffer.from(body)),
        publicUrl: 'https://press.example.org',
      },
      { releaseId: 'forum', version: 1 },
      [text, text],
      'n0nce0n0nce0',
    );

  it("are stored beside it and linked with the reader's token; missing and remote files are left out", async () => {
    const { pictures, attachments } = await prepare();
    expect(pictures).toEqual([]);
    expect(attachments).toEqual([
      {
        url: `https://press.example.org/r/forum/files/${slotToken('file-token', 'n0nce0n0nce0')}/the%20agenda.pdf`,
        title: 'Agenda',
        bytes: 5,
        mediaType: 'application/pdf',
      },
    ]);
  });

  it('stay as they were if another drop replaces the originals', async () => {
    bucket.set('releases/forum/the agenda.pdf', Buffer.from('second, longer'));
    expect((await prepare()).attachments[0]?.bytes).toBe(5);
    expect(bucket.get('store/pictures/forum/1/the agenda.pdf')?.toString()).toBe('first');
  });
});
