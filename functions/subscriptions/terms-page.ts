import type { AuditStore } from '../_shared/aws/audit-store.ts';
import type { ContactTable } from '../_shared/aws/contact-table.ts';
import type { LinkClaims } from '../_shared/domain/link-token.ts';
import type { Newsroom } from '../_shared/domain/newsroom.ts';
import { missingPage } from '../_shared/public-pages/missing-page.ts';
import { publicPage } from '../_shared/public-pages/public-layout.ts';
import { readerLanguage } from '../_shared/public-pages/reader-language.ts';
import { fill, words } from '../_shared/public-pages/words/words.ts';
import { html } from '../_shared/runtime/html.ts';
import type { PageRequest, PageResponse } from '../_shared/runtime/page.ts';

export interface Dependencies
  extends Pick<ContactTable, 'readCard' | 'readStanding' | 'acceptTerms'>,
    Pick<AuditStore, 'appendAudit'> {
  newsroom: Newsroom;
  verify: (token: string) => LinkClaims | null;
  now: () => Date;
}

/** `/e/<token>`: the embargo terms. GET shows them; POST accepts them while the newsroom's offer is valid. */
export async function termsPage(request: PageRequest, dependencies: Dependencies): Promise<PageResponse> {
  const { newsroom, verify, readCard, readStanding } = dependencies;
  const claims = verify(request.segments[1] ?? '');
  const card = claims && (await readCard(claims.contact));
  if (!claims || !card) return missingPage(newsroom, request);
  const language = readerLanguage(request, card, newsroom.defaultLanguage);
  const say = words[language].terms;
  const { version } = newsroom.embargoTerms;
  const values = { newsroom: newsroom.name, version };
  const frame = { newsroom, language };
  const { accreditation, termsOffered } = await readStanding(claims.contact);
  const done = () =>
    publicPage({
      hasChoiceOfLanguage: true,
      ...frame,
      title: say.doneTitle,
      body: html`<h1>${say.doneTitle}</h1><p class="note good" role="status">${fill(say.done, values)}</p>`,
    });
  if (accreditation?.termsVersion === version) return done();
  const isOpen = termsOffered?.version === version && claims.release === version;
  if (isOpen && request.method === 'GET')
    return publicPage({
      hasChoiceOfLanguage: true,
      ...frame,
      title: say.title,
      body: html`<h1>${say.title}</h1>
<p>${fill(say.intro, values)}</p>
<ol class="terms">${say.points.map((point) => html`<li>${point}</li>`)}</ol>
<p class="hint">${fill(say.version, values)}</p>
<form method="post"><div class="actions"><button>${say.accept}</button></div></form>`,
    });
  if (isOpen && (await accept(dependencies, claims.contact, version))) return done();
  return publicPage({
    hasChoiceOfLanguage: true,
    ...frame,
    status: 410,
    title: say.closedTitle,
    body: html`<h1>${say.closedTitle}</h1><p>${fill(say.closed, values)}</p>`,
  });
}

async function accept(
  { acceptTerms, appendAudit, now }: Dependencies,
  contactId: string,
  termsVersion: string,
): Promise<boolean> {
  const at = now().toISOString();
  const evidence = 'accepted by the link mailed to the address';
  if (!(await acceptTerms(contactId, { termsVersion, at, evidence, by: 'contact' }))) return false;
  await appendAudit({
    subject: `CONTACT#${contactId}`,
    at,
    by: 'contact',
    act: 'accept-terms',
    reason: evidence,
    before: null,
    after: { termsVersion },
  });
  return true;
}
