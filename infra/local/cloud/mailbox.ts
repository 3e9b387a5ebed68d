import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { AcceptedMail } from './ses-events.ts';
import type { State } from './state.ts';

/**
 * A line of `mailbox.jsonl`. `at` is an ISO instant, `to` contains the envelope's recipients, `file` is relative to the
 * data directory.
 */
export const mailboxLineSchema = z.object({
  n: z.number(),
  at: z.string(),
  to: z.string(),
  from: z.string(),
  subject: z.string(),
  configurationSet: z.string().nullable(),
  tags: z.record(z.string(), z.string()),
  sesMessageId: z.string(),
  file: z.string(),
});
export type MailboxLine = z.infer<typeof mailboxLineSchema>;

type Submitted = { mail: AcceptedMail; raw: Buffer; resolve: () => void; reject: (error: unknown) => void };

/** Mails are committed in groups, so that a crash leaves at most the files of one group without rows. */
const groupSize = 64;

/**
 * Stores every accepted message: first `mailbox/<n>.eml`, then its row together with its events, then its line. A crash
 * in between leaves a file without a row, which is removed at the next start (the sender got no response), or a row
 * without a line, which is written then.
 */
export class Mailbox {
  readonly #state: State;
  readonly #directory: string;
  readonly #onCommit: (mail: AcceptedMail) => void;
  readonly #onMail: (line: MailboxLine) => void;
  #last: number;
  #waiting: Submitted[] = [];
  #writing: Promise<void> | undefined;

  /** `onCommit` is called inside the transaction that stores the mail, `onMail` after everything is on disk. */
  constructor(
    state: State,
    dataDirectory: string,
    onCommit: (mail: AcceptedMail) => void,
    onMail: (line: MailboxLine) => void,
  ) {
    this.#state = state;
    this.#directory = dataDirectory;
    this.#onCommit = onCommit;
    this.#onMail = onMail;
    state.define(`
      create table if not exists ses_mail(
        n integer primary key, at integer not null, recipients integer not null, line text not null);
      create index if not exists ses_sent on ses_mail(at, recipients);`);
    mkdirSync(join(dataDirectory, 'mailbox'), { recursive: true });
    this.#last = state.one(z.object({ n: z.number().nullable() }), 'select max(n) n from ses_mail')?.n ?? 0;
    this.#removeUnfinished();
    this.#repairLines();
  }

  /** Resolves when the message is stored durably. */
  keep(mail: AcceptedMail, raw: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ mail, raw, resolve, reject });
      this.#writing ??= this.#write();
    });
  }

  recipientsSince(instant: number): number {
    const row = this.#state.one(
      z.object({ total: z.number().nullable() }),
      'select sum(recipients) total from ses_mail where at > ?',
      instant,
    );
    return row?.total ?? 0;
  }

  /** The messages accepted after `instant`, the oldest first. */
  *since(instant: number): Generator<MailboxLine> {
    const row = z.object({ line: z.string() });
    for (const { line } of this.#state.each(
      row,
      'select line from ses_mail where at > ? order by n',
      instant,
    ))
      yield mailboxLineSchema.parse(JSON.parse(line));
  }

  async close(): Promise<void> {
    await this.#writing;
  }

  get #linesFile(): string {
    return join(this.#directory, 'mailbox.jsonl');
  }

  #fileOf(n: number): string {
    return `mailbox/${n}.eml`;
  }

  async #write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, groupSize);
      const written = await this.#writeGroup(group).catch((error: unknown) => {
        for (const { reject } of group) reject(error);
        return [];
      });
      for (const { resolve } of group) resolve();
      for (const line of written) this.#onMail(line);
    }
    // No `await` between the last look at the queue and this line, so a message that is added later starts writing
    // again.
    this.#writing = undefined;
  }

  async #writeGroup(group: readonly Submitted[]): Promise<MailboxLine[]> {
    const first = this.#last + 1;
    await Promise.all(
      group.map(({ raw }, i) => writeFile(join(this.#directory, this.#fileOf(first + i)), raw)),
    );
    const lines = group.map(({ mail }, i) => this.#lineOf(mail, first + i));
    const written = lines.map((line) => JSON.stringify(line));
    this.#state.transaction(() => {
      for (const [i, { mail }] of group.entries()) {
        this.#state.run(
          'insert into ses_mail values(?, ?, ?, ?)',
          first + i,
          mail.at,
          mail.recipients.length,
          written[i] ?? '',
        );
        this.#onCommit(mail);
      }
    });
    this.#last += group.length;
    await appendFile(this.#linesFile, `${written.join('\n')}\n`);
    return lines;
  }

  #lineOf(mail: AcceptedMail, n: number): MailboxLine {
    return {
      n,
      at: new Date(mail.at).toISOString(),
      to: mail.recipients.join(', '),
      from: mail.from,
      subject: mail.subject,
      configurationSet: mail.configurationSet ?? null,
      tags: mail.tags,
      sesMessageId: mail.sesMessageId,
      file: this.#fileOf(n),
    };
  }

  #removeUnfinished(): void {
    for (let n = this.#last + 1; n <= this.#last + groupSize; n += 1)
      rmSync(join(this.#directory, this.#fileOf(n)), { force: true });
  }

  #repairLines(): void {
    const content = existsSync(this.#linesFile) ? readFileSync(this.#linesFile) : Buffer.alloc(0);
    const end = content.lastIndexOf('\n') + 1;
    if (end < content.length) truncateSync(this.#linesFile, end);
    const start = content.lastIndexOf('\n', end - 2) + 1;
    const lastLine = content.subarray(start, end).toString();
    const last = lastLine === '' ? 0 : mailboxLineSchema.parse(JSON.parse(lastLine)).n;
    const missing = this.#state.all(
      z.object({ line: z.string() }),
      'select line from ses_mail where n > ? order by n',
      last,
    );
    if (missing.length > 0) appendFileSync(this.#linesFile, missing.map(({ line }) => `${line}\n`).join(''));
  }
}
