import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Inbox } from '../../../infra/local/inbox.ts';

let data: string;
let inbox: Inbox;

beforeEach(() => {
  data = mkdtempSync(path.join(tmpdir(), 'inbox-'));
  mkdirSync(path.join(data, 'mailbox'));
  inbox = new Inbox(data, { newsroomName: 'Newsroom', inboxUrl: '/inbox', alarms: [], signedIn: null });
});
afterEach(() => rmSync(data, { recursive: true }));

function keep(n: number, subject: string, release: string): Buffer {
  const source = Buffer.from(
    `From: Newsroom <n@press.example>\r\nTo: linh@daily.example\r\nSubject: ${subject}\r\nMIME-Version: 1.0\r\n` +
      'Content-Type: multipart/alternative; boundary="b"\r\n\r\n' +
      '--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nHello in text\r\n' +
      '--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Hello in HTML</p><script>alert(1)</script>\r\n--b--\r\n',
  );
  writeFileSync(path.join(data, 'mailbox', `${n}.eml`), source);
  const line = {
    n,
    at: '2025-06-12T07:00:00.000Z',
    to: 'linh@daily.example',
    from: 'n@press.example',
    subject,
    configurationSet: 'local',
    tags: { release, edition: 'general' },
    sesMessageId: `m${n}`,
    file: `mailbox/${n}.eml`,
  };
  appendFileSync(path.join(data, 'mailbox.jsonl'), `${JSON.stringify(line)}\n`);
  return source;
}

const open = async (address: string) => {
  const page = await inbox.page(new URL(address, 'http://127.0.0.1'));
  return { ...page, text: String(page?.body) };
};

describe('the inbox', () => {
  it('is empty before anything was sent', async () => {
    expect((await open('/inbox')).text).toContain('No message yet.');
  });

  it('lists messages newest first, also those that came while it was open', async () => {
    keep(1, 'The first', 'a');
    await open('/inbox');
    keep(2, 'The second', 'b');
    const { text } = await open('/inbox');
    expect(text.indexOf('The second')).toBeLessThan(text.indexOf('The first'));
  });

  it('waits for a line that is still being written', async () => {
    keep(1, 'Whole', 'a');
    appendFileSync(path.join(data, 'mailbox.jsonl'), '{"n":2,"at":"20');
    expect((await open('/inbox')).text).toContain('1 message');
  });

  it('finds by release', async () => {
    keep(1, 'Water', 'water');
    keep(2, 'Forum', 'forum');
    const { text } = await open('/inbox?q=water');
    expect(text).toContain('Water');
    expect(text).not.toContain('>Forum<');
  });

  it('shows a subject as text, whatever is in it', async () => {
    keep(1, '<script>alert(1)</script>', 'a');
    expect((await open('/inbox')).text).not.toContain('<script>alert(1)');
  });

  it('serves the HTML of a message for a frame that runs no script and loads nothing from elsewhere', async () => {
    keep(1, 'Hello', 'a');
    const { headers, text } = await open('/inbox/1/html');
    expect(text).toContain('Hello in HTML');
    expect(headers?.['content-security-policy']).toMatch(/^sandbox allow-popups; default-src 'none'/);
    expect((await open('/inbox/1')).text).toMatch(/<iframe [^>]*sandbox="allow-popups"/);
  });

  it('shows text part and headers, and gives the source byte for byte', async () => {
    const source = keep(1, 'Hello', 'a');
    expect((await open('/inbox/1?view=text')).text).toContain('Hello in text');
    expect((await open('/inbox/1?view=headers')).text).toContain('MIME-Version');
    expect((await open('/inbox/1.eml')).body).toEqual(source);
  });

  it('knows no message that was not sent', async () => {
    expect(await inbox.page(new URL('http://127.0.0.1/inbox/7'))).toBeNull();
  });
});
