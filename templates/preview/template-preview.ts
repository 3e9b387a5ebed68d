import { createServer, type ServerResponse } from 'node:http';
import * as z from 'zod';
import { escapeHtml } from '../../functions/_shared/domain/escape-html.ts';
import { type Language, languages } from '../../functions/_shared/domain/newsroom.ts';
import { editionSchema } from '../../functions/_shared/domain/release.ts';
import { createRenderer } from '../../functions/compose-emails/renderer.ts';
import { templatesDirectory } from '../../functions/compose-emails/templates-directory.ts';
import { forBrowsers } from '../../infra/local/cloud/visitors.ts';
import { sampleNames, sampleNotices, sampleProof, sampleVariant } from '../samples/sample-editions.ts';
import { sampleNewsroom, samplePublicUrl } from '../samples/sample-newsroom.ts';
import { samplePictureSvg } from '../samples/sample-picture.ts';

/**
 * `npm run templates [-- PORT]`: shows every combination of edition or notice, language and sample in the browser: as
 * on a phone and on a desktop, light and dark, with and without pictures, and its text part. Node restarts this program
 * when a file in templates/ changes; the open page then reloads.
 */
const port = Number(process.argv[2] ?? 4790);
const address = `http://127.0.0.1:${port}`;
const kinds = [...editionSchema.options, 'proof', ...sampleNotices('en').map(({ kind }) => kind)];

const choiceSchema = z.object({
  mail: z
    .string()
    .refine((mail) => kinds.includes(mail))
    .catch('embargoed'),
  language: z.enum(languages).catch('en'),
  sample: z.enum(sampleNames).catch('plain'),
  colours: z.enum(['light', 'dark']).catch('light'),
  pictures: z.enum(['on', 'off']).catch('on'),
});
type Choice = z.infer<typeof choiceSchema>;

interface Shown {
  subject: string;
  html: string;
  text: string;
}

async function render({ mail, language, sample }: Choice): Promise<Shown> {
  const renderer = createRenderer({
    newsroom: sampleNewsroom,
    templatesDirectory,
    publicUrl: samplePublicUrl,
  });
  if (mail === 'proof')
    return renderer.renderProof(sampleProof(language), sampleVariant(sample, 'embargoed', language));
  const notice = sampleNotices(language).find(({ kind }) => kind === mail);
  if (notice) return renderer.renderNotice(notice);
  const result = await renderer.renderEdition(sampleVariant(sample, editionSchema.parse(mail), language));
  if (result.ok) return filled(result.email);
  const problems = result.problems.map(({ message, fix }) => `${message}\n${fix}`).join('\n\n');
  return { subject: 'Not composed', html: `<pre>${escapeHtml(problems)}</pre>`, text: problems };
}

/** Fills the slots with sample values, so that the mail looks as a recipient sees it. */
function filled({ subject, html, text }: Shown): Shown {
  const fill = (part: string): string =>
    part
      .replaceAll(/SLOT\w{1,80}?urlTOLS/g, `${samplePublicUrl}/r/centre`)
      .replaceAll(/SLOT\w{1,80}?localTOLS/g, '12.06.2025, 09:00 (UTC+2)')
      .replaceAll(/SLOT\w{1,80}?nameTOLS/g, 'Press');
  return { subject, html: fill(html), text: fill(text) };
}

/** The mail as a page, in the chosen colours (whatever the system prefers) and with our own pictures. */
function mailPage({ html }: Shown, { colours }: Choice): string {
  const query = colours === 'dark' ? '@media all' : '@media not all';
  return html.replaceAll('@media (prefers-color-scheme: dark)', query).replaceAll(samplePublicUrl, address);
}

function select(name: keyof Choice, options: readonly string[], choice: Choice): string {
  const all = options.map(
    (option) => `<option${option === choice[name] ? ' selected' : ''}>${escapeHtml(option)}</option>`,
  );
  return `<label>${name} <select name="${name}" onchange="form.submit()">${all.join('')}</select></label>`;
}

function desk(shown: Shown, choice: Choice, language: Language): string {
  const source = escapeHtml(`/mail?${new URLSearchParams(choice)}`);
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Templates</title>
<style>body{margin:0;font:15px/1.5 system-ui,sans-serif;background:#d5dae0;color:#111}
header{padding:12px 20px;background:#fff}label{margin-right:14px}h1{font-size:17px;margin:8px 0 0}
main{display:flex;flex-wrap:wrap;gap:20px;padding:20px;align-items:flex-start}iframe{border:0;background:#fff;height:1800px}
pre{background:#fff;margin:0;padding:16px;width:620px;white-space:pre-wrap;overflow-wrap:anywhere}</style>
<header><form>${select('mail', kinds, choice)}${select('language', languages, choice)}${select('sample', sampleNames, choice)}
${select('colours', ['light', 'dark'], choice)}${select('pictures', ['on', 'off'], choice)}
<span>HTML ${(Buffer.byteLength(shown.html) / 1000).toFixed(1)} kB</span></form>
<h1 dir="auto" lang="${language}">${escapeHtml(shown.subject)}</h1></header>
<main><iframe title="Phone" width="375" src="${source}"></iframe><iframe title="Desk" width="700" src="${source}"></iframe>
<pre dir="auto" lang="${language}">${escapeHtml(shown.text)}</pre></main>
<script>let lost=false;const changes=new EventSource('/changes');
changes.onerror=()=>{lost=true};changes.onopen=()=>{if(lost)location.reload()}</script></html>`;
}

function answer(
  response: ServerResponse,
  type: string,
  body: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', ...headers }).end(body);
}

async function serve(url: URL, response: ServerResponse): Promise<void> {
  if (url.pathname === '/changes') {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('\n');
    return;
  }
  if (url.pathname.startsWith('/r/')) return answer(response, 'image/svg+xml', samplePictureSvg);
  const choice = choiceSchema.parse(Object.fromEntries(url.searchParams));
  const shown = await render(choice);
  if (url.pathname === '/mail')
    return answer(response, 'text/html; charset=utf-8', mailPage(shown, choice), {
      'content-security-policy': choice.pictures === 'off' ? "img-src 'none'" : 'img-src *',
    });
  answer(response, 'text/html; charset=utf-8', desk(shown, choice, choice.language));
}

createServer(
  forBrowsers((request, response) => {
    serve(new URL(request.url ?? '/', address), response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      answer(response, 'text/plain; charset=utf-8', message);
    });
  }),
).listen(port, '127.0.0.1', () => console.log(`Templates: ${address}`));
