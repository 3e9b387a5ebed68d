import { spawnSync } from 'node:child_process';
// @ts-expect-error it comes without types; what it gives is parsed below
import { simpleParser } from 'mailparser';
import PostalMime from 'postal-mime';
import * as z from 'zod';

/** A message as a reader's mail program parses it. */
export interface ParsedMail {
  subject: string;
  from: { name: string; address: string };
  to: { name: string; address: string };
  text: string;
  html: string;
}

const trimmed = (text: string | undefined): string => (text ?? '').replace(/\r\n/g, '\n').replace(/\n+$/, '');

const mailboxes = z.object({
  value: z.array(z.object({ name: z.string(), address: z.string() })).length(1),
});
const mailparserSchema = z.object({
  subject: z.string(),
  from: mailboxes,
  to: mailboxes,
  text: z.string(),
  html: z.string(),
});

export async function parseWithMailparser(raw: Uint8Array): Promise<ParsedMail> {
  const parsed = await simpleParser(Buffer.from(raw), { skipTextToHtml: true, skipHtmlToText: true });
  const { subject, from, to, text, html } = mailparserSchema.parse(parsed);
  const [sender] = from.value;
  const [reader] = to.value;
  if (!sender || !reader) throw new Error('nobody wrote to nobody');
  return { subject, from: sender, to: reader, text: trimmed(text), html: trimmed(html) };
}

export async function parseWithPostalMime(raw: Uint8Array): Promise<ParsedMail> {
  const mail = await PostalMime.parse(raw);
  const addressOf = (said: { name?: string; address?: string } | undefined) => ({
    name: said?.name ?? '',
    address: said?.address ?? '',
  });
  return {
    subject: mail.subject ?? '',
    from: addressOf(mail.from),
    to: addressOf(mail.to?.[0]),
    text: trimmed(mail.text),
    html: trimmed(mail.html),
  };
}

const python = `
import sys, json
from email import message_from_bytes, policy
mail = message_from_bytes(sys.stdin.buffer.read(), policy=policy.strict)
def address(header):
    a = mail[header].addresses[0]
    return {"name": a.display_name, "address": a.addr_spec}
parts = {p.get_content_type(): p.get_content() for p in mail.walk() if not p.is_multipart()}
print(json.dumps({"subject": str(mail["subject"]), "from": address("from"), "to": address("to"),
  "text": parts["text/plain"], "html": parts["text/html"], "defects": [str(d) for d in mail.defects]}))
`;
const address = z.object({ name: z.string(), address: z.string() });
const pythonSchema = z.object({
  subject: z.string(),
  from: address,
  to: address,
  text: z.string(),
  html: z.string(),
  defects: z.array(z.string()).length(0),
});

export const hasPython = spawnSync('python3', ['--version']).status === 0;

/** Parses with Python's strict policy, which raises an error for any defect. */
export function parseWithPython(raw: Uint8Array): ParsedMail {
  const { stdout, stderr } = spawnSync('python3', ['-c', python], { input: raw, encoding: 'utf8' });
  if (stderr) throw new Error(stderr);
  const mail = pythonSchema.parse(JSON.parse(stdout));
  return { ...mail, text: trimmed(mail.text), html: trimmed(mail.html) };
}
