import type { ContactImport } from '../_shared/domain/contact-import.ts';
import { howFarInWords } from '../_shared/lists/how-far-in-words.ts';
import type { HowFar } from '../_shared/lists/plan-contacts.ts';
import { Html, html } from '../_shared/runtime/html.ts';

/** The report for programs: the counts of the contract, and the data about the import. */
export function reportJson(made: ContactImport): string {
  const { file, list, importId, layout, encoding, counts, problems, problemsLeftOut } = made;
  const status = statusOf(made);
  return JSON.stringify(
    { file, status, list, importId, layout, encoding, ...counts, problems, problemsLeftOut },
    null,
    2,
  );
}

/** An import that was taken back while it was at work ends so. */
function statusOf({ state }: ContactImport): 'accepted' | 'rejected' | 'undone' {
  if (state === 'undoing' || state === 'undone') return 'undone';
  return state === 'unreadable' ? 'rejected' : 'accepted';
}

type Underway = Pick<ContactImport, 'file' | 'list' | 'importId'>;

/** For programs, while a long import is at work. */
export function progressJson({ file, list, importId }: Underway, progress: HowFar): string {
  return JSON.stringify({ file, status: 'importing', list, importId, progress }, null, 2);
}

const style = `
:root{color-scheme:light dark;--ink:#1b1f24;--muted:#525b65;--page:#fff;--rule:#d5dbe1}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ed;--muted:#a9b2bc;--page:#14181d;--rule:#303943}}
body{margin:0 auto;max-width:46rem;padding:2rem 1.25rem;background:var(--page);color:var(--ink);font:1rem/1.55 system-ui,sans-serif}
h1{font-size:1.5rem;margin:0 0 .25rem}p{margin:0 0 1.25rem;color:var(--muted)}
table{border-collapse:collapse;width:100%;margin-block-end:2rem}
th,td{text-align:start;padding:.45rem .75rem .45rem 0;border-block-end:1px solid var(--rule);vertical-align:top}
td.n,th.n{text-align:end;font-variant-numeric:tabular-nums}
.scroll{overflow-x:auto}`;

/** For people, while a long import is at work. */
export function progressPage(newsroomName: string, { file, list, importId }: Underway, far: HowFar): string {
  const title = `${file} is being put on the list “${list}”`;
  return page(
    newsroomName,
    title,
    html`<p><strong>${howFarInWords(far)}.</strong></p>
<p>This page is renewed while the import is at work: load it again. To stop the import and take it back: npx dateline contacts undo ${importId}</p>`,
  );
}

function page(newsroomName: string, title: string, content: Html): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex"><title>${title} · ${newsroomName}</title><style>${new Html(style)}</style></head>
<body><main><h1>${title}</h1>
${content}
</main></body></html>
`.markup;
}

/** The report for people: what happened to the file, and every row that needs attention. */
export function reportPage(newsroomName: string, made: ContactImport): string {
  const { counts, file, list, problems, problemsLeftOut, layout } = made;
  const status = statusOf(made);
  const { title, advice } = {
    accepted: {
      title: `${file} is on the list “${list}”`,
      advice: `Read as: ${layout}. To take this import back: npx dateline contacts undo ${made.importId}`,
    },
    rejected: {
      title: `${file} could not be read`,
      advice: 'Nothing was changed. Correct the file and drop it again.',
    },
    undone: {
      title: `${file} was taken back from the list “${list}”`,
      advice: 'The lists are as they were. To import the file after all, drop it again.',
    },
  }[status];
  const lines: readonly (readonly [string, number])[] = [
    ['New people', counts.added],
    ['Changed', counts.updated],
    ['Unchanged', counts.unchanged],
    ['Duplicates in the file', counts.duplicates],
    ['Not imported, see below', counts.invalid],
    ['Have left and stay out', counts.suppressed],
    ['Rows', counts.rows],
  ];
  return page(
    newsroomName,
    title,
    html`<p>${advice}</p>
${
  status === 'accepted' &&
  html`<table><caption hidden>Counts</caption><tbody>${lines.map(
    ([label, n]) => html`<tr><th scope="row">${label}</th><td class="n">${n}</td></tr>`,
  )}</tbody></table>`
}
${
  problems.length > 0 &&
  html`<h2>What to look at</h2><div class="scroll" tabindex="0" role="region" aria-label="Problems"><table>
<thead><tr><th scope="col" class="n">Row</th><th scope="col">Column</th><th scope="col">What is wrong</th></tr></thead>
<tbody>${problems.map(
    // One line per problem, because erasing a person removes the lines about them.
    ({ row, column, message, contactId }) => html`
<tr data-contact="${contactId ?? ''}"><td class="n">${row || ''}</td><td>${column ?? ''}</td><td>${message}</td></tr>`,
  )}
</tbody></table></div>`
}
${problemsLeftOut > 0 && html`<p>And ${problemsLeftOut} more of the same kinds.</p>`}`,
  );
}
