import { describe, expect, it } from 'vitest';
import { slotToken } from '../../../functions/_shared/domain/email.ts';
import { verifyLink } from '../../../functions/_shared/domain/link-token.ts';
import { hasPython, parseWithMailparser, parseWithPostalMime, parseWithPython } from './parse-mail.ts';
import { linkKey, mailOf, nonce, recipientOf, renderedOf } from './sample-mail.ts';

const texts = {
  English: 'The forum opens = in Ha Noi. '.repeat(40).trim(),
  Vietnamese: 'Diễn đàn khai mạc tại Hà Nội, với sự tham dự của nhiều nhà báo. '.repeat(30).trim(),
  Arabic: 'يفتتح المنتدى في هانوي بحضور الصحفيين. '.repeat(30).trim(),
  Chinese: '论坛在河内开幕，许多记者出席。'.repeat(30).trim(),
  emoji: 'Flags 🇻🇳 and families 👩‍👩‍👧‍👦 and faces 😀. '.repeat(20).trim(),
};

function headersOf(raw: Uint8Array): string[] {
  const [head = ''] = Buffer.from(raw).toString('latin1').split('\r\n\r\n');
  return head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
}

function headerOf(raw: Uint8Array, name: string): string {
  const found = headersOf(raw).filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  expect(found, name).toHaveLength(1);
  return (found[0] ?? '').slice(name.length + 1).trim();
}

