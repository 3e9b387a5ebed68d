import { createReadStream, existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { type Content, type Html, html } from '../../functions/_shared/runtime/html.ts';
import { mailDocument } from '../../functions/_shared/runtime/mail-document.ts';
import type { PageResponse } from '../../functions/_shared/runtime/page.ts';
import { pageOf, type Shell } from '../../functions/console/layout.ts';
import { type MailboxLine, mailboxLineSchema } from './cloud/mailbox.ts';

const perPage = 100;
const views = ['html', 'text', 'headers'] as const;

/** The mailbox as web pages: the messages that SES accepted, newest first, each as a mail program would show it. */
export class Inbox {
  readonly #dataDirectory: string;
  readonly #shell: Shell;
  #lines: MailboxLine[] = [];
  #readBytes = 0;

  constructor(dataDirectory: string, shell: Shell) {
    this.#dataDirectory = dataDirectory;
    this.#shell = shell;
  }

  /** `/inbox`, `/inbox/<n>`, `/inbox/<n>/html`, `/inbox/<n>.eml`. Null if there is no such message. */
  async page(url: URL): Promise<PageResponse | null> {
    await this.#readNew();
    const [, , name = '', part] = url.pathname.split('/');
    if (name === '') return this.#list(url.searchParams);
    const line = this.#lines.find(({ n }) => n === Number.parseInt(name, 10));
    if (!line) return null;
    const source = await readFile(path.join(this.#dataDirectory, line.file));
    if (name.endsWith('.eml')) return download(source, `${line.n}.eml`);
    const mail = await PostalMime.parse(source);
    if (part === 'html') return mailDocument(mail.html ?? '');
    return this.#message(line, mail, url.searchParams);
  }

  /** Reads the lines added since the last call. A line that is still being written is read next time. */
  async #readNew(): Promise<void> {
    const file = path.join(this.#dataDirectory, 'mailbox.jsonl');
    if (!existsSync(file) || statSync(file).size === this.#readBytes) return;
    const added = await text(createReadStream(file, { start: this.#readBytes }));
    const complete = added.slice(0, added.lastIndexOf('\n') + 1);
    this.#readBytes += Buffer.byteLength(complete);
    for (const line of complete.split('\n'))
      if (line !== '') this.#lines.push(mailboxLineSchema.parse(JSON.parse(line)));
  }

  #list(query: URLSearchParams): PageResponse {
    const wanted = (query.get('q') ?? '').trim();
    const number = Math.max(1, Number.parseInt(query.get('page') ?? '1', 10) || 1);
    const found = this.#lines.filter((line) => matches(line, wanted.toLowerCase())).reverse();
    const shown = found.slice((number - 1) * perPage, number * perPage);
    const link = (page: number, label: string) =>
      html`<a href="/inbox?${new URLSearchParams({ q: wanted, page: String(page) }).toString()}">${label}</a>`;
    return pageOf(this.#shell, {
      title: 'Inbox',
      section: 'inbox',
      body: html`
<h1>Inbox</h1>
<p class="lead">Every message the local SES accepted, as it was submitted. Nothing leaves this machine.</p>
<form class="search" role="search" action="/inbox">
<label for="q">Find by address, subject, release or edition</label>
<div class="row"><input id="q" name="q" type="search" value="${wanted}"><button>Find</button></div>
</form>
<p class="count" role="status">${counted(found.length)}</p>
${
  shown.length > 0 &&
  html`<ul class="mails">${shown.map(mailRow)}</ul>
<nav class="pages" aria-label="Pages">${number > 1 && link(number - 1, '← newer')} ${
    number * perPage < found.length && link(number + 1, 'older →')
  }</nav>`
}`,
    });
  }

  #message(line: MailboxLine, mail: Email, query: URLSearchParams): PageResponse {
    const view = views.find((known) => known === query.get('view')) ?? (mail.html ? 'html' : 'text');
    const width = query.get('width') === 'phone' ? 'phone' : 'wide';
    const link = (to: Record<string, string>, label: string, current: boolean) =>
      html`<a href="?${new URLSearchParams(to).toString()}"${current && html` aria-current="true"`}>${label}</a>`;
    return pageOf(this.#shell, {
      title: line.subject,
      section: 'inbox',
      body: html`
<p class="crumbs"><a href="/inbox">Inbox</a></p>
<h1 dir="auto">${line.subject}</h1>
<dl class="facts">
${fact('From', mail.from ? mailbox(mail.from) : line.from)}
${fact('To', mail.to?.map(mailbox).join(', ') ?? line.to)}
${mail.replyTo && fact('Reply to', mail.replyTo.map(mailbox).join(', '))}
${fact('At', html`<time datetime="${line.at}">${line.at.replace('T', ' ').replace(/\.\d+Z/, ' UTC')}</time>`)}
${fact('Tags', tagsOf(line))}
</dl>
<nav class="tabs" aria-label="Parts of the message">
${link({ view: 'html' }, 'As read', view === 'html' && width === 'wide')}
${link({ view: 'html', width: 'phone' }, 'On a phone', view === 'html' && width === 'phone')}
${link({ view: 'text' }, 'Text part', view === 'text')}
${link({ view: 'headers' }, 'Headers', view === 'headers')}
<a href="/inbox/${line.n}.eml" download>Download .eml</a>
</nav>
${partOf(line, mail, view, width)}`,
    });
  }
}

function partOf(line: MailboxLine, mail: Email, view: (typeof views)[number], width: string): Content {
  if (view === 'headers')
    return html`<table class="headers"><thead><tr><th scope="col">Header</th><th scope="col">Value</th></tr></thead>
<tbody>${mail.headers.map(({ originalKey, value }) => html`<tr><th scope="row">${originalKey}</th><td>${value}</td></tr>`)}</tbody></table>`;
  if (view === 'text' || !mail.html)
    return html`<pre class="mail-text" dir="auto" tabindex="0">${mail.text ?? ''}</pre>`;
  return html`<iframe class="mail-frame ${width}" sandbox="allow-popups" title="The message as its reader sees it" src="/inbox/${line.n}/html"></iframe>`;
}

function mailRow(line: MailboxLine): Html {
  return html`<li><a href="/inbox/${line.n}">
<span class="to">${line.to}</span>
<span class="subject" dir="auto">${line.subject}</span>
<span class="meta">${tagsOf(line)} <time datetime="${line.at}">${line.at.slice(11, 19)} UTC</time></span>
</a></li>`;
}

function tagsOf({ tags }: MailboxLine): string {
  return Object.entries(tags)
    .filter(([name]) => /^(release|edition|language|kind|version)$/.test(name))
    .map(([, value]) => value)
    .join(' · ');
}

function matches(line: MailboxLine, wanted: string): boolean {
  if (wanted === '') return true;
  return [line.to, line.subject, ...Object.values(line.tags)].some((text) =>
    text.toLowerCase().includes(wanted),
  );
}

function fact(name: string, value: Content): Html {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

function mailbox({ name, address }: { name?: string; address?: string }): string {
  return name ? `${name} <${address ?? ''}>` : (address ?? '');
}

function counted(messages: number): string {
  if (messages === 0) return 'No message yet.';
  return messages === 1 ? '1 message' : `${messages.toLocaleString('en')} messages`;
}

function download(body: Buffer, name: string): PageResponse {
  return {
    status: 200,
    headers: {
      'content-type': 'message/rfc822',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
    body,
  };
}