describe('every parser reads the original words', () => {
  const parsers = {
    mailparser: parseWithMailparser,
    'postal-mime': parseWithPostalMime,
    ...(hasPython && { "Python's strict policy": async (raw: Uint8Array) => parseWithPython(raw) }),
  };
  for (const [language, words] of Object.entries(texts))
    for (const [parser, parse] of Object.entries(parsers))
      it(`${language}, ${parser}`, async () => {
        const recipient = recipientOf({ name: 'Nguyễn Thị Ánh Tuyết 论 😀' });
        const email = renderedOf(words);
        const mail = await mailOf(email, recipient);
        const read = await parse(mail.raw);
        const unsubscribe = headerOf(mail.raw, 'List-Unsubscribe').match(/<([^>]+)>/)?.[1] ?? '';
        const expected = (part: string) =>
          part
            .replaceAll(slotToken('unsubscribe-url', nonce), unsubscribe)
            .replaceAll(slotToken('list-name', nonce), 'press')
            .replaceAll(slotToken('embargo-local', nonce), '6 January 2026, 14:00 (UTC+7)')
            .replaceAll(
              slotToken('web-url', nonce),
              read.text.match(/https:\S+\/r\/[^\s]+?(?=press\n)/)?.[0] ?? '?',
            )
            .replaceAll(
              slotToken('preferences-url', nonce),
              read.text.match(/https:\S+\/p\/\S+/)?.[0] ?? '?',
            );
        expect(read.text).toBe(expected(email.text).trimEnd());
        expect(read.html).toBe(expected(email.html).trimEnd());
        expect(read.subject).toBe(words.slice(0, 120).trim());
        expect(read.from).toEqual({ name: 'Văn phòng Báo chí', address: 'press@news.example' });
        expect(read.to).toEqual({ name: recipient.name, address: 'ann@paper.example' });
      });

  it('lines end in CRLF, none is longer than 998, no byte is above 127, encoded words have at most 75 characters', async () => {
    for (const words of Object.values(texts)) {
      const { raw } = await mailOf(renderedOf(words), recipientOf({ name: words.slice(0, 90) }));
      const text = Buffer.from(raw).toString('latin1');
      expect(text).not.toMatch(/[^\r]\n|\r[^\n]/);
      expect(text).not.toMatch(/[\x80-\xff]/);
      for (const line of text.split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
      for (const word of text.match(/=\?[^?]+\?[BQ]\?[^?]*\?=/g) ?? [])
        expect(word.length).toBeLessThanOrEqual(75);
    }
  });

  it('is quoted-printable while few bytes are non-ASCII, else base64', async () => {
    const encodingOf = async (words: string) => {
      const { raw } = await mailOf(renderedOf(words), recipientOf());
      return Buffer.from(raw)
        .toString('latin1')
        .match(/Content-Transfer-Encoding: (\S+)/g);
    };
    expect(new Set(await encodingOf(texts.English))).toEqual(
      new Set(['Content-Transfer-Encoding: quoted-printable']),
    );
    expect(new Set(await encodingOf(texts.Arabic))).toEqual(new Set(['Content-Transfer-Encoding: base64']));
  });
});

describe('headers', () => {
  it('each required header exists exactly once', async () => {
    const { raw } = await mailOf(renderedOf(texts.English), recipientOf());
    for (const name of ['From', 'To', 'Subject', 'Date', 'Message-ID', 'MIME-Version', 'Reply-To', 'List-Id'])
      headerOf(raw, name);
    expect(headerOf(raw, 'Date')).toBe('Mon, 05 Jan 2026 09:00:00 +0000');
    expect(headerOf(raw, 'Reply-To')).toBe('lan@news.example');
    expect(headerOf(raw, 'List-Id')).toBe('<press.news.example>');
  });

  it('has one-click unsubscribe, https before mailto', async () => {
    const { raw } = await mailOf(renderedOf(texts.English), recipientOf());
    expect(headerOf(raw, 'List-Unsubscribe')).toMatch(
      /^<https:[^>]+>, <mailto:unsubscribe@news\.example\?[^>]+>$/,
    );
    expect(headersOf(raw)).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  });

  it('the link contains contact, list and release, no address, and at most 200 characters', async () => {
    const { raw } = await mailOf(
      renderedOf(texts.English),
      recipientOf({ list: 'newspapers-and-agencies' }),
      'a-release-with-a-name-that-is-far-too-long-for-any-link-anybody-would-want',
    );
    const url = headerOf(raw, 'List-Unsubscribe').match(/<(https[^>]+)>/)?.[1] ?? '';
    expect(url.length).toBeLessThanOrEqual(200);
    const claims = verifyLink('unsubscribe', url.split('/u/')[1] ?? '', [linkKey]);
    expect(claims).toEqual({
      contact: 'cabcdefghijklmnopqrstuvwxyz',
      scope: 'newspapers-and-agencies',
      release: expect.stringMatching(/^a-release-w-[0-9a-f]{8}$/),
    });
    expect(Buffer.from(url.split('/u/')[1] ?? '', 'base64url').toString()).not.toContain('ann');
  });

  it('a line break in a name or a subject creates no new header', async () => {
    const { raw } = await mailOf(
      renderedOf(texts.English, { subject: 'News\r\nBcc: all@paper.example' }),
      recipientOf({ name: 'Ann\r\nBcc: all@paper.example\u2028X: y' }),
    );
    expect(headersOf(raw).some((line) => /^(Bcc|X):/i.test(line))).toBe(false);
  });

  it('control and direction characters in a name are dropped', async () => {
    const { raw } = await mailOf(renderedOf(texts.English), recipientOf({ name: 'A\u0092nn \u202eredaeR' }));
    expect((await parseWithPostalMime(raw)).to.name).toBe('A nn redaeR');
  });

  it('names with quotes, commas and backslashes arrive unchanged', async () => {
    const name = 'Reader, "Ann" \\ (Paper)';
    const { raw } = await mailOf(renderedOf(texts.English), recipientOf({ name }));
    expect((await parseWithPostalMime(raw)).to.name).toBe(name);
    expect((await parseWithMailparser(raw)).to.name).toBe(name);
  });

  it('a name too long for one encoded word loses its last words, not its middle', async () => {
    const name = 'Nguyễn Thị Ánh Tuyết (Báo Tuổi Trẻ) و زملاؤها';
    const { raw } = await mailOf(renderedOf(texts.English), recipientOf({ name }));
    expect((await parseWithPostalMime(raw)).to.name).toBe('Nguyễn Thị Ánh Tuyết (Báo');
  });

  it('an international domain is written in Punycode', async () => {
    const mail = await mailOf(renderedOf(texts.English), recipientOf({ email: 'ann@báo.example' }));
    expect(mail.to).toBe('ann@xn--bo-mia.example');
    expect(headerOf(mail.raw, 'To')).toBe('Ann Reader <ann@xn--bo-mia.example>');
  });

  it('is marked as automatic, and its tags use the allowed characters', async () => {
    const mail = await mailOf(renderedOf(texts.English), recipientOf(), 'Thông cáo số 1');
    expect(headerOf(mail.raw, 'Auto-Submitted')).toBe('auto-generated');
    expect(mail.tags).toMatchObject({
      recipient: 'cabcdefghijklmnopqrstuvwxyz',
      attempt: '1',
      edition: 'embargoed',
    });
    for (const value of Object.values(mail.tags)) expect(value).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
  });

  it('a slot in the subject is filled for each recipient', async () => {
    const subject = `Embargo until ${slotToken('embargo-local', nonce)}: Diễn đàn`;
    const { raw } = await mailOf(renderedOf(texts.English, { subject }), recipientOf());
    expect((await parseWithPostalMime(raw)).subject).toBe(
      'Embargo until 6 January 2026, 14:00 (UTC+7): Diễn đàn',
    );
  });
});

it("only the holder's embargoed edition carries the token to the web page", async () => {
  const embargoed = await mailOf(renderedOf('x'), recipientOf());
  const general = await mailOf(renderedOf('x', { edition: 'general' }), recipientOf());
  expect((await parseWithPostalMime(embargoed.raw)).text).toMatch(/\/r\/forum\?t=\S+/);
  expect((await parseWithPostalMime(general.raw)).text).toMatch(/\/r\/forumpress/);
});

it('base64 decodes completely, whatever the length of the values and the words between them', async () => {
  const token = slotToken('list-name', nonce);
  for (let length = 0; length < 7; length++)
    for (const between of ['', 'a', 'ab', 'abc', '论']) {
      const list = 'é'.repeat(length) + 'l'.repeat(length % 3);
      const text = `论${token}${between}${token}${token}坛${token}`;
      const { raw } = await mailOf(
        renderedOf('', { slots: ['list-name'], html: '论', text }),
        recipientOf({ list }),
      );
      expect((await parseWithPostalMime(raw)).text.trimEnd()).toBe(text.replaceAll(token, list));
    }
});
